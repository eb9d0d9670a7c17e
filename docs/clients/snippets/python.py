"""Speaks and signs as tuya-connector-python does, with the standard library alone."""

import hashlib
import hmac
import json
import os
import time
import urllib.parse
import urllib.request

ENDPOINT = os.environ.get("TUYERE", "http://127.0.0.1:8080")
ACCESS_ID = "demo-sdk"
ACCESS_SECRET = "demo-sdk-secret"


def call(method, path, token="", query=None, body=None):
    content = json.dumps(body).encode() if body else None
    signed_query = "&".join(f"{key}={query[key]}" for key in sorted(query)) if query else ""
    url = path + ("?" + signed_query if query else "")
    to_sign = "\n".join([method, hashlib.sha256(content or b"").hexdigest(), "", url])
    t = str(int(time.time() * 1000))
    text = ACCESS_ID + token + t + to_sign
    headers = {
        "client_id": ACCESS_ID,
        "access_token": token,
        "t": t,
        "sign_method": "HMAC-SHA256",
        "sign": hmac.new(ACCESS_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest().upper(),
        "Content-Type": "application/json",
    }
    sent = ENDPOINT + path + ("?" + urllib.parse.urlencode(query) if query else "")
    request = urllib.request.Request(sent, content, headers, method=method)
    with urllib.request.urlopen(request, timeout=15) as answer:
        envelope = json.load(answer)
    if not envelope["success"]:
        raise SystemExit(f"{envelope['code']} {envelope['msg']}")
    return envelope["result"]


token = call("GET", "/v1.0/token", query={"grant_type": 1})["access_token"]
print(call("GET", "/v1.0/devices/demo-eu-lamp-1", token)["name"])
call(
    "POST",
    "/v1.0/devices/demo-eu-lamp-1/commands",
    token,
    body={"commands": [{"code": "switch_led", "value": True}]},
)
print("switched on")
