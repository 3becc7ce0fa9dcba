"""What each provider sends, in the form it sends it in, signed as it signs."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PASSWORD = "reports:a-long-password-of-ours"
KEY = "a-signing-key-of-thirty-letters"
_SENDGRID = ec.derive_private_key(7, ec.SECP256R1())
SENDGRID_KEY = base64.b64encode(
    _SENDGRID.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()

Headers = dict[str, str]
AT = 1_795_465_800


@dataclass(frozen=True)
class Speaker:
    """`kinds` maps what happened to the provider's own words for it, about this address and with this id."""

    setting: str
    secret: str
    kinds: Callable[[str, int], dict[str, Any]]
    sign: Callable[[bytes], Headers]


def by_password(body: bytes) -> Headers:
    return {"Authorization": "Basic " + base64.b64encode(PASSWORD.encode()).decode()}


def by_sns(body: bytes) -> Headers:
    envelope = json.loads(body)
    return by_password(body) | {
        "X-Amz-Sns-Message-Type": envelope["Type"],
        "X-Amz-Sns-Message-Id": envelope["MessageId"],
    }


def by_hmac(header: str) -> Callable[[bytes], Headers]:
    return lambda body: {header: hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()}


def by_sendgrid(body: bytes) -> Headers:
    signature = _SENDGRID.sign(str(AT).encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": str(AT),
    }


def postmark(address: str, id: int) -> dict[str, Any]:
    def bounce(type: str, record: str = "Bounce") -> dict[str, Any]:
        return {
            "RecordType": record,
            "ID": id,
            "Type": type,
            "MessageID": f"883953f4-{id:04}",
            "Email": address,
            "Details": "smtp;550 5.1.1 no such user",
            "BouncedAt": "2026-11-23T20:30:00Z",
            "Description": "The server was unable to deliver your message.",
        }

    return {
        "gone": bounce("HardBounce"),
        "full": bounce("SoftBounce"),
        "complaint": bounce("SpamComplaint", "SpamComplaint"),
        "unsubscribed": {
            "RecordType": "SubscriptionChange",
            "MessageID": f"883953f4-{id:04}",
            "Recipient": address,
            "SuppressSending": True,
            "SuppressionReason": "ManualSuppression",
            "ChangedAt": "2026-11-23T20:30:00Z",
        },
    }


def mailgun(address: str, id: int) -> dict[str, Any]:
    def event(name: str, **more: Any) -> dict[str, Any]:
        token = f"token-{name}-{more.get('severity')}-{id}"
        signature = hmac.new(KEY.encode(), f"{AT}{token}".encode(), hashlib.sha256).hexdigest()
        about = {"event": name, "recipient": address, "timestamp": AT + 0.25, "id": f"event-{id}", "tags": []}
        headers = {"message": {"headers": {"message-id": f"{id}@nearer.example.org", "to": address}}}
        return {
            "signature": {"timestamp": str(AT), "token": token, "signature": signature},
            "event-data": about | headers | more,
        }

    reply = {"code": 550, "message": "5.1.1 no such user", "description": ""}
    return {
        "gone": event("failed", severity="permanent", reason="bounce", **{"delivery-status": reply}),
        "full": event("failed", severity="temporary", reason="generic", **{"delivery-status": reply | {"code": 452}}),
        "complaint": event("complained"),
        "unsubscribed": event("unsubscribed"),
    }


def sendgrid(address: str, id: int) -> dict[str, Any]:
    def event(name: str, **more: Any) -> list[dict[str, Any]]:
        known = {"email": address, "timestamp": AT, "sg_event_id": f"event-{name}-{id}", "smtp-id": f"<{id}@nearer>"}
        return [known | {"event": name} | more]

    return {
        "gone": event("bounce", type="bounce", status="5.1.1", reason="550 5.1.1 no such user"),
        "full": event("bounce", type="blocked", status="4.2.2", reason="452 mailbox full"),
        "complaint": event("spamreport"),
        "unsubscribed": event("unsubscribe"),
    }


