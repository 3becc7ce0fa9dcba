from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, PersonRequest, attach_couple, couple_required, person_required
from couples.accounts.models import Person
from couples.accounts.signing_up import services as signing_up
from couples.accounts.signing_up.form import JoinForm
from couples.consent import services as consent
from couples.consent.forms import AgreementForm
from couples.htmx import see_other, swap
from couples.outbox import compose
from couples.space import first_note, services
from couples.space.errors import InvitationGone, SpaceError
from couples.space.forms import InvitationForm, RefusalForm
from couples.space.invited import reader
from couples.space.models import Invitation
from couples.web.language import has_chosen


@require_http_methods(["GET", "POST"])
@couple_required
def invitation(request: CoupleRequest) -> HttpResponse:
    """The inviter's page: invite, copy the link again, take it back."""
    if request.partner:
        return see_other("today:home")
    form = InvitationForm(request.POST if request.method == "POST" else None, initial={"locale": request.person.locale})
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(request.couple, by=request.person, **form.cleaned_data)
        except SpaceError as error:
            form.add_error("email", str(error))
    sent = Invitation.objects.for_couple(request.couple).sent().first()
    expired = bool(sent and sent.expires_at <= clock.now())
    return swap(
        request,
        "couples/invitation.html",
        then="space:invitation",
        form=form,
        sent=sent,
        expired=expired,
        link=_link(sent),
        mailing=sent and services.mailing(sent),
        mail=compose.outside("invitation", locale=sent.locale if sent and not expired else request.person.locale),
    )


def _link(invitation: Invitation | None) -> str:
    if invitation is None or not invitation.token:
        return ""
    return settings.PUBLIC_URL + reverse("space:welcome", args=[invitation.token])


@require_POST
@couple_required
def revocation(request: CoupleRequest) -> HttpResponse:
    for each in Invitation.objects.for_couple(request.couple).sent():
        services.revoke(each)
    messages.success(request, _("The invitation is cancelled. Its link no longer works."))
    return see_other("space:invitation")


@require_GET
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """What the invited person sees first, without an account. Reading it changes nothing (E2)."""
    try:
        found = _read(request, token)
    except InvitationGone:
        return _gone(request)
    return _invited(request, found, token)


@require_POST
def joining(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, from somebody who is not signed in. They join once they have typed the code that is mailed now.

    After a no it answers alike: whoever sent the invitation has its link, too.
    """
    try:
        found = _read(request, token)
    except InvitationGone:
        return _gone(request)
    here = reverse("space:welcome", args=[token])
    if request.user.is_authenticated:
        return see_other(here)
    form, agreement = JoinForm(request.POST), AgreementForm(request.POST)
    if not (form.is_valid() and agreement.is_valid()):
        return _invited(request, found, token, form, agreement)
    signing_up.begin(request, email=found.email, **form.cleaned_data, **agreement.cleaned_data, joins=found)
    return see_other(f"{reverse('account_email_verification_sent')}?{urlencode({'next': here})}")


def _read(request: HttpRequest, token: str) -> Invitation:
    """The invitation, in its own language for whoever is not signed in and has chosen no other. Raises InvitationGone.

    LanguageMiddleware puts the language back after this request.
    """
    found = services.find_sent(token)
    if not (request.user.is_authenticated or has_chosen(request)):
        translation.activate(found.locale)
    return found


def _invited(
    request: HttpRequest,
    invitation: Invitation,
    token: str,
    form: JoinForm | None = None,
    agreement: AgreementForm | None = None,
) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    return swap(
        request,
        "couples/welcome_invited.html",
        invitation=invitation,
        token=token,
        form=form or JoinForm(),
        agreement=agreement or AgreementForm(person=person),
        reader=reader(request, invitation),
        has_note=first_note.waits(invitation.couple),
    )


@require_POST
@person_required
def membership(request: PersonRequest, token: str) -> HttpResponse:
    """Yes, from the one it is for, signed in already. Pressed twice, it leads to the same place."""
    try:
        found = services.find_open(token)
        if not services.is_for(found, request.person):
            raise InvitationGone
        agreement = AgreementForm(request.POST, person=request.person)
        if not agreement.is_valid():
            return _invited(request, found, token, agreement=agreement)
        consent.agree(request.person, version=agreement.version)
        services.join(found, by=request.person)
    except InvitationGone:
        return see_other(first_note.PAGE) if services.has_joined(token, request.person) else _gone(request)
    except SpaceError as error:
        messages.error(request, str(error))
        return see_other("today:home")
    return see_other(first_note.PAGE)


@require_POST
def refusal(request: HttpRequest, token: str) -> HttpResponse:
    form = RefusalForm(request.POST)
    form.is_valid()
    try:
        services.decline(services.find_sent(token), for_good=form.cleaned_data["for_good"])
    except InvitationGone:
        return _gone(request)
    kept = bool(form.cleaned_data["for_good"])
    return swap(request, "couples/declined.html", token=token, form=RefusalForm(), kept=kept)


@require_POST
def refusal_undo(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever pressed No by mistake looks again. What was refused for good stays refused: no more mail comes."""
    try:
        services.take_back_no(services.find_sent(token))
    except InvitationGone:
        return _gone(request)
    return see_other("space:welcome", token)


def _gone(request: HttpRequest) -> HttpResponse:
    """One page for used, declined, taken back, expired, for another address, and never there."""
    return swap(request, "couples/invitation_gone.html", status=404, at_home=attach_couple(request))
