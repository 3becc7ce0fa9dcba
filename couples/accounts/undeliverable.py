from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from couples import rate_limits
from couples.access import PersonRequest, person_required
from couples.htmx import see_other
from couples.outbox import bounces

HOW_OFTEN = "3/h/key"


@require_POST
@person_required
def mail_again(request: PersonRequest) -> HttpResponse:
    """My address works again: only for an address that was shown to be theirs, and not again and again."""
    rate_limits.take_or_refuse(request, "mail_again", rates=HOW_OFTEN, key=str(request.person.pk))
    own = EmailAddress.objects.filter(user=request.person, email=request.person.email, verified=True)
    if not own.exists():
        messages.error(request, _("Confirm the address first. Then we can email you."))
        return see_other("account_email")
    bounces.try_again(request.person)
    messages.success(request, _("Good. Emails will come to your address again."))
    return see_other("you")
