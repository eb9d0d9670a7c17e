#!/bin/sh
# Plain HTTP with an API key: no signature, no token, no secret of Tuya's.
set -eu
gateway=${TUYERE:-http://127.0.0.1:8080}

# The tenant's default region.
curl -fsS -H 'X-API-Key: demo-key' "$gateway/v1.0/devices/demo-eu-lamp-1"; echo

# Another region: by name, by country, or by a prefix of the path.
curl -fsS -H 'X-API-Key: demo-key' -H 'X-Tuya-Region: us' "$gateway/v1.0/devices/demo-us-lamp-1"; echo
curl -fsS -H 'X-API-Key: demo-key' -H 'X-Country-Code: 91' "$gateway/v1.0/devices/demo-in-lamp-1"; echo
curl -fsS -H 'Authorization: Bearer demo-key' "$gateway/@sg/v1.0/devices/demo-sg-lamp-1"; echo

# A command.
curl -fsS -H 'X-API-Key: demo-key' -H 'Content-Type: application/json' \
     -d '{"commands":[{"code":"switch_led","value":true}]}' \
     "$gateway/v1.0/devices/demo-eu-lamp-1/commands"; echo

# All regions in one list.
curl -fsS -H 'X-API-Key: demo-key' -H 'X-Tuya-Region: all' -H 'X-Tuyere-Merge: list' \
     "$gateway/v1.3/iot-03/devices?page_size=5"; echo
