#!/bin/sh
# CONNECT: the gateway opens a tunnel to the data centre, and sees neither calls nor secrets.
# TUNNEL_PROXY is http://any:API-KEY@gateway:8080, of a gateway with proxy.connect: true.
set -eu

curl -sS --noproxy '' --proxy "$TUNNEL_PROXY" https://openapi.tuyaeu.com/v1.0/devices/demo-eu-lamp-1; echo
