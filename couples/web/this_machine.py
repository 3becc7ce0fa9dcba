"""Whether a request comes from the machine that Nearer runs on, as whoever started it sits there."""

import re
from ipaddress import ip_address

from django.http import HttpRequest

#: What proxies and tunnels put before a request they pass on.
_PASSED_ON = re.compile(
    r"HTTP_(?:X_)?(?:FORWARDED|REAL|CLIENT|TRUE_CLIENT|CLUSTER|ORIGINAL|ENVOY|PROXY\w*|VIA|CF|CDN|CLOUDFRONT|FASTLY|NGROK"
    r"|TAILSCALE|AMZN|AZURE|ARR|DEVTUNNEL)(?:_|$)"
)


def is_from_this_machine(request: HttpRequest) -> bool:
    """Not what a proxy or a tunnel that says so passes on from elsewhere."""
    if any(_PASSED_ON.match(name) for name in request.META):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
