"""How times and dates are written for whoever reads them: in their language, by their zone, in 12 or 24 hours.

Pages, mails, pushes and calendars begin with `for_reader`. Templates write times with `|time` and `|date`, which
are ours (couples/templatetags/nearer.py), and Python with `time_of_day` and `day`: nothing else knows the reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import models
from django.http import HttpRequest
from django.utils import dateformat, timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from couples.accounts.models import Person


class Hours(models.TextChoices):
    """How the time of day is written. Empty: nobody has said."""

    TWELVE = "12", _("12-hour")
    TWENTY_FOUR = "24", _("24-hour")


#: Where people write 8:30 in the evening and not 20:30, as CLDR has it (compared in tests/couples/test_localized.py).
TWELVE_HOURS = (
    "AE AG AL AS AU BB BD BH BM BN BO BS BT CA CO CR CU CY DJ DM DO DZ EC EG EH ER ET FJ FM GD GH GM GR GT GU GY "
    "HK HN IN IQ JM JO KH KI KN KP KR KW KY LB LC LR LS LY MH MO MP MR MW MX MY NA NI NZ OM PA PE PG PH PK PR PS "
    "PW QA SA SB SD SG SL SO SS SV SY SZ TC TD TN TO TT TW UM US VC VE VG VI VU WS YE"
)
#: Every way in which we write a date, for translators: the characters are those of Django's date filter.
DATES = {
    "j F": pgettext_lazy("date format", "j F"),
    "j F Y": pgettext_lazy("date format", "j F Y"),
    "l": pgettext_lazy("date format", "l"),
    "l j": pgettext_lazy("date format", "l j"),
    "l, j F": pgettext_lazy("date format", "l, j F"),
    "l, j F Y": pgettext_lazy("date format", "l, j F Y"),
    "F Y": pgettext_lazy("date format", "F Y"),
    "Y": pgettext_lazy("date format", "Y"),
}

#: The same in English where the month goes first: “November 26”.
MONTH_FIRST = {
    "j F": "F j",
    "j F Y": "F j, Y",
    "l, j F": "l, F j",
    "l, j F Y": "l, F j, Y",
    "DATE_FORMAT": "F j, Y",
}
MONTH_FIRST_IN = "AS BI CA GU JP MH MP PH PR UM US VI"
#: Where a week begins on a Sunday, and on a Saturday (Monday elsewhere), as CLDR has it.
SUNDAY_FIRST = (
    "AG AO AS BD BR BS BT BW BZ CA CO CV DM DO ET GT GU GW HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ "
    "NI NP PA PE PH PK PR PT PY SA SG ST SV TH TL TT TW UM US VE VI WS YE ZA ZW"
)
SATURDAY_FIRST = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY"

_hours: ContextVar[str] = ContextVar("hours", default="")
_region: ContextVar[str] = ContextVar("region", default="")


@contextmanager
def for_reader(person: "Person", browser_hours: str = "", region: str = "") -> Iterator[None]:
    """Everything written inside is for this person. `browser_hours` and `region`: of the browser that asks, if it is
    theirs. Nobody else's region shows in what they read (T5).
    """
    hours = person.hours or person.browser_hours or browser_hours
    with timezone.override(person.tzinfo), translation.override(person.locale), as_usual(hours, region):
        yield


@contextmanager
def as_usual(hours: str, region: str) -> Iterator[None]:
    """Times in these `Hours`, dates and weeks as this region has them."""
    before = _hours.set(hours), _region.set(region)
    try:
        yield
    finally:
        _hours.reset(before[0])
        _region.reset(before[1])


def hours() -> str:
    """The reader's `Hours`; empty where nobody knows, and the language decides."""
    return _hours.get()


def region() -> str:
    """Where the browser that asks says it is, like “US”; empty where it says nothing, or where no browser asks."""
    return _region.get()


def region_of_browser(request: HttpRequest) -> str:
    """The region that the browser names first; empty where it names none ("en")."""
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        region = tag.split("-")[-1].upper()
        if "-" in tag and len(region) == 2:
            return region
    return ""


def hours_of(region: str) -> str:
    """What is usual there; empty for no region."""
    if not region:
        return ""
    return Hours.TWELVE if region in TWELVE_HOURS.split() else Hours.TWENTY_FOUR


def weekdays() -> list[tuple[int, str]]:
    """Their numbers (Monday is 0) and names, in the order of the reader's week."""
    here = _region.get()
    first = 6 if here in SUNDAY_FIRST.split() else 5 if here in SATURDAY_FIRST.split() else 0
    return [(number % 7, str(WEEKDAYS[number % 7])) for number in range(first, first + 7)]


def time_of_day(at: time, hours: str = "") -> str:
    """As the reader's clock shows it, or in `hours`. Of an instant, first make it local."""
    return undotted(dateformat.time_format(at, time_pattern(hours)))


def undotted(time_of_day: str) -> str:
    """“6 pm” for “6 p.m.”: sentences end with a time, and would end twice."""
    return time_of_day.replace("a.m.", "am").replace("p.m.", "pm")


def day(on: date, written: str = "j F Y") -> str:
    """A day, or the day of an instant on the reader's own calendar."""
    here = localtime(on) if isinstance(on, datetime) else on
    return dateformat.format(here, date_pattern(written))


def time_pattern(hours: str = "") -> str:
    chosen = hours or _hours.get()
    if not chosen:
        return str(get_format("TIME_FORMAT"))
    return pgettext("12-hour time", "P") if chosen == Hours.TWELVE else pgettext("24-hour time", "H:i")


def date_pattern(written: str) -> str:
    if _region.get() in MONTH_FIRST_IN.split() and translation.get_language() == "en":
        return MONTH_FIRST.get(written, written)
    return str(DATES.get(written, written))