def ses(address: str, id: int) -> dict[str, Any]:
    def notice(type: str, **more: Any) -> dict[str, Any]:
        said = {"eventType": type, "mail": {"messageId": f"0100-{id}", "destination": [address], "headers": []}} | more
        return {
            "Type": "Notification",
            "MessageId": f"sns-{type}-{id}",
            "TopicArn": "arn:aws:sns:eu-west-1:123456789012:mail",
            "Timestamp": "2026-11-23T20:30:00.000Z",
            "Message": json.dumps(said),
        }

    def bounce(type: str, sub: str) -> dict[str, Any]:
        who = [{"emailAddress": address, "diagnosticCode": "smtp; 550 5.1.1 no such user"}]
        return notice("Bounce", bounce={"bounceType": type, "bounceSubType": sub, "bouncedRecipients": who})

    complained = {"complainedRecipients": [{"emailAddress": address}], "complaintFeedbackType": "abuse"}
    return {
        "gone": bounce("Permanent", "General"),
        "full": bounce("Transient", "MailboxFull"),
        "complaint": notice("Complaint", complaint=complained),
    }


def brevo(address: str, id: int) -> dict[str, Any]:
    known = {"email": address, "id": id, "ts_epoch": AT * 1000, "message-id": f"<{id}@nearer>", "tags": []}
    names = {"gone": "hard_bounce", "full": "soft_bounce", "complaint": "spam", "unsubscribed": "unsubscribe"}
    return {what: known | {"event": name, "reason": "550 said no"} for what, name in names.items()}


def mailjet(address: str, id: int) -> dict[str, Any]:
    known = {"email": address, "time": AT, "MessageID": 19421777835146490 + id, "Payload": ""}
    about = {"error_related_to": "recipient", "blocked": False}
    return {
        "gone": [known | about | {"event": "bounce", "hard_bounce": True, "error": "user unknown"}],
        "full": [known | about | {"event": "bounce", "hard_bounce": False, "error": "quota exceeded"}],
        "complaint": [known | {"event": "spam", "source": "JMRPP"}],
        "unsubscribed": [known | {"event": "unsub"}],
    }


def mailersend(address: str, id: int) -> dict[str, Any]:
    def activity(type: str, morph: str) -> dict[str, Any]:
        mail = {"message": {"id": f"message-{id}"}, "recipient": {"email": address}, "tags": None}
        data = {"type": type, "id": f"{type}-{id}", "created_at": "2026-11-23T20:30:00.000000Z", "email": mail}
        return {"type": f"activity.{type}", "data": data | {"morph": {"object": morph, "reason": "no such user"}}}

    return {
        "gone": activity("hard_bounced", "recipient_bounce"),
        "full": activity("soft_bounced", "recipient_bounce"),
        "complaint": activity("spam_complaint", "spam_complaint"),
        "unsubscribed": activity("unsubscribed", "recipient_unsubscribe"),
    }


def mailtrap(address: str, id: int) -> dict[str, Any]:
    names = {"gone": "bounce", "full": "soft bounce", "complaint": "spam", "unsubscribed": "unsubscribe"}
    known = {"email": address, "timestamp": AT, "message_id": f"message-{id}", "sending_stream": "transactional"}
    return {
        what: {"events": [known | {"event": name, "event_id": f"{name}-{id}", "response": "550 5.1.1 no such user"}]}
        for what, name in names.items()
    }


SPEAKERS = {
    "postmark": Speaker("WEBHOOK_SECRET", PASSWORD, postmark, by_password),
    "mailgun": Speaker("MAILGUN_WEBHOOK_SIGNING_KEY", KEY, mailgun, lambda body: {}),
    "sendgrid": Speaker("SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY", SENDGRID_KEY, sendgrid, by_sendgrid),
    "ses": Speaker("WEBHOOK_SECRET", PASSWORD, ses, by_sns),
    "brevo": Speaker("WEBHOOK_SECRET", PASSWORD, brevo, by_password),
    "mailjet": Speaker("WEBHOOK_SECRET", PASSWORD, mailjet, by_password),
    "mailersend": Speaker("MAILERSEND_SIGNING_SECRET", KEY, mailersend, by_hmac("Signature")),
    "mailtrap": Speaker("MAILTRAP_TRACKING_SECRET", KEY, mailtrap, by_hmac("Mailtrap-Signature")),
}
