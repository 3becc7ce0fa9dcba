from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.http import require_GET, require_POST

from couples.access import CoupleRequest, couple_required, name_of_other
from couples.drafts.merging import Unseen, both
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from journal.listening import services, sources
from journal.listening.conversation import Conversation, conversation
from journal.listening.followups import FOLLOWUPS
from journal.listening.forms import TurnForm
from journal.listening.services import MovedOn, NotTheirs
from journal.listening.sources import Shared
from journal.listening.steps import Step
from journal.listening.waiting import listed

PAGE = "journal/listening/page.html"


@require_GET
@couple_required
def index(request: CoupleRequest) -> HttpResponse:
    found = listed(request.couple, request.person, name_of_other(request), request.GET.get("month", ""))
    return swap(request, "journal/listening/list.html", **found)


@require_GET
@couple_required
def page(request: CoupleRequest, kind: str, id: UUID) -> HttpResponse:
    shared = shared_thing(request, kind, id)
    return back_to(shared) if sources.host(kind) else hearing_page(request, shared)


@require_POST
@couple_required
def draft(request: CoupleRequest, kind: str, id: UUID, step: str) -> HttpResponse:
    """Autosave. 204 says it is safe; nothing on the page changes."""
    shared, wanted = shared_thing(request, kind, id), known_step(step)
    form = TurnForm(request.POST, step=wanted, for_draft=True)
    if wanted is Step.YES or not form.is_valid():
        return HttpResponse(status=UNPROCESSABLE)
    with_them = two(request, shared)
    try:
        seen, base = form.cleaned_data["seen"], form.typed_on
        kept = services.keep_draft(shared, with_them, step=wanted, text=form.words, seen=seen, base=base)
    except NotTheirs:
        raise Http404 from None
    return form.answer({"text": kept}, given=False)


@require_POST
@couple_required
def saying(request: CoupleRequest, kind: str, id: UUID, step: str) -> HttpResponse:
    shared, wanted = shared_thing(request, kind, id), known_step(step)
    name = name_of_whom(request, lent=is_together(request.POST))
    form = TurnForm(request.POST, step=wanted, name=name, short=bool(sources.host(kind)))
    if not form.is_valid():
        return hearing_page(request, shared, form)
    given = {name: form.cleaned_data[name] for name in ("seen", "together")} | {"base": form.typed_on}
    with_them = two(request, shared)
    try:
        services.say(shared, with_them, step=wanted, text=form.words, **given)
    except NotTheirs:
        raise Http404 from None
    except Unseen as unseen:
        form.show_again(unseen)
        return hearing_page(request, shared, form)
    except MovedOn:
        return hearing_page(request, shared, form, status=CONFLICT)
    return back_to(shared)


@require_POST
@couple_required
def rest(request: CoupleRequest, kind: str, id: UUID) -> HttpResponse:
    return act(request, services.stop, kind, id)


@require_POST
@couple_required
def taking_up(request: CoupleRequest, kind: str, id: UUID) -> HttpResponse:
    return act(request, services.take_up, kind, id)


@require_POST
@couple_required
def aside(request: CoupleRequest, kind: str, id: UUID) -> HttpResponse:
    act(request, services.put_aside, kind, id)
    return see_other("today:home")


def act(request: CoupleRequest, service: Any, kind: str, id: UUID) -> HttpResponse:
    shared = shared_thing(request, kind, id)
    try:
        service(shared, two(request, shared))
    except NotTheirs:
        raise Http404 from None
    return back_to(shared)


def back_to(shared: Shared) -> HttpResponse:
    """To the page that shows this hearing."""
    return see_other(shared.url) if sources.host(shared.kind) else see_other("listening:page", shared.kind, shared.id)


def hearing_page(
    request: CoupleRequest, shared: Shared, sent: TurnForm | None = None, *, status: int | None = None
) -> HttpResponse:
    """The page, as long as whoever wrote the thing is here.

    Words that were `sent` and not taken are in its form, or beside it when their time is over.
    """
    if shared.author_id not in {request.person.pk, request.partner and request.partner.pk}:
        raise Http404
    if hosting := sources.host(shared.kind):
        return hosting.page(request, shared, sent, status)
    now = conversation(request, shared, lent=is_together(request.POST) or is_together(request.GET))
    form = words_form(request, now, sent, status)
    late = sent.words if sent and status == CONFLICT and (form is None or form.step is not sent.step) else ""
    return swap(
        request,
        f"{PAGE}#hearing",
        status=status or (UNPROCESSABLE if sent else None),
        shared=shared,
        now=now,
        form=form,
        asking=form is not None and form.step is Step.QUESTION,
        followups=FOLLOWUPS,
        kept=now.kept(besides=form.step if form else None),
        moved_on=str(MovedOn()) if status == CONFLICT else "",
        late=late,
    )


def is_together(sent: QueryDict) -> bool:
    """Whether the other one has this phone, side by side. A form that says no says so in words."""
    return sent.get("together", "") in {"1", "True"}


def name_of_whom(request: CoupleRequest, *, lent: bool) -> str:
    """Whom the one who has the phone listens to."""
    return request.person.name if lent else name_of_other(request)


def words_form(
    request: CoupleRequest, now: Conversation, sent: TurnForm | None, status: int | None, *, short: bool = False
) -> TurnForm | None:
    """The one form for words this page has: the refused one as it was sent, or the one that comes next."""
    if sent and sent.errors and sent.step is not Step.YES:
        return sent
    ask = request.GET.get("ask")
    step = now.next_step(asking=ask is not None)
    text = str(FOLLOWUPS.get(ask or "", ""))
    if sent and status == CONFLICT and sent.step in now.open and sent.step is not Step.YES:
        step, text = sent.step, sent.words
    if step is None:
        return None
    draft = now.drafts.get(step, "")
    # Borrowed words come beside what was begun already.
    initial = {"text": both("", draft, text), "seen": now.seen, "together": now.lent}
    name = name_of_whom(request, lent=now.lent)
    return TurnForm(step=step, name=name, short=short, initial=initial, kept={"text": draft})


def shared_thing(request: CoupleRequest, kind: str, id: UUID) -> Shared:
    found = sources.find(request.couple, kind, id)
    if found is None:
        raise Http404
    return found


def two(request: CoupleRequest, shared: Shared) -> services.Pair:
    try:
        return services.pair(shared, request.person, request.partner)
    except NotTheirs:
        raise Http404 from None


def known_step(step: str) -> Step:
    try:
        return Step(step)
    except ValueError:
        raise Http404 from None
