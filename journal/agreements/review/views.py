from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from couples import localized
from couples.access import CoupleRequest, couple_required
from couples.htmx import see_other, swap
from journal.agreements.models import Review
from journal.agreements.review.forms import LookAgainForm
from journal.agreements.review.services import look_again
from journal.agreements.signing.versions import in_force


@require_http_methods(["GET", "POST"])
@couple_required
def review(request: CoupleRequest) -> HttpResponse:
    """The day on which both look at what is in force again."""
    version = in_force(request.couple)
    if version is None:
        messages.info(request, _("You can choose a day to look at it again once you have both signed."))
        return see_other("agreements:home")
    chosen = Review.objects.for_couple(request.couple).filter(version=version).first()
    given = request.POST if request.method == "POST" else None
    form = LookAgainForm(given, person=request.person, initial={"on": chosen.on if chosen else None})
    if given is None or not form.is_valid():
        return swap(request, "journal/agreements/review/review.html", form=form)
    on = form.cleaned_data["on"]
    look_again(request.couple, by=request.person, on=on)
    if on:
        messages.success(request, _("You’ll both get one email on %(day)s.") % {"day": localized.day(on)})
    else:
        messages.success(request, _("There’s no day for it now."))
    return see_other("agreements:home")
