"""Who to call, country by country: our own list, read once from `helplines.toml`, with the operator's in front of it.

A wrong number can cost a life. So an entry says on whose page it was read and when, and a list with an entry that does
not is refused as a whole: in the tests before a release, and as a process starts.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIST = Path(__file__).with_name("helplines.toml")
#: What was read longer ago than this is no longer released (tests/couples/safety/test_helplines.py).
OLDEST = timedelta(days=548)

COUNTRIES: "dict[str, str | Promise]" = {"CA": _("Canada"), "GB": _("United Kingdom")}
AREAS: "dict[str, str | Promise]" = {
    "british-columbia-yukon": _("British Columbia and Yukon"),
    "england-wales": _("England and Wales"),
}
WHOM: "dict[str, str | Promise]" = {
    "harmed": _("For anyone harmed by violence in the family, and for other victims of crime"),
    "men": _("For men"),
    "women": _("For women"),
}
HOURS: "dict[str, str | Promise]" = {"always": _("Day and night, every day")}
LANGUAGES: "dict[str, str | Promise]" = {"many": _("In many languages")}
READERS = {"own", "authority"}


class BadList(Exception):
    """An entry that nobody could vouch for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """`calls` is the number as people write it. The rest is "" where the page said nothing."""

    country: str
    name: str
    calls: str
    page: str
    reader: str
    read_on: date
    area: str = ""
    whom: str = ""
    hours: str = ""
    languages: str = ""
    web: str = ""

    @property
    def dialled(self) -> str:
        return dialled(self.calls)

    @property
    def facts(self) -> "list[str | Promise]":
        """What is known of it, in words, in the order people need it."""
        known = (AREAS.get(self.area), WHOM.get(self.whom), HOURS.get(self.hours), LANGUAGES.get(self.languages))
        return [each for each in known if each]


@dataclass(frozen=True, slots=True)
class Own:
    """One of the operator's. They vouch for it, and say it in their own words."""

    name: str
    calls: str
    facts: tuple[str, ...]

    @property
    def dialled(self) -> str:
        return dialled(self.calls)


@dataclass(frozen=True, slots=True)
class Country:
    name: "str | Promise"
    emergency: Helpline | None
    helplines: list[Helpline]


def dialled(calls: str) -> str:
    """For a `tel:` link; "" where it is an address and no number."""
    digits = "".join(each for each in calls if each.isdigit() or each == "+")
    return digits if digits and not any(each.isalpha() for each in calls) else ""


def countries() -> list[Country]:
    """Those we are sure of, in the order of their codes."""
    emergencies, helplines = listed()
    by_country = {code: list(several) for code, several in groupby(helplines, key=lambda each: each.country)}
    numbers = {each.country: each for each in emergencies}
    codes = sorted({*by_country, *numbers})
    return [Country(COUNTRIES[code], numbers.get(code), by_country.get(code, [])) for code in codes]


def own() -> list[Own]:
    """The operator's (NEARER_HELPLINES): each `name | number or address | whatever helps to know | …`."""
    return [Own(name, calls, tuple(facts)) for name, calls, *facts in settings.HELPLINES]


@cache
def listed() -> tuple[list[Helpline], list[Helpline]]:
    """Emergency numbers, and helplines. Read once a process."""
    return read(LIST.read_text())


def read(written: str) -> tuple[list[Helpline], list[Helpline]]:
    """Raises BadList."""
    found = tomllib.loads(written)
    emergencies = [_entry({"name": each.get("calls", "")} | each) for each in found.pop("emergency", [])]
    helplines = [_entry(each) for each in found.pop("helpline", [])]
    if found:
        raise BadList(f"Not known: {', '.join(found)}")
    if len({each.country for each in emergencies}) < len(emergencies):
        raise BadList("A country has one emergency number here")
    return emergencies, sorted(helplines, key=lambda each: each.country)


def _entry(written: dict[str, Any]) -> Helpline:
    try:
        entry = Helpline(**written)
    except TypeError as missing:
        raise BadList(f"{written.get('name', 'An entry')}: {missing}") from missing
    for what, said, known in (
        ("country", entry.country, COUNTRIES),
        ("reader", entry.reader, READERS),
        ("area", entry.area, {"", *AREAS}),
        ("whom", entry.whom, {"", *WHOM}),
        ("hours", entry.hours, {"", *HOURS}),
        ("languages", entry.languages, {"", *LANGUAGES}),
    ):
        if said not in known:
            raise BadList(f"{entry.name}: {what} {said!r} has no words")
    if not entry.dialled or not entry.name:
        raise BadList(f"{entry.name}: no number")
    if type(entry.read_on) is not date or not _is_page(entry.page) or (entry.web and not _is_page(entry.web)):
        raise BadList(f"{entry.name}: without the page it was read on, or the day")
    return entry


def _is_page(address: str) -> bool:
    return urlsplit(address).scheme == "https" and bool(urlsplit(address).hostname)
