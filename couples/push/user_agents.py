"""What a browser calls itself, in words coarse enough to tell one's own devices apart and nothing else."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")


class Browser(models.TextChoices):
    FIREFOX = "firefox", "Firefox"
    EDGE = "edge", "Edge"
    OPERA = "opera", "Opera"
    SAMSUNG = "samsung", "Samsung Internet"
    CHROME = "chrome", "Chrome"
    SAFARI = "safari", "Safari"
    OTHER = "other", _("A browser")


class System(models.TextChoices):
    ANDROID = "android", "Android"
    IPHONE = "iphone", "iPhone"
    IPAD = "ipad", "iPad"
    WINDOWS = "windows", "Windows"
    CHROMEOS = "chromeos", "ChromeOS"
    MAC = "mac", "Mac"
    LINUX = "linux", "Linux"
    OTHER = "other", _("Another system")


# In this order: most browsers also claim to be those further down.
_BROWSERS = [
    (("firefox/", "fxios/"), Browser.FIREFOX),
    (("edg/", "edga/", "edgios/"), Browser.EDGE),
    (("opr/",), Browser.OPERA),
    (("samsungbrowser/",), Browser.SAMSUNG),
    (("chrome/", "crios/", "chromium/"), Browser.CHROME),
    (("safari/",), Browser.SAFARI),
]
_SYSTEMS = [
    (("android",), System.ANDROID),
    (("iphone",), System.IPHONE),
    (("ipad",), System.IPAD),
    (("windows",), System.WINDOWS),
    (("cros ",), System.CHROMEOS),
    (("macintosh",), System.MAC),
    (("linux", "x11"), System.LINUX),
]


def browser_of(agent: str) -> Browser:
    return _named_in(agent, _BROWSERS, Browser.OTHER)


def system_of(agent: str) -> System:
    return _named_in(agent, _SYSTEMS, System.OTHER)


def _named_in(agent: str, known: Sequence[tuple[Sequence[str], T]], other: T) -> T:
    said = agent.lower()
    return next((found for words, found in known if any(word in said for word in words)), other)
