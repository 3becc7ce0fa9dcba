"""What the two noticed, added, changed and taken away by whoever wrote it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, own_id
from couples.drafts.merging import Unseen
from couples.htmx import swap
from rituals.noticed import services as noticing
from rituals.noticed.forms import NoticedForm, RewordForm
from rituals.noticed.models import Noticed, NoticedQuerySet
from rituals.views import back_to, living, ritual_page


@require_POST
@couple_required
def note(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    form = NoticedForm(request.POST)
    if not form.is_valid():
        return ritual_page(request, ritual, form=form)
    asked, on = form.cleaned_data, clock.today(request.person)
    noticing.note(ritual, by=request.person, id=own_id(request, asked["id"]), on=on, words=asked["words"])
    return back_to(ritual)


@require_http_methods(["GET", "POST"])
@couple_required
def reword(request: CoupleRequest, id: UUID) -> HttpResponse:
    noticed = get_object_or_404(own(request).kept(), pk=id)
    form = RewordForm(request.POST if request.method == "POST" else None, initial={"words": noticed.words})
    if request.method == "POST" and form.is_valid():
        try:
            noticing.reword(noticed, words=form.cleaned_data["words"], base=form.typed_on)
            messages.success(request, _("Saved."))
        except Unseen as unseen:
            form.show_again(unseen)
    then = reverse("rituals:detail", args=[noticed.ritual_id])
    return swap(request, "rituals/noticed/edit.html", then=then, form=form, noticed=noticed)


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    noticed = get_object_or_404(own(request), pk=id)
    noticing.take_away(noticed)
    return back_to(noticed.ritual)


@require_POST
@couple_required
def restoration(request: CoupleRequest, id: UUID) -> HttpResponse:
    noticed = get_object_or_404(own(request), pk=id)
    noticing.bring_back(noticed)
    return back_to(noticed.ritual)


def own(request: CoupleRequest) -> NoticedQuerySet:
    return Noticed.objects.for_couple(request.couple).by(request.person).filter(ritual__retired_at=None)
