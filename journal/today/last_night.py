"""Until noon Today still holds the evening before out to whoever has not answered it: somebody nudged at a minute to
midnight is not cut off by the date, and what the other wrote late is not left alone with itself.

Whether the other has written must not show (ground rule 2). So it goes by one's own rows and one's own clock alone, and
what has opened since is all that is ever said of theirs.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest
from journal.checkins.models import CheckIn
from journal.questions import waiting as questions
from journal.waiting import NOON, Waiting

_DAY = timedelta(days=1)


def date_of(request: CoupleRequest) -> date | None:
    """The evening before, while it is held out: in the morning, and if both were here by then."""
    local = clock.now().astimezone(request.person.tzinfo)
    before = local.date() - _DAY
    joined = [each.joined_at.astimezone(local.tzinfo).date() for each in request.people]
    return before if local.time() < NOON and len(joined) == 2 and max(joined) <= before else None


def things(request: CoupleRequest, on: date, checkins: Iterable[CheckIn], *, answered: bool) -> list[Waiting]:
    """What of that evening one has left open. No query."""
    mine = next((each for each in checkins if each.on == on and each.author_id == request.person.pk), None)
    checkin = _checkin(request, on, mine)
    question = None if answered else questions.last_night()
    return [each for each in (checkin, question) if each]


def _checkin(request: CoupleRequest, on: date, mine: CheckIn | None) -> Waiting | None:
    page = reverse("checkins:day", args=[on])
    if mine is None or (mine.is_draft and not mine.passed_at):
        return Waiting(_("You can still check in for last night, if you like."), page, _("Look"))
    if mine.opened_at and mine.opened_at.astimezone(request.person.tzinfo).date() > on:
        return Waiting(_("You both said something last night."), page, _("Look"))
    return None
