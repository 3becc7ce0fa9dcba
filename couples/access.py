"""Who may see a page. Views start from `request.couple`; what is not theirs does not exist for them (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID, uuid4

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from couples import ids
from couples.accounts.models import Person
from couples.errors import NoLongerThere
from couples.htmx import see_other
from couples.space.errors import SpaceClosed
from couples.space.models import Couple, Membership, partner_of
from couples.space.pausing.models import Holiday, Pause

P = ParamSpec("P")

#: What every request's one query brings along with the couple and its people. Floors above add theirs as they start.
_ALONG = ["couple__holiday", "person__pause"]


def bring_along(relation: str) -> None:
    """A relation of a couple that has at most one row, for what every page shows of it."""
    if relation not in _ALONG:
        _ALONG.append(relation)


class PersonRequest(HttpRequest):
    htmx: HtmxDetails
    person: Person


class CoupleRequest(PersonRequest):
    couple: Couple
    membership: Membership
    #: Oneself and the partner, if there is one, in the order of their places: the same for either reader.
    people: list[Membership]
    #: The one they are on, by this person's own calendar.
    holiday: Holiday | None
    #: One's own, if it is on: nobody else's is ever looked at.
    pause: Pause | None
    #: None while the first one is still alone.
    partner: Person | None
    partner_membership: Membership | None


def memberships_of(person: Person) -> list[Membership]:
    """The current memberships of this person's couple, their own among them, in the order of their places; empty when
    they have no couple. One query.
    """
    own = Membership.objects.current().filter(person=person).values("couple_id")
    return list(Membership.objects.current().filter(couple_id__in=own).select_related(*_ALONG).order_by("slot"))


def attach_couple(request: HttpRequest) -> bool:
    """Put couple, membership and partner on the request; False when the person has no couple. Asked once a request."""
    if hasattr(request, "couple"):
        return True
    person = request.user
    if not isinstance(person, Person):
        return False
    memberships = memberships_of(person)
    own = next((m for m in memberships if m.person_id == person.pk), None)
    if own is None:
        return False
    request = cast(CoupleRequest, request)
    request.couple, request.membership, request.people = own.couple, own, memberships
    holiday: Holiday | None = getattr(own.couple, "holiday", None)
    request.holiday = holiday if holiday and holiday.is_on_for(person) else None
    pause: Pause | None = getattr(own.person, "pause", None)
    request.pause = pause if pause and pause.is_on else None
    request.partner = partner_of(person, memberships)
    request.partner_membership = next((m for m in memberships if m.pk != own.pk), None)
    return True


def with_couple(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that need no couple, and stand among the five places for whoever has one."""

    @wraps(view)
    def attached(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        attach_couple(request)
        return view(request, *args, **kwargs)

    return attached


def person_required(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Signed in. A session exists only after the address was verified, so this is S6 too."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = cast(PersonRequest, request)
        if not isinstance(request.user, Person):
            # A fragment of a page is no place for the sign-in form: htmx is told to go there whole.
            return HttpResponseClientRedirect(reverse("account_login")) if request.htmx else sign_in_first(request)
        request.person = request.user
        return view(request, *args, **kwargs)

    return guarded


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Leads to sign-in, and back to the page afterwards. A change that was being sent leads back to Today instead: its
    address takes no GET.
    """
    back = request.get_full_path() if request.method == "GET" else reverse("today:home")
    return see_other(redirect_to_login(back).url)


def couple_required(
    view: Callable[Concatenate[CoupleRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Signed in and in a couple, perhaps still alone in it. Others are led to where they are, also when
    one of the two leaves while the view is at work: nothing is written then. Nor is it where what they ask for was
    erased meanwhile: then it is not found.
    """

    @wraps(view)
    @person_required
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not attach_couple(request):
            return without_a_couple(request)
        try:
            return view(cast(CoupleRequest, request), *args, **kwargs)
        except SpaceClosed:
            return without_a_couple(request)
        except NoLongerThere:
            raise Http404 from None

    return guarded


def without_a_couple(request: PersonRequest) -> HttpResponse:
    """Where somebody goes on who is in no couple now: to the page that says that the other one has left, to what stays
    theirs of one they were in, or to beginning.
    """
    last = Membership.objects.past().filter(person=request.person).select_related("couple").first()
    to = "kept:list" if last else "today:begin"
    if last and last.is_untold:
        to = "leaving:told"
    # A fragment of a page is no place for a whole one: htmx is told to go there.
    return HttpResponseClientRedirect(reverse(to)) if request.htmx else see_other(to)


def member(request: CoupleRequest, person_id: UUID | None) -> Membership | None:
    """The membership of this person in the couple; None for somebody who has left."""
    return next((each for each in request.people if each.person_id == person_id), None)


def name_of_other(request: CoupleRequest) -> str:
    """What the first one calls them, until they are here."""
    return request.partner.name if request.partner else request.couple.called


def new_id(request: CoupleRequest) -> UUID:
    """For what a page is about to make, so that sending it twice makes one."""
    return ids.bound(uuid4(), request.person, request.couple)


def own_id(request: CoupleRequest, id: UUID, mine: QuerySet[Any] | None = None) -> UUID:
    """The id under which this person keeps what a page calls `id`.

    It follows from the page's id, the person and the couple, so no other row can have it. Somebody else's id counts as
    a free one (S14). Rows of `mine` from before ids were made this way keep theirs.
    """
    bound = ids.bound(id, request.person, request.couple)
    return id if id != bound and mine is not None and mine.filter(pk=id).exists() else bound
