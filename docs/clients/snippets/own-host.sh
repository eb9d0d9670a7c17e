#!/bin/sh
# A client whose address is fixed in its code: the name of the data centre leads to the gateway, which has a certificate for it.
# TUYERE_TLS is host:port of the gateway, TUYERE_CA the authority that the client trusts.
set -eu

curl -fsS --cacert "$TUYERE_CA" --connect-to "openapi.tuyaus.com:443:$TUYERE_TLS" \
     -H 'X-API-Key: demo-key' https://openapi.tuyaus.com/v1.0/devices/demo-us-lamp-1; echo
