"""The made-up story: whole, the same each time, in every practice, and as if nothing of it had been mailed."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from journal.agreements.models import SignedVersion
from journal.demo import making
from journal.demo.months import events
from journal.demo.telling import LAST
from journal.memories.models import Photograph
from journal.nearness.services import both_share
from journal.practices import PRACTICES
from journal.story.reading import Entry, Reader, some
from journal.talks.models import Ending, Talk
from journal.today import waiting
from rituals.models import Nudge

pytestmark = pytest.mark.django_db
#: An id, a token, and what follows from ids: all that differs from one telling to the next.
OTHERWISE = re.compile(
    r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"|seen=[0-9a-f]{16}'
)
PAGES = [
    "/us/",
    "/us/?start=40",
    "/thanks/",
    "/guidelines/",
    "/questions/earlier/",
    "/together/",
    "/talk/",
    "/visions/",
]


def two(couple: Couple) -> Sequence[Person]:
    return [each.person for each in couple.memberships.select_related("person").order_by("slot")]


def story_of(couple: Couple) -> list[Entry]:
    people = list(couple.memberships.select_related("person").order_by("slot"))
    return some(Reader(couple=couple, person=people[0].person, people=people), most=500)


def test_it_is_whole_and_one_seed_and_day_tell_the_same_at_any_hour(local: None) -> None:
    at = datetime.fromisoformat("2027-03-02T07:00:00+01:00")
    found: list[list[str]] = []
    for hours in (0, 15):
        with time_machine.travel(at + timedelta(hours=hours), tick=False):
            couple = making.make(zone="Europe/Berlin")
            if not found:
                is_an_uneven_path(couple)
            found.append(read(two(couple)))
            making.remove()
    for one, other in zip(*found, strict=True):
        assert one == other


def is_an_uneven_path(couple: Couple) -> None:
    """Through all practices, and something waits at its end."""
    alex, sam = two(couple)
    story = story_of(couple)
    assert {each.chapter for each in story} >= {
        chapter.key for practice in PRACTICES for chapter in practice.story if not chapter.is_everyday
    }
    titles = [each.told.title for each in story]
    assert [title for title in titles if title.startswith("Back after")] == [
        "Back after two weeks.",
        "Back after three weeks.",
    ]
    assert titles.count("You took a break, and came back") == 2
    assert SignedVersion.objects.for_couple(couple).been_in_force().count() == 2
    endings = set(Talk.objects.for_couple(couple).values_list("ending", flat=True))
    assert endings == {Ending.TRY, Ending.UNDERSTOOD, Ending.LATER}
    assert both_share(couple)
    assert Photograph.objects.filter(memory__couple=couple).count() == 1
    hers = [each.words for each in waiting.things(couple, alex, sam)]
    assert "Sam told you something." in hers
    assert "There’s a new version of your guidelines to read." in hers
    theirs = [each.words for each in waiting.things(couple, sam, alex)]
    assert "Alex would like to ask you something, whenever you feel like it." in theirs
    # Nobody was mailed, and the next nudges are ahead: a check-in each, and two rituals for both.
    now = clock.now()
    assert not Message.objects.filter(due_at__lte=now).exists()
    nudges = Nudge.objects.filter(ritual__couple=couple)
    assert nudges.count() == 6
    assert all(each.next_at and now < each.next_at < now + timedelta(days=8) for each in nudges)


def read(people: Iterable[Person]) -> list[str]:
    """Pages as each of the two reads them."""
    found = []
    for person in people:
        client = Client()
        client.force_login(person)
        found += [OTHERWISE.sub("", client.get(path, follow=True).content.decode()) for path in PAGES]
    return found


def test_its_days_go_from_the_first_to_the_evening_before_today() -> None:
    days = [each.day for each in events()]
    assert (min(days), max(days)) == (0, LAST)
