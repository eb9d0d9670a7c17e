#!/bin/sh
# Tuya's own address, the gateway as the proxy: the host of the URL names the region.
set -eu
gateway=${TUYERE:-http://127.0.0.1:8080}

curl -fsS --noproxy '' -x "$gateway" -H 'X-API-Key: demo-key' http://openapi.tuyaeu.com/v1.0/devices/demo-eu-lamp-1; echo
http_proxy=$gateway no_proxy='' curl -fsS -H 'X-API-Key: demo-key' http://openapi.tuyaus.com/v1.0/devices/demo-us-lamp-1; echo
