"""Row 7 of TRUST's matrix: races for one invitation let one person in, and no token but its own opens one (S11)."""

import random
import secrets
import string
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Couple, Invitation, Membership
from tests.at_once import at_once
from tests.factories import PersonFactory
from tests.pages import words_of


@dataclass
class Outcome:
    tried: int
    joined: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.wrong


@dataclass
class Race:
    """One invitation, whom it is for, and others who hold its link too."""

    couple: Couple
    invitation: Invitation
    token: str
    invited: Person
    others: list[Person]

    def faults(self) -> list[str]:
        members = set(Membership.objects.current().filter(couple=self.couple).values_list("person", flat=True))
        row = Invitation.objects.get(pk=self.invitation.pk)
        is_in = self.invited.pk in members
        found = []
        if members - {self.invitation.invited_by_id, self.invited.pk}:
            found.append("somebody else is in")
        if len(members) > 2 or Membership.objects.filter(couple=self.couple).count() != len(members):
            found.append("more than two places were taken")
        if is_in != (row.accepted_at is not None):
            found.append("accepted and not in, or in and not accepted")
        if is_in and row.token:
            found.append("its token was kept")
        return found


def race() -> Race:
    mark = uuid4().hex[:8]
    ada, ben, *others = (PersonFactory(email=f"{mark}{number}@example.org") for number in range(4))
    couple = space.begin(by=ada, called="Ben")
    invitation = space.invite(couple, by=ada, email=ben.email)
    return Race(couple, invitation, invitation.token, ben, others)


def signed_in(person: Person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def show_the_detector() -> None:
    """An acceptance that let nobody in, and a stranger inside, must be seen."""
    lost = race()
    Invitation.objects.filter(pk=lost.invitation.pk).update(accepted_at=clock.now())
    crowded = race()
    Membership.objects.create(couple=crowded.couple, person=crowded.others[0], slot=2)
    fine = race()
    space.join(fine.invitation, by=fine.invited)
    seen = [each.faults() for each in (lost, crowded, fine)]
    if not seen[0] or "somebody else is in" not in seen[1] or seen[2]:
        raise AssertionError(f"planted two faults, saw {seen}")


def raced(times: int, seed: int = 7) -> Outcome:
    """Row 7: the invited person from three browsers, two others with the link, and now and then somebody who takes it
    back or says no, all in one instant.
    """
    show_the_detector()
    dice, outcome = random.Random(seed), Outcome(times)  # noqa: S311
    for _ in range(times):
        here = race()
        join = reverse("space:membership", args=[here.token])
        browsers = [signed_in(person) for person in [here.invited] * 3 + here.others]
        acts = [partial(browser.post, join) for browser in browsers]
        match dice.randrange(4):
            case 0:
                acts.append(partial(signed_in(here.invitation.invited_by).post, reverse("space:revocation")))
            case 1:
                acts.append(partial(Client().post, reverse("space:refusal", args=[here.token])))
        dice.shuffle(acts)
        at_once(*acts)
        outcome.wrong += here.faults()
        outcome.joined += Membership.objects.current().filter(person=here.invited).exists()
    if not outcome.joined > 0:
        outcome.wrong.append("nobody got in at all")
    return outcome


def guessed(times: int, seed: int = 7) -> Outcome:
    """Row 7: tokens by chance, and near to real ones. Each shows the one page that used and ended ones show."""
    dice, outcome = random.Random(seed), Outcome(times)  # noqa: S311
    here, used = race(), race()
    if Client().get(reverse("space:welcome", args=[here.token])).status_code != 200:
        raise AssertionError("its own token does not open it")
    space.join(used.invitation, by=used.invited)
    gone = words_of(Client().get(reverse("space:welcome", args=[used.token])))
    browser = signed_in(here.invited)
    for number in range(times):
        token = near(here.token, dice) if number % 2 else secrets.token_urlsafe(32)
        shown = Client().get(reverse("space:welcome", args=[token]))
        sent = browser.post(reverse("space:membership", args=[token]))
        if (shown.status_code, sent.status_code) != (404, 404) or words_of(shown) != gone:
            outcome.wrong.append("a token that was never given out showed something else")
    outcome.joined = Membership.objects.current().filter(person=here.invited).count()
    if outcome.joined or Message.objects.filter(kind="opened", person=here.invitation.invited_by).exists():
        outcome.wrong.append("one of them let somebody in")
    return outcome


def near(token: str, dice: random.Random) -> str:
    """One sign changed, missing, added or in the other case, or what the database has in its place."""
    at = dice.randrange(len(token))
    other = dice.choice(string.ascii_letters.replace(token[at], "") + string.digits.replace(token[at], ""))
    return dice.choice(
        [
            token[:at] + other + token[at + 1 :],
            token[:at] + token[at + 1 :],
            token[:at] + other + token[at:],
            token.swapcase(),
            space.digest(token),
        ]
    )
