"""A hearing as one of the two reads it: what was said, whose go it is, and what is still only theirs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples.access import CoupleRequest
from couples.space.models import Membership
from journal.listening.models import Hearing, Turn
from journal.listening.services import open_to, place_of
from journal.listening.sources import Shared, host
from journal.listening.steps import SAYS, Role, Step, is_asked, is_over

HEADINGS: "dict[Step, str | Promise]" = {
    Step.HEARD: _("What I heard"),
    Step.ALMOST: _("Almost: what matters is …"),
    Step.YES: _("Yes, that’s it."),
    Step.QUESTION: _("A question"),
    Step.MORE: _("A little more"),
    Step.REPLY: _("A reply"),
}
#: Which form comes next, of those that are open.
_ORDER = (Step.HEARD, Step.MORE, Step.ALMOST, Step.REPLY)


@dataclass(frozen=True, slots=True)
class Said:
    step: Step
    by: Membership
    heading: "str | Promise"
    words: str
    at: datetime | None
    #: Whose phone it was written on, when that was the other's.
    on_phone_of: Membership | None
    #: A reply can be listened to in its turn: its id, for the one it was written to.
    reply_id: UUID | None = None
    erased: bool = False
    #: The turn itself, for its author.
    own: Turn | None = None

    @property
    def is_yes(self) -> bool:
        return self.step is Step.YES


@dataclass(frozen=True, slots=True)
class Conversation:
    role: Role
    speaker: Membership
    listener: Membership | None
    said: tuple[Said, ...]
    open: frozenset[Step]
    drafts: dict[Step, str]
    seen: int
    last: Step | None
    #: The listener’s phone is in the speaker’s hand.
    lent: bool
    stopped_by: Membership | None
    may_set_aside: bool

    @property
    def begun(self) -> bool:
        return self.last is not None

    @property
    def is_over(self) -> bool:
        return is_over(self.last)

    @property
    def may_stop(self) -> bool:
        return self.begun and not self.is_over and self.stopped_by is None and self.listener is not None

    @property
    def goes(self) -> Membership | None:
        """Whose go it is; nobody's while it is paused, once it is over, and while one of the two is alone."""
        if self.stopped_by or self.is_over or self.listener is None:
            return None
        return self.speaker if is_asked(self.last, Role.SPEAKER) else self.listener

    @property
    def others_go(self) -> bool:
        """Whether it is for the other one to say something next."""
        here = self.stopped_by is None and self.listener is not None
        return here and not is_asked(self.last, self.role) and not self.is_over

    @property
    def may_lend(self) -> bool:
        asked = is_asked(self.last, Role.SPEAKER) and self.begun
        return asked and self.role is Role.LISTENER and self.stopped_by is None and self.listener is not None

    @property
    def says_yes(self) -> bool:
        return Step.YES in self.open

    @property
    def was_said_back(self) -> bool:
        return self.last is Step.HEARD

    @property
    def is_understood(self) -> bool:
        return self.last is Step.YES

    def next_step(self, *, asking: bool) -> Step | None:
        if asking and Step.QUESTION in self.open:
            return Step.QUESTION
        return next((step for step in _ORDER if step in self.open), None)

    def kept(self, besides: Step | None) -> list[str]:
        """One's own drafts that no form on this page shows."""
        return [text for step, text in self.drafts.items() if text and step is not besides]


def conversation(request: CoupleRequest, shared: Shared, *, lent: bool = False) -> Conversation:
    """At most two queries. Of the other's drafts nothing is loaded."""
    hearings = Hearing.objects.for_couple(shared.couple).filter(kind=shared.kind, entry_id=shared.id)
    hearing = hearings.first()
    turns = list(hearing.turns.visible_to(request.person).order_by("place")) if hearing else []
    people = {each.person_id: each for each in request.people}
    said = [turn for turn in turns if turn.place is not None]
    last = said[-1] if said else None
    role = Role.SPEAKER if shared.author_id == request.person.pk else Role.LISTENER
    hosting = host(shared.kind)
    others = Role.LISTENER if role is Role.SPEAKER else Role.SPEAKER
    may_lend = role is Role.LISTENER and bool(open_to(last, Role.SPEAKER, together=True))
    lent = lent and bool(hosting or may_lend)
    acting = others if lent else role
    together = len(people) == 2
    opened = open_to(last, acting, together=lent, replies=not hosting)
    stopped = people.get(hearing.stopped_by_id) if hearing and hearing.stopped_by_id else None
    return Conversation(
        role=role,
        speaker=people[shared.author_id],
        listener=next((m for id, m in people.items() if id != shared.author_id), None),
        said=tuple(said_of(turn, people, request) for turn in said if turn.author_id in people),
        open=opened if together and not (stopped or shared.erased) else frozenset(),
        drafts={} if lent else {Step(turn.step): turn.text for turn in turns if _is_draft_of(turn, role)},
        seen=place_of(last),
        last=Step(last.step) if last else None,
        lent=lent,
        stopped_by=stopped,
        may_set_aside=bool(hearing and hearing.moved_at and not hearing.aside_at and not said)
        and role is Role.LISTENER,
    )


def _is_draft_of(turn: Turn, role: Role) -> bool:
    return turn.place is None and turn.step in SAYS[role]


def said_of(turn: Turn, people: dict[UUID, Membership], request: CoupleRequest) -> Said:
    to_me = turn.author_id != request.person.pk
    return Said(
        step=Step(turn.step),
        by=people[turn.author_id],
        heading=HEADINGS[Step(turn.step)],
        words=turn.text,
        at=turn.opened_at,
        on_phone_of=people.get(turn.typed_by_id) if turn.typed_by_id else None,
        reply_id=turn.pk if to_me and turn.step == Step.REPLY else None,
        erased=turn.erased_at is not None,
        own=None if to_me else turn,
    )
