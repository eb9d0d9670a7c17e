"""Speaks and signs as Home Assistant's custom integrations do: a trailing slash, a connection for each call."""

import asyncio
import hashlib
import hmac
import json
import os
import time
import urllib.request

BASE_URL = os.environ.get("TUYERE", "http://127.0.0.1:8080")
CLIENT_ID = "demo-sdk"
SECRET = "demo-sdk-secret"


async def call(method, url, token="", body=None):
    content = json.dumps(body).encode() if body else b""
    to_sign = f"{method}\n{hashlib.sha256(content).hexdigest()}\n\n{url}"
    t = str(int(time.time() * 1000))
    text = CLIENT_ID + token + t + to_sign
    headers = {
        "client_id": CLIENT_ID,
        "access_token": token,
        "t": t,
        "sign_method": "HMAC-SHA256",
        "sign": hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest().upper(),
        "Content-Type": "application/json",
        "Connection": "close",
    }
    request = urllib.request.Request(BASE_URL + url, content or None, headers, method=method)
    return await asyncio.to_thread(send, request)


def send(request):
    with urllib.request.urlopen(request, timeout=15) as answer:
        if answer.headers.get_content_type() != "application/json":  # aiohttp's json() refuses others
            raise SystemExit(answer.headers.get_content_type())
        envelope = json.load(answer)
    if not envelope["success"]:
        raise SystemExit(f"{envelope['code']} {envelope['msg']}")
    return envelope["result"]


async def main():
    token = (await call("GET", "/v1.0/token/?grant_type=1"))["access_token"]
    lamp = await call("GET", "/v1.0/devices/demo-eu-lamp-1", token)
    print(lamp["name"])
    switch = {"commands": [{"code": "switch_led", "value": True}]}
    await call("POST", "/v1.0/devices/demo-eu-lamp-1/commands", token, switch)
    print("switched on")


asyncio.run(main())
