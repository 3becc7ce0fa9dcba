"""A break as sentences of the app, by the clock of whoever reads: zone, 12 or 24 hours."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest
from couples.localized import day, time_of_day
from journal.breaks.models import Break
from journal.breaks.services import current
from journal.breaks.stages import Stage, stage_of
from journal.waiting import Waiting


def when(at: datetime) -> str:
    """The hour, with its day unless that is today: a break lasts a day at most."""
    local = localtime(at)
    hour = time_of_day(local.time())
    if local.date() == localtime(clock.now()).date():
        return hour
    return _("%(day)s, %(time)s") % {"day": day(local.date(), "l"), "time": hour}


def first_on_today(request: CoupleRequest) -> Waiting | None:
    """What Today says before all else: one sentence, one thing to do. No query."""
    found = current(request.couple)
    if found is None or request.partner is None:
        return None
    words, action = _sentence(found, stage_of(found, request.person.pk, clock.now()), request.partner.name)
    return Waiting(words, reverse("breaks:page", args=[found.pk]), action)


def news(request: CoupleRequest) -> Waiting | None:
    """The same, for a page that is open elsewhere: nothing about what this person did, or where they look at it."""
    found = current(request.couple)
    looking = (request.htmx.current_url_abs_path or "").partition("?")[0]
    said = first_on_today(request)
    if found is None or said is None or looking in {said.url, reverse("today:home")}:
        return None
    return None if stage_of(found, request.person.pk, clock.now()) in {Stage.AWAY, Stage.READY} else said


def _sentence(found: Break, stage: Stage, name: str) -> tuple[str, str]:
    said = {"time": when(found.until_at), "name": name}
    if stage is Stage.ASKED and found.ready_by_id:
        return _("%(name)s is back from your break. And you?") % said, _("Answer")
    if stage is Stage.ASKED:
        return _("Your break is up. Are you ready to go on?"), _("Answer")
    if stage is Stage.NEXT:
        return _("Your break is up. %(name)s is asked first, then you.") % said, _("Look")
    if stage is Stage.READY:
        return _("You’re back from your break. %(name)s is asked now.") % said, _("Look")
    return _("You’re both on a break until %(time)s.") % said, _("Look")
