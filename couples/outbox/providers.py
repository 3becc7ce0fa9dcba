"""Whose reports about our mail are taken in, how each proves that it is theirs, and when one means "no such mailbox".

anymail checks the signature, or the password in the address for those that sign nothing, and puts events into one
form. It leaves open whether a bounce is for good: a full mailbox and a refused sentence look the same there.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from anymail.webhooks.amazon_ses import AmazonSESBaseWebhookView, AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

Raw = Mapping[str, Any]
#: 5.7.x is about us or our words; the mailbox is there.
_POLICY = re.compile(r"\b5\.7\.\d")
_SNS = re.compile(r"sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")


class AmazonSES(AmazonSESTrackingWebhookView):
    """Without Amazon's own library: the operator confirms the subscription by the link in the log."""

    def __init__(self, **kwargs: Any) -> None:
        self.auto_confirm_enabled = False
        # Past the one class whose start asks for that library.
        super(AmazonSESBaseWebhookView, self).__init__(**kwargs)

    def auto_confirm_sns_subscription(self, sns_message: Raw) -> None:
        link = str(sns_message.get("SubscribeURL", ""))
        # The password in the address was right by now; still only ever a link to Amazon.
        if urlsplit(link).scheme == "https" and _SNS.fullmatch(urlsplit(link).hostname or ""):
            log.warning("Amazon asks whether to send reports here. Open this once to say yes: %s", link)


@dataclass(frozen=True, slots=True)
class Provider:
    #: Imported when it is needed: each brings libraries of its own.
    path: str
    for_good: Callable[[Raw], bool]
    #: What is signed is a token and not the report around it, so one token may bring one report only.
    one_token: bool = False

    def view(self) -> AnymailCoreWebhookView:
        return import_string(self.path)()


def _postmark(raw: Raw) -> bool:
    return (raw.get("Type") or raw.get("SuppressionReason")) in {"HardBounce", "BadEmailAddress"}


def _mailgun(raw: Raw) -> bool:
    event: Raw = raw.get("event-data") or {}
    reply: Raw = event.get("delivery-status") or {}
    said = f"{reply.get('enhanced-code') or ''} {reply.get('message') or ''}"
    gone = event.get("severity") == "permanent" and event.get("reason") in {"bounce", "suppress-bounce"}
    return gone and not _POLICY.search(said)


def _sendgrid(raw: Raw) -> bool:
    if raw.get("event") == "dropped":
        return str(raw.get("reason", "")).lower() in {"bounced address", "invalid"}
    return raw.get("type") == "bounce" and not _POLICY.search(f"{raw.get('status', '')} {raw.get('reason', '')}")


def _ses(raw: Raw) -> bool:
    bounce: Raw = raw.get("bounce") or {}
    return bounce.get("bounceType") == "Permanent"


def _brevo(raw: Raw) -> bool:
    return raw.get("event") in {"hard_bounce", "invalid_email", "blocked"}


def _mailjet(raw: Raw) -> bool:
    theirs = raw.get("error_related_to") in {"recipient", "domain"}
    return theirs and (raw.get("event") == "blocked" or bool(raw.get("hard_bounce")))


def _mailersend(raw: Raw) -> bool:
    data: Raw = raw.get("data") or {}
    return data.get("type") == "hard_bounced"


def _mailtrap(raw: Raw) -> bool:
    return raw.get("event") in {"bounce", "reject"} and not _POLICY.search(str(raw.get("response", "")))


ANYMAIL = "anymail.webhooks"
PROVIDERS = {
    "postmark": Provider(f"{ANYMAIL}.postmark.PostmarkTrackingWebhookView", _postmark),
    "mailgun": Provider(f"{ANYMAIL}.mailgun.MailgunTrackingWebhookView", _mailgun, one_token=True),
    "sendgrid": Provider(f"{ANYMAIL}.sendgrid.SendGridTrackingWebhookView", _sendgrid),
    "ses": Provider(f"{__name__}.AmazonSES", _ses),
    "brevo": Provider(f"{ANYMAIL}.brevo.BrevoTrackingWebhookView", _brevo),
    "mailjet": Provider(f"{ANYMAIL}.mailjet.MailjetTrackingWebhookView", _mailjet),
    "mailersend": Provider(f"{ANYMAIL}.mailersend.MailerSendTrackingWebhookView", _mailersend),
    "mailtrap": Provider(f"{ANYMAIL}.mailtrap.MailtrapTrackingWebhookView", _mailtrap),
}


def problem() -> str:
    """One sentence for an operator when reports could never be taken in, or ""."""
    try:
        if provider := chosen():
            provider.view()
    except Exception:  # in the words of whichever library it is
        return f"NEARER_MAIL_WEBHOOK_SECRET is not what {settings.MAIL_WEBHOOK} gives out: copy its key once more"
    return ""


def chosen() -> Provider | None:
    """The operator's, when one is set up (NEARER_MAIL_WEBHOOK)."""
    return PROVIDERS.get(settings.MAIL_WEBHOOK)
