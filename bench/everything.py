"""Every address of one couple, and every form they are shown, to ask for and to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from django.conf import settings
from django.test import Client

from bench.content import person
from couples.space import services as space
from tests.addresses import ALL, ONLY_SENT, at, world

Fields = dict[str, str]


@dataclass(frozen=True)
class Everything:
    #: Of one of the two, signed in.
    cookie: str
    pages: Sequence[str]
    #: What is sent where. Where no page has a form for an address, every name there is.
    forms: Sequence[tuple[str, Fields]]


class _Forms(HTMLParser):
    """Each form of a page that is posted: where to, and what as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[tuple[str, Fields]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self.found.append((said.get("action") or self.page, {}))
            self._inside = True
        elif self._inside and said.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            self.found[-1][1].setdefault(said["name"], said.get("value") or "words")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def everything() -> Everything:
    """A new couple with one of each thing that has an address."""
    ada, ben = person("Ada"), person("Ben")
    couple = space.begin(by=ada, called="Ben")
    space.join(space.invite(couple, by=ada, email=ben.email), by=ben)
    theirs = world(couple, ada, ben, "Words", many=1)
    addresses = {name: at(name, theirs) for name in ALL}
    client = Client()
    client.force_login(ada)
    forms: dict[str, Fields] = {}
    for name in sorted(set(ALL) - ONLY_SENT):
        for browser in (client, Client()):
            page = _Forms(addresses[name])
            page.feed(browser.get(addresses[name], follow=True).content.decode(errors="replace"))
            for where, fields in page.found:
                forms[where] = forms.get(where, {}) | fields
    every = {name: value for fields in forms.values() for name, value in fields.items()}
    for name in sorted(ONLY_SENT):
        forms.setdefault(addresses[name], every)
    client = Client()  # anew: a visit to signing out may have ended the other
    client.force_login(ada)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Everything(cookie, sorted(addresses.values()), sorted(forms.items(), key=lambda form: form[0]))
