"""IANA time zones, as people may choose them. A key comes from a browser or a form, so it is checked before it opens
a file.
"""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

#: Files beside the zones: the machine's own choice, and what stands for having made none.
_NO_ZONES = {"localtime", "posixrules", "Factory"}
_NOT_PLACES = ("Etc/", "SystemV/", "posix/", "right/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")


@cache
def zone_keys() -> frozenset[str]:
    """All that the zone data has: browsers also send names that are no places, such as CET or EST5EDT."""
    return frozenset(available_timezones() - _NO_ZONES)


def zone(key: str) -> ZoneInfo:
    """The zone named `key`. Raises ValueError for anything that is not an IANA zone, a path above all."""
    if key not in zone_keys():
        raise ValueError(f"{key!r} is not a time zone")
    return ZoneInfo(key)


def stored_zone(key: str) -> ZoneInfo:
    """The zone of a key that was checked when it was stored; UTC once the zone data has no such zone any more."""
    return ZoneInfo(key if key in zone_keys() else "UTC")


def shown(key: str) -> str:
    """A zone's name as people read it."""
    return key.replace("_", " ")


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """Zones to show in a select: places and UTC, in order of name."""
    return tuple((key, shown(key)) for key in sorted(zone_keys()) if _is_place(key))


@cache
def unlisted() -> tuple[str, ...]:
    """Zones that are not shown, and taken as they are from whoever's browser goes by one."""
    return tuple(key for key in sorted(zone_keys()) if not _is_place(key))


def _is_place(key: str) -> bool:
    return key == "UTC" or ("/" in key and not key.startswith(_NOT_PLACES))
