"""People who are made up, for somebody who looks around in Nearer on their own machine (journal/demo).

Their address says so, and nothing else does. Its domain is one under which nobody can ever have a mailbox (RFC 2606):
no real person has such an address. Made-up and real people never meet:

- No form takes such an address (`couples.addresses.AddressField`): nobody signs up or in with it, or invites it.
- Nobody made up invites a real person (`space.services.invite`) or changes to a real address (`NewAddressForm`).
- No mail to such an address leaves this machine (`couples.outbox.policy`): it is a file, or it is not sent.
- Where there is no demo, as on every server, nobody made up is ever signed in (`couples.accounts.backend`).
"""

from collections.abc import Sequence
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import HttpRequest

from couples.web.this_machine import is_from_this_machine

DOMAIN: Final = "demo.invalid"


def is_made_up(address: str) -> bool:
    return address.endswith(f"@{DOMAIN}")


def address_of(name: str) -> str:
    return f"{name.lower()}@{DOMAIN}"


def is_offered(request: HttpRequest) -> bool:
    """Whether whoever asks may make the demo, look around in it and remove it.

    A tunnel that hides itself could ask for somebody elsewhere: all they would find is made up.
    """
    return bool(settings.DEMO) and is_from_this_machine(request)


@register(Tags.security, deploy=True)
def no_demo_on_a_server(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    return [Error("NEARER_LOCAL is only for the machine one sits at: it offers a demo to sign in to", id="demo.E001")]
