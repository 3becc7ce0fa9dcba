"""Practices a ritual can lead to, by key. The floors above register theirs; rituals never import them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from couples.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Link:
    """`url_name` is its page for today, `dated` the address a nudge carries: with the date it rang for, it leads there
    whenever it is opened. `done` says whether there is nothing left to nudge about that day.

    `among` says so of many people and days in one query: whoever is done, with the day.
    """

    url_name: str
    dated: str
    done: Callable[[Person, date], bool]
    among: Callable[[Collection[Person], Collection[date]], set[tuple[UUID, date]]] | None = None

    def done_among(self, people: Collection[Person], days: Collection[date]) -> set[tuple[UUID, date]]:
        if self.among:
            return self.among(people, days)
        return {(person.pk, day) for person in people for day in days if self.done(person, day)}


_links: dict[str, Link] = {}


def register(key: str, link: Link) -> None:
    _links[key] = link


def link(key: str) -> Link | None:
    return _links.get(key)


def links() -> dict[str, Link]:
    return dict(_links)
