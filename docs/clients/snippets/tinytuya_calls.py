"""Speaks and signs as tinytuya's Cloud does, with the standard library alone."""

import hashlib
import hmac
import json
import os
import time
import urllib.request

URL = os.environ.get("TUYERE", "http://127.0.0.1:8080")  # tinytuya itself: always https
API_KEY = "demo-sdk"
API_SECRET = "demo-sdk-secret"


def call(uri, token=None, post=None):
    method = "POST" if post else "GET"
    body = json.dumps(post) if post else ""
    headers = {}
    if post:  # a signed header, spelt like this
        headers = {"Content-type": "application/json", "Signature-Headers": "Content-type"}
    signed_headers = "Content-type:application/json\n" if post else ""
    to_sign = f"{method}\n{hashlib.sha256(body.encode()).hexdigest()}\n{signed_headers}\n/{uri}"
    t = str(int(time.time() * 1000))
    text = API_KEY + (token or "") + t + to_sign
    headers |= {
        "client_id": API_KEY,
        "t": t,
        "sign_method": "HMAC-SHA256",
        "sign": hmac.new(API_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest().upper(),
    }
    headers |= {"access_token": token} if token else {"secret": API_SECRET}  # in clear: the gateway drops it
    request = urllib.request.Request(f"{URL}/{uri}", body.encode() or None, headers, method=method)
    with urllib.request.urlopen(request, timeout=15) as answer:
        envelope = json.load(answer)
    if not envelope["success"]:
        raise SystemExit(f"{envelope['code']} {envelope['msg']}")
    return envelope["result"]


token = call("v1.0/token?grant_type=1")["access_token"]
print(call("v1.0/devices/demo-eu-lamp-1", token)["name"])
commands = {"commands": [{"code": "switch_led", "value": True}]}
call("v1.0/iot-03/devices/demo-eu-lamp-1/commands", token, commands)
print("switched on")
