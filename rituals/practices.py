"""Practices a ritual can lead to, by key. The floors above register theirs; rituals never import them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from couples.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Link:
    """`url_name` is where a nudge leads; `done` says whether there is nothing left to nudge about that day."""

    url_name: str
    done: Callable[[Person, date], bool]


_links: dict[str, Link] = {}


def register(key: str, *, link: str, done: Callable[[Person, date], bool]) -> None:
    _links[key] = Link(link, done)


def link(key: str) -> Link | None:
    return _links.get(key)


def links() -> dict[str, Link]:
    return dict(_links)
