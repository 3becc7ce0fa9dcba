"""IANA time zones, as people may choose them. A key comes from a browser or a form, so it is checked before it opens
a file.
"""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_NOT_PLACES = ("Etc/", "SystemV/", "posix/", "right/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")


@cache
def zone_keys() -> frozenset[str]:
    return frozenset(key for key in available_timezones() if ("/" in key or key == "UTC") and key != "localtime")


def zone(key: str) -> ZoneInfo:
    """The zone named `key`. Raises ValueError for anything that is not an IANA zone, a path above all."""
    if key not in zone_keys():
        raise ValueError(f"{key!r} is not a time zone")
    return ZoneInfo(key)


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """Zones to show in a select: places and UTC, in order of name."""
    return tuple((key, key.replace("_", " ")) for key in sorted(zone_keys()) if not key.startswith(_NOT_PLACES))
