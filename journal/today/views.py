from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from couples import clock
from couples.access import CoupleRequest, PersonRequest, attach_couple, couple_required, person_required
from couples.consent import services as consent
from couples.consent.forms import AgreementForm
from couples.htmx import see_other, swap
from couples.space.models import Invitation, Membership
from journal import practices
from journal.appreciations import services as thanks
from journal.appreciations.first_note import arrival
from journal.appreciations.forms import BeginAfterForm, BeginForm, FirstNoteForm
from journal.appreciations.models import Appreciation
from journal.checkins.cards import side_by_side
from journal.checkins.models import CheckIn
from journal.practice import Place
from journal.questions import waiting as questions
from journal.today import last_night, waiting
from journal.waiting import MOST
from rituals.models import Ritual
from rituals.occurrences.changes import carrying
from rituals.occurrences.next_one import next_one
from rituals.snooze.services import should_have_rung
from rituals.told.times import Told, told

PAGE = "journal/today/home.html"


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """The one page to open in the evening."""
    if request.partner is None:
        return alone(request)
    today, before = clock.today(request.person), last_night.date_of(request)
    days = [day for day in (today, before) if day]
    written = list(CheckIn.objects.for_couple(request.couple).visible_to(request.person).filter(on__in=days))
    rituals = list(carrying(Ritual.objects.for_couple(request.couple).living().visible_to(request.person)))
    note = waiting.newest_note(request.couple, request.membership)
    answered = (
        questions.answered(request.couple, request.person, days) if before or waiting.suggests(rituals) else set()
    )
    held_out = last_night.things(request, before, written, answered=before in answered) if before else []
    things = waiting.things(request.couple, request.person, request.partner)
    found = [*held_out, *(each for each in things if not each.comes_first)]
    told_now = list(islice(told_times(rituals, request), MOST - bool(note)))
    suggestion = waiting.suggestion(rituals, asked=today not in answered)
    following = next_one(rituals, request.person, request.holiday)
    return swap(
        request,
        f"{PAGE}#evening",
        topics=practices.topics(),
        agreement=AgreementForm(person=request.person),
        first=waiting.before_all(request, things),
        today=today,
        greeting=greeting(clock.now().astimezone(request.person.tzinfo).hour, request.person.name),
        **tonight(request, [checkin for checkin in written if checkin.on == today]),
        note=note,
        note_by=request.partner_membership,
        told=told_now,
        # What is told above is not told twice.
        next=following if following and following.ritual not in [each.ritual for each in told_now] else None,
        waiting=[*found[: MOST - bool(note) - len(told_now)], *([suggestion] if suggestion else [])],
        arrival=None if note else arrival(request),
        has_rung=any(ritual.is_checkin and should_have_rung(ritual, request.person) for ritual in rituals),
    )


def told_times(rituals: list[Ritual], request: CoupleRequest) -> Iterator[Told]:
    """What the other one chose for both."""
    other = request.partner_membership
    return told(rituals, request.membership, other) if other else iter(())


def tonight(request: CoupleRequest, both: list[CheckIn]) -> dict[str, Any]:
    """Where this evening stands for this person; of the other's, nothing until both are open."""
    mine = next((checkin for checkin in both if checkin.author_id == request.person.pk), None)
    cards = []
    if mine is None:
        stands = "new"
    elif mine.opened_at:
        stands = "opened"
        cards = side_by_side(request.people, both, today=clock.today(request.person))
    elif mine.passed_at:
        stands = "passed"
    else:
        stands = "waiting" if mine.sealed_at else "draft"
    return {"tonight": stands, "cards": cards}


def greeting(hour: int, name: str) -> str:
    """By this person's own clock. The small hours still belong to the evening before."""
    if 5 <= hour < 12:
        return _("Good morning, %(name)s.") % {"name": name}
    if 12 <= hour < 18:
        return _("Hello, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}


@require_http_methods(["GET", "POST"])
@person_required
def begin(request: PersonRequest) -> HttpResponse:
    """The first page of somebody who comes without an invitation. It leads on to inviting, if there is somebody to."""
    if attach_couple(request):
        return see_other("today:home")
    was_in_one = Membership.objects.past().filter(person=request.person).exists()
    data = request.POST if request.method == "POST" else None
    form, agreement = (BeginAfterForm if was_in_one else BeginForm)(data), AgreementForm(data, person=request.person)
    if data is None or not (form.is_valid() and agreement.is_valid()):
        return swap(request, "journal/today/begin.html", form=form, agreement=agreement)
    said = form.cleaned_data
    consent.agree(request.person, version=agreement.version)
    thanks.begin(by=request.person, called=said["called"] or _("someone"), text=said["text"])
    return see_other("space:invitation" if said["called"] else "today:home")


def alone(request: CoupleRequest) -> HttpResponse:
    """Before the other one is here: the first note, then the invitation, then whatever they like."""
    name, agreement = request.couple.called, AgreementForm(person=request.person)
    notes = Appreciation.objects.for_couple(request.couple).by(request.person).order_by("opened_at", "created_at")
    note = notes.first()
    if note is None or note.is_draft:
        form = FirstNoteForm(partner=name, initial={"text": note.text if note else ""})
        return swap(request, "journal/today/alone.html", form=form, name=name, agreement=agreement)
    sent = Invitation.objects.for_couple(request.couple).sent().first()
    expired = bool(sent and sent.expires_at <= clock.now())
    page = "journal/today/before.html#before"
    return swap(request, page, name=name, note=note, sent=sent, expired=expired, agreement=agreement)


@require_GET
@couple_required
def together(request: CoupleRequest) -> HttpResponse:
    return swap(request, "journal/today/together.html", rows=practices.rows(Place.TOGETHER))


@require_GET
@couple_required
def talk(request: CoupleRequest) -> HttpResponse:
    return swap(request, "journal/today/talk.html", rows=practices.rows(Place.TALK))
