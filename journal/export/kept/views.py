"""What somebody keeps of a couple that is closed: to read here, and nothing else.

It is what they could take along (journal/export/records.py), so that there is one answer to whose words are whose.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from couples.access import PersonRequest, attach_couple, person_required
from couples.htmx import see_other, swap
from couples.space.models import Membership
from journal.export.records import Reader, kinds, some

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
        if words.rows(reader.couple, reader.person).exists():
            found.setdefault(str(practice.title), []).append((practice.key, words.key, str(words.label)))
    return swap(request, "journal/export/kept/space.html", space=mine, other=_other(members, mine), found=found)


@require_GET
@person_required
def words(request: PersonRequest, id: UUID, practice: str, kind: str) -> HttpResponse:
    """One kind of what was written there, in the order of time, some at once."""
    mine, members, reader = _of(request, id)
    shown = next((each for of, each in kinds() if (of.key, each.key) == (practice, kind)), None)
    if shown is None:
        raise Http404
    start = _number(request.GET.get("from", ""))
    found = some(shown, reader, start, start + A_PAGE + 1)
    by = {reader.names[each.person_id]: each for each in members}
    return swap(
        request,
        "journal/export/kept/words.html",
        space=mine,
        shown=shown,
        records=[(each, by.get(each.by)) for each in found[:A_PAGE]],
        earlier=max(start - A_PAGE, 0) if start else None,
        later=start + A_PAGE if len(found) > A_PAGE else None,
    )


def _of(request: PersonRequest, id: UUID) -> tuple[Membership, list[Membership], Reader]:
    """Somebody else's couple, and one's own that is not closed, are not found."""
    attach_couple(request)
    get_object_or_404(Membership.objects.past().filter(person=request.person), couple=id)
    members = list(Membership.objects.filter(couple=id).select_related("person", "couple"))
    mine = next(each for each in members if each.person_id == request.person.pk)
    return mine, members, Reader.of(mine.couple, request.person)


def _other(members: list[Membership], mine: Membership) -> str:
    return next((each.name for each in members if each.pk != mine.pk), "")


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
