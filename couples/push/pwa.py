"""What makes Nearer an app on a phone: its manifest, its service worker and a page for when there is no connection.

None of them depends on who asks, and the worker keeps nothing but the files named here (S18).
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

#: For home screens: filled to the edge, because a phone cuts its own shape; what is drawn stays within the circle of
#: 80 % that every shape leaves. iOS takes no SVG. The same drawing as nearer.svg.
HOME_ICONS = {192: "icons/home-192.png", 512: "icons/home-512.png"}
FILES = ("css/app.css", "icons/nearer.svg", "fonts/atkinson-regular.woff2")


@lru_cache(maxsize=1)
def _source() -> str:
    return (settings.BASE_DIR / "static" / "js" / "worker.js").read_text()


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker rules over its own folder only. It changes with whatever it keeps."""
    files = [static(name) for name in FILES]
    kept = [
        *(name.encode() for name in files),
        *map(_bytes, FILES),
        bytes(offline(request).content),
        _source().encode(),
    ]
    release = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in kept)).hexdigest()[:16]
    known = {"files": files, "offline": reverse("offline"), "icon": static("icons/nearer.svg"), "release": release}
    return HttpResponse(f"const NEARER = {json.dumps(known)};\n{_source()}", content_type="text/javascript")


def _bytes(name: str) -> bytes:
    """Of a file whose address may not tell its content, as it does once files are collected."""
    path = finders.find(name)
    return Path(path).read_bytes() if path else b""


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        {
            "name": "Nearer",
            "short_name": "Nearer",
            "id": "/",
            "start_url": reverse("today:home"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#17171f",
            "theme_color": "#17171f",
            "icons": [
                {"src": static("icons/nearer.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
                *(
                    {"src": static(name), "sizes": f"{side}x{side}", "type": "image/png", "purpose": "any maskable"}
                    for side, name in HOME_ICONS.items()
                ),
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the worker, so nobody's: no person, no token, and the browser's language."""
    with translation.override(translation.get_language_from_request(request)):
        return render(request, "offline.html")
