"""How a request about the draft is answered: what is shown after a saving, a refusal or a question."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from couples.access import CoupleRequest
from couples.htmx import UNPROCESSABLE, swap
from journal.agreements.errors import AgreementError
from journal.agreements.models import Guideline
from journal.agreements.writing.forms import LineForm
from journal.agreements.writing.lines import Saved
from journal.agreements.writing.page import context, hint_about
from journal.agreements.writing.trouble import Trouble, trouble_with

PAGE = "journal/agreements/writing/home.html"
DRAFT = f"{PAGE}#draft"


def draft_page(
    request: CoupleRequest, *, then: Any = None, written: UUID | None = None, opened: UUID | None = None
) -> HttpResponse:
    """The draft as it is now. `written` and `opened` name a line (`page.context`)."""
    return swap(request, DRAFT, then=then, **context(request, written=written, opened=opened))


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
    """Where a form without scripts leads once its line is saved."""
    if saved.overlap:
        return reverse("agreements:overlap", args=[saved.overlap.pk])
    return place_of(found, written=has_private_hint(request, saved.text), open="more" in request.POST)


def place_of(found: Guideline, **asked: bool) -> str:
    """The line on its page; what is `asked` of the page for this line goes into its query (`views.home`)."""
    query = urlencode({name: str(found.pk) for name, is_asked in asked.items() if is_asked})
    return f"{reverse('agreements:home')}{'?' if query else ''}{query}#line-{found.pk}"
