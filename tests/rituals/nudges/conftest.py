"""The servers that nudges leave by, as the tests of the outbox and of push have them."""

from tests.couples.outbox.conftest import mail_server
from tests.couples.push.conftest import service, switch_on

__all__ = ["mail_server", "service", "switch_on"]
