"""Practices a ritual can lead to, by key. The floors above register theirs; rituals never import them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Link:
    """`url_name` is its page for today, `dated` the address a nudge carries: with the date it rang for, it leads there
    whenever it is opened.

    `done` is asked about couples, people and days. It gives each couple, person and day with nothing left to nudge
    about, in one query.
    """

    url_name: str
    dated: str
    done: Callable[[Collection[UUID], Collection[UUID], Collection[date]], set[tuple[UUID, UUID, date]]]


_links: dict[str, Link] = {}


def register(key: str, link: Link) -> None:
    _links[key] = link


def link(key: str) -> Link | None:
    return _links.get(key)


def links() -> dict[str, Link]:
    return dict(_links)
