"""When a mailbox is free stands twice, in SendPolicy and in the statement that leases. They must say the same."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from couples import clock
from couples.accounts.models import Person
from couples.outbox import kinds
from couples.outbox.models import LastLetter, Message
from couples.outbox.policy import SendPolicy
from couples.outbox.queue import mailbox_lease
from tests.couples.outbox.posting import posted

pytestmark = pytest.mark.django_db

KIND = "password_changed"
AGO = [None, *(timedelta(minutes=minutes) for minutes in (-2, -1, -0.5, 0, 14, 15, 16, 2_000))]
DAYS = [None, -1, 0, 1, 2]


@pytest.mark.parametrize("by_partner", [False, True])
def test_policy_and_lease_agree_on_when_a_mailbox_is_free(
    ada: Person, frozen: Any, monkeypatch: pytest.MonkeyPatch, by_partner: bool
) -> None:
    monkeypatch.setitem(kinds._kinds, KIND, kinds.Kind(KIND, mutable=True, label="Anything", by_partner=by_partner))
    row = Message.objects.select_related("person").get(pk=posted(ada, KIND).pk)
    now, found = clock.now(), set()
    for ago, days, same in product(AGO, DAYS, (False, True)):
        with transaction.atomic():
            today = now.astimezone(ada.tzinfo).date()
            LastLetter.objects.create(
                person=ada,
                letter=row.pk if same else uuid4(),
                at=None if ago is None else now - ago,
                partner_on=None if days is None else today + timedelta(days=days),
            )
            row.letter = row.pk if same else None
            policy = SendPolicy([row])
            is_free = policy.of(row).until is None
            mine = Message.objects.select_related("person").get(pk=row.pk)
            leased = mailbox_lease.lease([mine], partner_on=policy.partner_on([row]))
            assert is_free == leased, (ago, days, same)
            found.add(is_free)
            transaction.set_rollback(True)
    assert found == {True, False}
