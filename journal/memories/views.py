from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, member, new_id, own_id
from couples.drafts.merging import Unseen
from couples.htmx import CONFLICT, see_other, swap
from couples.newest import NAMED, newest
from journal.memories import services
from journal.memories.forms import MemoryForm
from journal.memories.models import Memory, MemoryQuerySet

COMPOSER = "journal/memories/edit.html"
A_PAGE = 20


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """One's drafts, and what both remember, the latest first."""
    every = Memory.objects.for_couple(request.couple)
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    found = list(every.opened().latest_first()[start : start + A_PAGE + 1])
    return swap(
        request,
        "journal/memories/home.html",
        drafts=newest(own(request).drafts().order_by("-created_at"), NAMED, whole="drafts" in request.GET),
        memories=[(member(request, memory.author_id), memory) for memory in found[:A_PAGE]],
        later=max(start - A_PAGE, 0) if start else None,
        earlier=start + A_PAGE if len(found) > A_PAGE else None,
    )


@require_GET
@couple_required
def memory(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One of them by itself. Its author may change it."""
    shown = get_object_or_404(Memory.objects.for_couple(request.couple).opened(), pk=id)
    by = member(request, shown.author_id)
    return swap(request, "journal/memories/memory.html", memory=shown, by=by)


@require_GET
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    """An empty page with an id of its own, so that autosave and saving speak of one memory. Nothing is stored."""
    return composer_page(request, new_id(request), MemoryForm(today=clock.today(request.person)))


@require_GET
@couple_required
def edit(request: CoupleRequest, id: UUID) -> HttpResponse:
    """A draft, to carry on with, or what both can read, to change it."""
    mine = get_object_or_404(own(request).not_erased(), pk=id)
    form = MemoryForm(initial=mine.words, today=clock.today(request.person))
    return composer_page(request, id, form, mine=mine)


def composer_page(
    request: CoupleRequest,
    id: UUID,
    form: MemoryForm,
    *,
    mine: Memory | None = None,
    notice: str = "",
    status: int | None = None,
) -> HttpResponse:
    return swap(request, COMPOSER, status=status, id=id, form=form, mine=mine, notice=notice)


def anew(request: CoupleRequest, form: MemoryForm, notice: str) -> HttpResponse:
    """Opens a new page with the words of an old one whose memory was saved with other words. They are not lost."""
    fresh = MemoryForm(initial=form.values(), kept={}, today=form.today)
    return composer_page(request, new_id(request), fresh, notice=notice, status=CONFLICT)


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave (204), or “keep it for myself” without JavaScript."""
    id = own_id(request, id, own(request))
    form = MemoryForm(request.POST, today=clock.today(request.person), for_draft=True)
    if not form.is_valid():
        return composer_page(request, id, form, mine=own(request).drafts().filter(pk=id).first())
    words, base = form.values(), form.typed_on
    try:
        memory = services.keep_draft(request.couple, by=request.person, id=id, words=words, base=base)
    except services.AlreadySaved as late:
        return anew(request, form, str(late))
    if "keep" not in request.POST:
        return form.answer(memory.words, given=not memory.is_draft)
    messages.success(request, _("Saved. Only you can see it."))
    return see_other("memories:home")


@require_POST
@couple_required
def saving(request: CoupleRequest, id: UUID) -> HttpResponse:
    """For both, from now on."""
    id = own_id(request, id, own(request))
    form = MemoryForm(request.POST, today=clock.today(request.person))
    mine = own(request).not_erased().filter(pk=id).first()
    if not form.is_valid():
        return composer_page(request, id, form, mine=mine)
    try:
        services.save(request.couple, by=request.person, id=id, words=form.values(), base=form.typed_on)
    except services.AlreadySaved as late:
        return anew(request, form, str(late))
    except Unseen as unseen:
        form.show_again(unseen)
        return composer_page(request, id, form, mine=mine)
    return see_other("memories:memory", id)


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.discard(get_object_or_404(own(request).drafts(), pk=id))
    messages.success(request, _("Draft deleted."))
    return see_other("memories:home")


def own(request: CoupleRequest) -> MemoryQuerySet:
    return Memory.objects.for_couple(request.couple).by(request.person)
