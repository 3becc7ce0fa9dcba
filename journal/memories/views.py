from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples import clock, rate_limits
from couples.access import CoupleRequest, couple_required, member, new_id, own_id
from couples.drafts.merging import Unseen
from couples.htmx import CONFLICT, see_other, swap
from couples.newest import NAMED, newest
from journal.memories import services
from journal.memories.export import picture_of
from journal.memories.forms import MemoryForm
from journal.memories.models import Memory, MemoryQuerySet

COMPOSER = "journal/memories/edit.html"
A_PAGE = 20
#: Each photograph may be ten seconds of work (decoder.py).
RATES = "30/h/key"


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """One's drafts, and what both remember, the latest first."""
    every = Memory.objects.for_couple(request.couple)
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    found = list(every.opened().with_photographs().latest_first()[start : start + A_PAGE + 1])
    return swap(
        request,
        "journal/memories/home.html",
        drafts=newest(own(request).drafts().order_by("-created_at"), NAMED, whole="drafts" in request.GET),
        memories=[(member(request, each.author_id), each, picture_of(each)) for each in found[:A_PAGE]],
        later=max(start - A_PAGE, 0) if start else None,
        earlier=start + A_PAGE if len(found) > A_PAGE else None,
    )


@require_GET
@couple_required
def memory(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One of them by itself. Its author may change it."""
    shown = get_object_or_404(Memory.objects.for_couple(request.couple).opened().with_photographs(), pk=id)
    by = member(request, shown.author_id)
    return swap(request, "journal/memories/memory.html", memory=shown, by=by, picture=picture_of(shown))


@require_GET
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    """An empty page with an id of its own, so that autosave and saving speak of one memory. Nothing is stored."""
    return composer_page(request, form_for(request, {"id": new_id(request)}))


@require_GET
@couple_required
def edit(request: CoupleRequest, id: UUID) -> HttpResponse:
    """A draft, to carry on with, or what both can read, to change it."""
    mine = get_object_or_404(own(request).not_erased(), pk=id)
    return composer_page(request, form_for(request, mine.words | {"id": mine.pk}))


def form_for(request: CoupleRequest, initial: Mapping[str, Any], **more: Any) -> MemoryForm:
    return MemoryForm(initial=initial, today=clock.today(request.person), **more)


def composer_page(
    request: CoupleRequest, form: MemoryForm, *, notice: str = "", status: int | None = None
) -> HttpResponse:
    id = id_of(request, form)
    mine = own(request).not_erased().with_photographs().filter(pk=id).first()
    picture = picture_of(mine) if mine else None
    if picture:
        form.fields["photograph"].label = _("Another photograph in its place")
    return swap(request, COMPOSER, status=status, id=id, form=form, mine=mine, picture=picture, notice=notice)


def anew(request: CoupleRequest, form: MemoryForm, notice: str) -> HttpResponse:
    """Opens a new page with the words of an old one whose memory was saved with other words. They are not lost."""
    fresh = form_for(request, form.values() | {"id": new_id(request)}, kept={})
    return composer_page(request, fresh, notice=notice, status=CONFLICT)


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave, of the words alone (204)."""
    id = own_id(request, id, own(request))
    form = MemoryForm(with_id(request, id), today=clock.today(request.person), for_draft=True)
    if not form.is_valid():
        return composer_page(request, form)
    words, base = form.values(), form.typed_on
    try:
        memory = services.keep_draft(request.couple, by=request.person, id=id, words=words, base=base)
    except services.AlreadySaved as late:
        return anew(request, form, str(late))
    return form.answer(memory.words, given=not memory.is_draft)


@require_POST
@couple_required
def saving(request: CoupleRequest) -> HttpResponse:
    """For both, from now on, or for oneself (`keep`), with the photograph that was chosen."""
    if request.FILES:
        rate_limits.take_or_refuse(request, "photographs", rates=RATES, key=str(request.person.pk))
    keeps = "keep" in request.POST
    form = MemoryForm(request.POST, request.FILES, today=clock.today(request.person), for_draft=keeps)
    if not form.is_valid():
        return composer_page(request, form)
    id = own_id(request, form.cleaned_data["id"], own(request))
    said: Any = {"words": form.values(), "base": form.typed_on, "photo": form.cleaned_data["photograph"]}
    try:
        (services.keep_draft if keeps else services.save)(request.couple, by=request.person, id=id, **said)
    except services.AlreadySaved as late:
        return anew(request, form, str(late))
    except Unseen as unseen:
        form.show_again(unseen)
        form.ask_again()
        return composer_page(request, form)
    if not keeps:
        return see_other("memories:memory", id)
    messages.success(request, _("Saved. Only you can see it."))
    return see_other("memories:home")


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.discard(get_object_or_404(own(request).drafts(), pk=id))
    messages.success(request, _("Draft deleted."))
    return see_other("memories:home")


def id_of(request: CoupleRequest, form: MemoryForm) -> UUID:
    """Of the memory the form is about, whatever was sent."""
    try:
        return own_id(request, UUID(str(form["id"].value())), own(request))
    except ValueError:
        return new_id(request)


def with_id(request: CoupleRequest, id: UUID) -> QueryDict:
    sent = request.POST.copy()
    sent["id"] = str(id)
    return sent


def own(request: CoupleRequest) -> MemoryQuerySet:
    return Memory.objects.for_couple(request.couple).by(request.person)
