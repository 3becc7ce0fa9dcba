from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples.access import CoupleRequest, couple_required, member
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from couples.newest import newest
from journal.agreements.errors import AgreementError, TextMoved
from journal.agreements.models import Guideline, Overlap, Revision, SignedVersion
from journal.agreements.signing.digest import digest
from journal.agreements.signing.download import as_file
from journal.agreements.signing.forms import SignForm, read_seen, seen_of
from journal.agreements.signing.history import changes, taken_away
from journal.agreements.signing.list_diff import as_read, line_changes
from journal.agreements.signing.signing import sign, withdraw
from journal.agreements.signing.versions import signing_state, words_of

SIGNING = "journal/agreements/signing/sign.html"


@require_http_methods(["GET", "POST"])
@couple_required
@freshly_signed_in  # S7: only the person themselves signs
def signing(request: CoupleRequest) -> HttpResponse:
    """The exact text, then one's name under it."""
    lines = _lines(request)
    if request.method != "POST":
        return _reading(request, lines, SignForm(initial=_shown(lines)))
    form = SignForm(request.POST)
    if not form.is_valid():
        return _reading(request, lines, form)
    name, said = form.cleaned_data["name"], form.cleaned_data["digest"]
    try:
        sign(request.couple, by=request.person, name=name, digest=said)
    except TextMoved as error:
        return _moved(request, form, error)
    except AgreementError as error:
        form.add_error(None, str(error))
        return _reading(request, lines, form)
    return see_other("agreements:home")  # which says where signing stands, as its first words


@require_GET
@couple_required
def history(request: CoupleRequest) -> HttpResponse:
    """What was signed, what was taken away, and the latest changes in words."""
    couple, whole = request.couple, "all" in request.GET
    versions = SignedVersion.objects.for_couple(couple).with_ended().order_by("-number").defer("text", "lines")
    return swap(
        request,
        "journal/agreements/signing/history.html",
        versions=newest(versions, whole=whole),
        away=taken_away(request, whole=whole),
        changes=changes(request, whole=whole),
    )


@require_GET
@couple_required
def version(request: CoupleRequest, number: int) -> HttpResponse:
    """One signed text on a page of its own, to read and to print."""
    found = _version(request, number)
    mine = found.signatures.filter(person=request.person).exists()
    gone = found.withdrawals.filter(person=request.person).exists()
    return swap(
        request,
        "journal/agreements/signing/version.html",
        version=found,
        signatures=_signatures(request, found),
        can_withdraw=mine and not gone,
        file=words_file(found),
    )


@require_GET
@couple_required
def version_text(request: CoupleRequest, number: int) -> HttpResponse:
    """Exactly what was signed, byte by byte: the digest of this file is the one beside the signatures."""
    found = _version(request, number)
    return _kept(found.text, words_file(found))


@require_GET
@couple_required
def version_record(request: CoupleRequest, number: int) -> HttpResponse:
    """The same under who signed it and when, and the digest."""
    found = _version(request, number)
    return _kept(as_file(found, found.signatures.order_by("signed_at")), f"guidelines-{found.number}-signed.txt")


def words_file(version: SignedVersion) -> str:
    return f"guidelines-{version.number}.txt"


def _kept(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@couple_required
def withdrawal(request: CoupleRequest, number: int) -> HttpResponse:
    """Either may, at once and without a reason."""
    try:
        withdraw(_version(request, number), by=request.person)
    except AgreementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You’ve taken your signature back. You can both still read what you wrote."))
    return see_other("agreements:home")


def _lines(request: CoupleRequest) -> list[Guideline]:
    lines = Guideline.objects.for_couple(request.couple).in_draft().in_order()
    return [line for line in lines if line.text.strip()]


def _shown(lines: list[Guideline]) -> dict[str, str]:
    return {"digest": digest(words_of(lines)), "seen": seen_of(lines)}


def _reading(request: CoupleRequest, lines: list[Guideline], form: SignForm, **more: Any) -> HttpResponse:
    said = signing_state(request.couple, digest(words_of(lines)))
    unsettled = Overlap.objects.for_couple(request.couple).open().filter(line__removed_at=None).exists()
    return swap(
        request,
        SIGNING,
        lines=lines,
        form=form,
        mine=said.signature_of(request.person),
        theirs=said.signature_of(request.partner),
        unsettled=unsettled,
        **more,
    )


def _moved(request: CoupleRequest, form: SignForm, error: TextMoved) -> HttpResponse:
    """The text changed while it was being read, so nothing is signed. Shows both texts, and the form with the name
    kept.
    """
    lines = _lines(request)
    seen = read_seen(form.cleaned_data["seen"])
    revisions = Revision.objects.for_couple(request.couple).filter(line__in=[pk for pk, _rev in seen])
    old = as_read(seen, list(revisions))
    new = [(line.pk, line.text.strip()) for line in lines]
    fresh = SignForm({**_shown(lines), "name": form.cleaned_data["name"]})
    fresh.add_error(None, str(error))
    return _reading(request, lines, fresh, differences=line_changes(old, new))


def _version(request: CoupleRequest, number: int) -> SignedVersion:
    versions = SignedVersion.objects.for_couple(request.couple).with_ended().select_related("couple")
    return get_object_or_404(versions, number=number)


def _signatures(request: CoupleRequest, found: SignedVersion) -> list[tuple[Any, Any]]:
    return [(each, member(request, each.person_id)) for each in found.signatures.order_by("signed_at")]
