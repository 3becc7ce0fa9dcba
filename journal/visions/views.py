from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, name_of_other, new_id, own_id
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from couples.newest import NAMED, newest
from journal import next_round
from journal.visions import pages, services
from journal.visions.areas import horizons
from journal.visions.forms import HopeForm, initial, stored
from journal.visions.models import Hope, HopeQuerySet, Match, Step, Vision
from journal.visions.services import VisionError
from journal.visions.step_views import opened_vision


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    vision = services.current(request.couple)
    readable = pages.readable(vision, request.person) if vision else []
    hopes = [hope for hope in readable if hope.author_id == request.person.pk]
    opened = [hope for hope in readable if hope.is_open]
    if vision and (any(hope.is_open for hope in hopes) or (opened and not hopes)):
        return opened_page(request, vision, opened)
    away = mine(request).filter(vision=vision).exclude(removed_at=None) if vision else None
    return swap(
        request,
        "journal/visions/home.html#hopes",
        groups=[
            (title, [hope for hope in hopes if hope.horizon == years])
            for years, title in horizons(hope.horizon for hope in hopes)
        ],
        begun=bool(hopes),
        sealed=bool(hopes) and all(hope.sealed_at for hope in hopes),
        removed=away.order_by("-removed_at").first() if away is not None else None,
        several=bool(vision and vision.number > 1),
    )


def opened_page(request: CoupleRequest, vision: Vision, hopes: list[Hope]) -> HttpResponse:
    """The first of everything; `?all` shows the rest."""
    coming = Step.objects.for_couple(request.couple).filter(vision=vision, removed_at=None)
    coming = coming.filter(on__gte=clock.today(request.person)).order_by("on", "made_at")
    return swap(
        request,
        "journal/visions/opened.html#opening",
        vision=vision,
        opening=pages.opening(
            vision,
            hopes,
            request.people,
            reader=request.person,
            name=name_of_other(request),
            whole="all" in request.GET,
        ),
        steps=newest(coming, NAMED),
    )


@require_GET
@couple_required
def by_hand(request: CoupleRequest) -> HttpResponse:
    """Two hopes that no word gave away, put together by the two."""
    vision = opened_vision(request)
    hopes = [hope for hope in pages.readable(vision, request.person) if hope.is_open and not hope.erased_at]
    mine = [hope for hope in hopes if hope.author_id == request.person.pk]
    theirs = [hope for hope in hopes if hope.author_id != request.person.pk]
    return swap(request, "journal/visions/by_hand.html", mine=mine, theirs=theirs, name=name_of_other(request))


@require_http_methods(["GET", "POST"])
@couple_required
def hope(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One hope, new or begun. The address carries its id, so that sending it twice is one."""
    id = own_id(request, id, mine(request))
    begun = mine(request).filter(pk=id).first()
    sent = request.POST if request.method == "POST" else None
    form = HopeForm(sent, initial=initial(begun), name=name_of_other(request))
    if sent is not None and form.is_valid():
        try:
            services.keep(request.couple, by=request.person, id=id, values=form.values(), base=form.typed_on)
            messages.success(request, _("Saved. Only you can see it until you have both sealed your hopes."))
        except VisionError as error:
            form.add_error(None, str(error))
    return swap(request, "journal/visions/hope.html", then="visions:home", form=form, id=id, hope=begun)


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave. 204 says it is safe; nothing on the page changes."""
    id = own_id(request, id, mine(request))
    form = HopeForm(request.POST, name=name_of_other(request), for_draft=True)
    if not form.is_valid():
        return HttpResponse(status=UNPROCESSABLE)
    try:
        kept: dict[str, Any] = {"values": form.values(), "base": form.typed_on}
        hope = services.keep(request.couple, by=request.person, id=id, back=False, **kept)
    except VisionError:
        return HttpResponse(status=CONFLICT)
    return form.answer(stored(hope), given=False)


@require_GET
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    return see_other("visions:hope", new_id(request))


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    return carried_out(request, lambda: services.remove(get_object_or_404(mine(request), pk=id)))


@require_POST
@couple_required
def restoration(request: CoupleRequest, id: UUID) -> HttpResponse:
    return carried_out(request, lambda: services.bring_back(get_object_or_404(mine(request), pk=id)))


@require_POST
@couple_required
def seal(request: CoupleRequest) -> HttpResponse:
    return carried_out(request, lambda: services.seal(request.couple, by=request.person))


@require_POST
@couple_required
def retraction(request: CoupleRequest) -> HttpResponse:
    return carried_out(request, lambda: services.retract(request.couple, by=request.person))


@require_POST
@couple_required
def beginning(request: CoupleRequest) -> HttpResponse:
    return next_round.beginning(request, services.begin_again, then="visions:home")


@require_POST
@couple_required
def pair(request: CoupleRequest) -> HttpResponse:
    """Two hopes, one of each person, said to belong together."""
    readable = Hope.objects.for_couple(request.couple).not_removed().not_erased().opened()
    one, other = (get_object_or_404(readable, pk=known_id(request.POST.get(name))) for name in ("one", "other"))
    kind = request.POST.get("kind")
    if kind in Match.Kind.values and one.author_id != other.author_id and one.vision_id == other.vision_id:
        services.say_together(one, other, by=request.person, kind=str(kind))
    return back()


@require_POST
@couple_required
def parting(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.take_apart(get_object_or_404(Match.objects.for_couple(request.couple), pk=id))
    return back()


@require_GET
@couple_required
def over_time(request: CoupleRequest) -> HttpResponse:
    found = pages.over_time(request.couple, request.person, request.people)
    return swap(request, "journal/visions/over_time.html", visions=found)


def carried_out(request: CoupleRequest, act: Any) -> HttpResponse:
    """What cannot be is said kindly on the page it leads back to."""
    try:
        act()
    except VisionError as error:
        messages.info(request, str(error))
    return back()


def mine(request: CoupleRequest) -> HopeQuerySet:
    return Hope.objects.for_couple(request.couple).by(request.person)


def known_id(asked: str | None) -> UUID:
    try:
        return UUID(asked or "")
    except ValueError:
        raise Http404 from None


def back() -> HttpResponse:
    return see_other("visions:home")
