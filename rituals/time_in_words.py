"""An instant as its reader's own clock tells it."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from couples import localized


def day_and_time(at: datetime) -> str:
    """“Sunday, 29 November at 18:00”"""
    return _("%(day)s at %(time)s") % _parts(at)


def next_on(at: datetime) -> str:
    return _("Next on %(day)s at %(time)s") % _parts(at)


def _parts(at: datetime) -> dict[str, str]:
    local = localtime(at)
    return {"day": localized.day(local, "l, j F"), "time": localized.time_of_day(local.time())}
