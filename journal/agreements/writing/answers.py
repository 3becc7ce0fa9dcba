"""How a request about the draft is answered: what is shown after a saving, a refusal or a question."""

from django.http import HttpResponse
from django.urls import reverse

from couples.access import CoupleRequest
from couples.htmx import UNPROCESSABLE, swap
from journal.agreements.errors import AgreementError
from journal.agreements.models import Guideline
from journal.agreements.writing.forms import LineForm
from journal.agreements.writing.lines import Saved
from journal.agreements.writing.page import Trouble, context, hint_about, trouble_with

PAGE = "journal/agreements/writing/home.html"
DRAFT = f"{PAGE}#draft"


def refused(request: CoupleRequest, trouble: Trouble) -> HttpResponse:
    return swap(request, DRAFT, status=UNPROCESSABLE, **context(request, trouble))


def trouble_on(request: CoupleRequest, found: Guideline, error: AgreementError) -> Trouble:
    form = LineForm(request.POST)
    base = form.cleaned_data.get("base_rev") if form.is_valid() else found.rev
    return trouble_with(error, words=form.words, line=found.pk, base_rev=base)


def has_private_hint(request: CoupleRequest, text: str) -> bool:
    """Whether whoever wrote this is told something that is not on the page anyway."""
    hint = hint_about(request, text, writing=True)
    return hint is not None and not hint.safety


def after(request: CoupleRequest, found: Guideline, saved: Saved) -> str:
    if saved.overlap:
        return reverse("agreements:overlap", args=[saved.overlap.pk])
    return place_of(found, has_private_hint(request, saved.text))


def place_of(found: Guideline, hinted: bool = False) -> str:
    asked = f"?written={found.pk}" if hinted else ""
    return f"{reverse('agreements:home')}{asked}#line-{found.pk}"
