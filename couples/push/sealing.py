"""Words only the browser can open (RFC 8291). Imported late: what comes with the library is wanted by workers only."""

from typing import Any

from pywebpush import WebPusher


def sealed(plain: bytes, subscription: dict[str, Any]) -> bytes:
    keys = {"p256dh": subscription["p256dh"], "auth": subscription["auth"]}
    pusher = WebPusher({"endpoint": subscription["endpoint"], "keys": keys})
    body: bytes = pusher.encode(plain, "aes128gcm")["body"]
    return body
