from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from couples.access import CoupleRequest, couple_required
from couples.htmx import UNPROCESSABLE, see_other, swap
from journal.agreements.errors import AgreementError, AlreadySettled, WordsMoved
from journal.agreements.models import MOST_CHARACTERS, Choice, Overlap
from journal.agreements.writing.answers import after, draft_page, place_of, refused
from journal.agreements.writing.forms import ChoiceForm
from journal.agreements.writing.overlaps import settle
from journal.agreements.writing.questions import questions
from journal.agreements.writing.trouble import Trouble, trouble_with


@require_http_methods(["GET", "POST"])
@couple_required
def overlap(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Both changed the same words: the two wordings, and four ways on."""
    found = get_object_or_404(Overlap.objects.for_couple(request.couple).select_related("line__couple"), pk=id)
    if request.method != "POST":
        return _question(request, found)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _question(request, found, Trouble(_("Choose one of the four."), words=form.words, overlap=found.pk))
    choice = Choice(form.cleaned_data["choice"])
    seen = form.cleaned_data["seen_rev"]
    try:
        saved = settle(found, by=request.person, choice=choice, seen_rev=seen, text=form.cleaned_data["text"])
    except AlreadySettled as error:
        messages.info(request, str(error))
        return draft_page(request, then=place_of(found.line))
    except (AgreementError, WordsMoved) as error:
        return _question(request, found, trouble_with(error, words=form.words, overlap=found.pk))
    return draft_page(request, then=after(request, found.line, saved), written=found.line_id)


def _question(request: CoupleRequest, found: Overlap, trouble: Trouble | None = None) -> HttpResponse:
    if trouble and request.htmx:
        return refused(request, trouble)
    asked = questions(request, [found.line], trouble).get(found.line_id, [])
    question = next((each for each in asked if each.overlap == found), None)
    if question is None:
        return see_other(place_of(found.line))
    status = UNPROCESSABLE if trouble else 200
    shown = {"question": question, "most": MOST_CHARACTERS}
    return swap(request, "journal/agreements/writing/overlap.html", status=status, **shown)
