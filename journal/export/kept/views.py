"""One's words here, to read and to erase: all that is one's own where one is now, and all that one keeps of a couple
that is closed. What is shown of the latter is what one could take along of it.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from couples.access import PersonRequest, attach_couple, person_required
from couples.htmx import see_other, swap
from couples.space.models import Membership
from journal.erasing.services import just_erased
from journal.export.records import Reader, kinds, readable, some

A_PAGE = 30


@require_GET
@person_required
def every(request: PersonRequest) -> HttpResponse:
    """One line for each couple they were in, the last one first."""
    attach_couple(request)
    past = list(Membership.objects.past().filter(person=request.person))
    if not past:
        return see_other("today:home")
    couples = [each.couple_id for each in past]
    others = Membership.objects.filter(couple__in=couples).exclude(person=request.person).select_related("person")
    names = {each.couple_id: each.name for each in others}
    return swap(request, "journal/export/kept/list.html", spaces=[(each, names.get(each.couple_id)) for each in past])


@require_GET
@person_required
def space(request: PersonRequest, id: UUID) -> HttpResponse:
    """What there is to read, practice by practice. Nothing is counted."""
    mine, members, reader = _of(request, id)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for practice, words in kinds():
        if readable(words, reader).exists():
            found.setdefault(str(practice.title), []).append((practice.key, words.key, str(words.label)))
    page = "journal/export/kept/space.html"
    return swap(request, page, space=mine, here=reader.own_only, other=_other(members, mine), found=found)


@require_GET
@person_required
def words(request: PersonRequest, id: UUID, practice: str, kind: str) -> HttpResponse:
    """One kind of what was written there, in the order of time, some at once."""
    mine, members, reader = _of(request, id)
    of, shown = next(((of, each) for of, each in kinds() if (of.key, each.key) == (practice, kind)), (None, None))
    if of is None or shown is None or (reader.own_only and not shown.by):
        raise Http404
    start = _number(request.GET.get("from", ""))
    found = some(shown, reader, start, start + A_PAGE + 1)
    by = {reader.names[each.person_id]: each for each in members}
    return swap(
        request,
        "journal/export/kept/words.html",
        space=mine,
        here=reader.own_only,
        practice=of,
        shown=shown,
        just=just_erased(request.GET.get("erased", ""), mine.couple, by=request.person),
        records=[(each, by.get(each.by)) for each in found[:A_PAGE]],
        start=start,
        earlier=max(start - A_PAGE, 0) if start else None,
        later=start + A_PAGE if len(found) > A_PAGE else None,
    )


def _of(request: PersonRequest, id: UUID) -> tuple[Membership, list[Membership], Reader]:
    """Somebody else's couple is not found. Where somebody is now, the list is of their own words alone."""
    attach_couple(request)
    members = list(Membership.objects.filter(couple=id).select_related("person", "couple"))
    mine = next((each for each in members if each.person_id == request.person.pk), None)
    if mine is None:
        raise Http404
    return mine, members, Reader.of(mine.couple, request.person, own_only=mine.left_at is None)


def _other(members: list[Membership], mine: Membership) -> str:
    return next((each.name for each in members if each.pk != mine.pk), "")


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
