"""A talk as whoever holds the phone reads it: where it stands, what they may do, and what was said."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse

from couples import clock
from couples.access import CoupleRequest
from couples.space.models import Membership
from journal.breaks import services as breaks
from journal.breaks.models import Break
from journal.listening.conversation import Conversation, Said, conversation
from journal.listening.hosting import said_about
from journal.listening.sources import Shared
from journal.own_words import Part
from journal.talks.models import Statement, Talk
from journal.talks.phone import Hands, hands
from journal.talks.position import KIND, facts, said_in
from journal.talks.states import Action, Facts, State

#: After so long the page says how long it has been put away.
AWAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Spoken:
    statement: Statement
    by: Membership
    on_phone_of: Membership | None
    said: list[Said]

    @property
    def speaker(self) -> Membership:
        return self.by


@dataclass(slots=True)
class View:
    """What the template reads. `me` has the phone in their hands, whoever's it is."""

    talk: Talk
    hands: Hands
    facts: Facts
    me: Membership
    them: Membership | None
    #: What is being heard or was just heard; all that was said once the talk has ended, and on the page of it.
    spoken: list[Spoken] = field(default_factory=list)
    #: How many statements there are.
    seen: int = 0
    #: What is being heard, or was just heard, and how far that is.
    shared: Shared | None = None
    #: The break the two are on: a talk stands still meanwhile.
    pause: Break | None = None
    now: Conversation | None = None
    #: What this one has begun to say, on their own phone.
    draft: str = ""

    @property
    def here(self) -> str:
        return reverse("talks:talk", args=[self.talk.pk])

    @property
    def has_earlier(self) -> bool:
        """Whether there is more than what is being heard, which stands first."""
        return self.seen > (1 if self.now else 0)

    @property
    def has_speaker(self) -> bool:
        return self.state in {State.SPEAKING, State.HEARING, State.HEARD}

    @property
    def lent(self) -> bool:
        return self.hands is Hands.THEIRS

    @property
    def state(self) -> State:
        return self.facts.state

    @property
    def key(self) -> str:
        """Where it stands, for a page to ask whether it still does."""
        speaker = next((each.hue for each in (self.me, self.them) if each and each.person_id == self.facts.speaker), "")
        return f"{self.state}-{self.seen}-{self.now.seen if self.now else 0}-{speaker}"

    @property
    def may(self) -> frozenset[Action]:
        if self.them is None:
            return frozenset()
        me = self.me.person_id
        may = self.facts.lent(me) if self.lent else self.facts.may(me)
        return may & {Action.END} if self.pause else may

    @property
    def speaks(self) -> bool:
        return self.me.person_id == self.facts.speaker

    @property
    def may_hand_over(self) -> bool:
        other = self.them
        return (
            self.hands is Hands.OWN and not self.pause and other is not None and bool(self.facts.lent(other.person_id))
        )

    @property
    def left_on(self) -> datetime | None:
        """When it last went on, if that is a while ago."""
        last = max(
            [self.talk.moved_at, *(each.at for each in self.now.said if each.at)] if self.now else [self.talk.moved_at]
        )
        return last if last < clock.now() - AWAY else None


def view_of(request: CoupleRequest, talk: Talk, *, whole: bool = False) -> View:
    """Of a talk that goes on only what is being heard is loaded, unless all of it is asked for (`whole`): in a long one
    that is most of what a page costs.
    """
    held_by = hands(request, talk)
    me, them = request.membership, request.partner_membership
    if held_by is Hands.THEIRS and them:
        me, them = them, me
    statements = list(said_in(talk, and_draft_of=request.person))
    said = [each for each in statements if each.place is not None]
    people = {each.person_id: each for each in request.people}
    view = View(talk, held_by, facts(talk, said), me, them, pause=breaks.current(request.couple))
    if talk.ended_at:
        view.pause = None
    if held_by is Hands.OWN:
        view.draft = "".join(each.text for each in statements if each.place is None)
    current = said[-1] if said and view.state in {State.HEARING, State.HEARD} else None
    view.seen = len(said)
    shown = said if whole or talk.ended_at else [each for each in said if each is current]
    others = [each.pk for each in shown if each is not current]
    before = said_about(request, KIND, others) if others else {}
    if current:
        parts, erased = (Part("", current.text),), bool(current.erased_at)
        view.shared = Shared(KIND, current.pk, request.couple, current.author_id, parts, view.here, erased)
        view.now = conversation(request, view.shared, lent=view.lent)
    for each in shown:
        if each.author_id in people:
            told = list(view.now.said) if each is current and view.now else before.get(each.pk, [])
            typed = people.get(each.typed_by_id) if each.typed_by_id else None
            view.spoken.append(Spoken(each, people[each.author_id], typed, told))
    return view
