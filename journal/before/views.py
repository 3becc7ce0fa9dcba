"""From before: what each of the two would have come along, and what both chose, to read."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples.access import CoupleRequest, couple_required
from couples.accounts.models import Person
from couples.errors import Refused
from couples.htmx import see_other, swap
from couples.space.models import Couple
from journal.before import services
from journal.before.services import Before
from journal.practices import PRACTICES

PAGE = "journal/before/home.html"
A_PAGE = 30


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """Every couple of these two with its practices. Nobody else has such a page."""
    found = services.chosen(request.couple, request.person, request.partner)
    if not found or request.partner is None:
        raise Http404
    spaces = [
        (each, [(practice, *_of(each, practice.key)) for practice in practices])
        for each in found
        if (practices := services.offered(each.couple, request.person, request.partner))
    ]
    opened = [(each, practice) for each, practices in spaces for practice, _mine, both in practices if both]
    return swap(request, PAGE, spaces=spaces, opened=opened, several=len(spaces) > 1)


def _of(before: Before, practice: str) -> tuple[bool, bool]:
    return practice in before.mine, practice in before.both


@require_POST
@couple_required
def later(request: CoupleRequest) -> HttpResponse:
    """They know, and Today need not say it again."""
    before_of(request)
    services.hear(request.couple, by=request.person, other=partner_of(request))
    return see_other("today:home")


@require_POST
@couple_required
def choice(request: CoupleRequest, before: UUID, practice: str) -> HttpResponse:
    """One practice, yes or not any more. Saying the same twice changes nothing."""
    couple = before_of(request, before)[0].couple
    if practice not in {each.key for each in services.offered(couple, request.person, partner_of(request))}:
        raise Http404
    say = services.bring if request.POST.get("along") == "yes" else services.leave_it
    say(request.couple, by=request.person, before=couple, practice=practice)
    return see_other("before:home")


@require_GET
@couple_required
def practice(request: CoupleRequest, before: UUID, practice: str) -> HttpResponse:
    """What there is of one practice that both brought along."""
    couple, other = both_brought(request, before, practice), partner_of(request)
    shown = [
        words
        for words in services.kinds_of(practice)
        if services.open_to_both(words, couple, request.person, other).exists()
    ]
    title = next(each.title for each in PRACTICES if each.key == practice)
    version = services.last_signed(couple) if practice == services.GUIDELINES else None
    return swap(
        request, "journal/before/practice.html", before=couple, practice=practice, title=title, shown=shown,
        version=version,
    )  # fmt: skip


@require_GET
@couple_required
def words(request: CoupleRequest, before: UUID, practice: str, kind: str) -> HttpResponse:
    """One kind of it, in the order of time, some at once."""
    couple = both_brought(request, before, practice)
    shown = next((each for each in services.kinds_of(practice) if each.key == kind), None)
    if shown is None:
        raise Http404
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    found = services.read(shown, couple, request.person, partner_of(request), start, start + A_PAGE + 1)
    by = {"you": request.membership, "other": request.partner_membership}
    return swap(
        request,
        "journal/before/words.html",
        before=couple,
        practice=practice,
        shown=shown,
        records=[(each, by.get(each.by)) for each in found[:A_PAGE]],
        earlier=max(start - A_PAGE, 0) if start else None,
        later=start + A_PAGE if len(found) > A_PAGE else None,
    )


@require_POST
@couple_required
def guidelines(request: CoupleRequest, before: UUID) -> HttpResponse:
    """The last ones both had signed, as first lines of the new draft."""
    version = services.last_signed(both_brought(request, before, services.GUIDELINES))
    if version is None:
        raise Http404
    try:
        services.begin_with(version, couple=request.couple, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They are in your draft now. Nothing is signed."))
    return see_other("agreements:home")


def before_of(request: CoupleRequest, before: UUID | None = None) -> list[Before]:
    """The couples of these two, or that one. Whatever else was somebody's couple is not found (S12)."""
    found = services.chosen(request.couple, request.person, request.partner)
    named = [each for each in found if before in {None, each.couple.pk}]
    if not named:
        raise Http404
    return named


def both_brought(request: CoupleRequest, before: UUID, practice: str) -> Couple:
    """What only one of the two chose is not found, as what nobody chose is not."""
    (found,) = before_of(request, before)
    if practice not in found.both:
        raise Http404
    return found.couple


def partner_of(request: CoupleRequest) -> Person:
    if request.partner is None:
        raise Http404
    return request.partner
