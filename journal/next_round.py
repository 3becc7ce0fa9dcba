"""The view that begins a practice's next round for both: where we are, looking ahead."""

from typing import Protocol

from django.contrib import messages
from django.http import HttpResponse

from couples.access import CoupleRequest
from couples.htmx import see_other
from couples.space.models import Couple
from journal.rounds import NotYet, Round, number


class Begins(Protocol):
    def __call__(self, couple: Couple, *, after: int) -> Round: ...


def beginning(request: CoupleRequest, begin_again: Begins, *, then: str) -> HttpResponse:
    """`begin_again` is the practice's own service; `then` is where it leads, begun or not yet."""
    try:
        begin_again(request.couple, after=number(request.POST.get("after", "")))
    except NotYet as not_yet:
        messages.info(request, str(not_yet))
    return see_other(then)
