"""The few drawings and words every page shares; a builtin, so no template has to load it."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.conf import settings
from django.template import Context, defaultfilters
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from couples import addresses, localized, zones
from couples.forms import Audience, audience_id, shared_audience
from couples.icons import PATHS, TURNING

if TYPE_CHECKING:
    from couples.space.models import Membership

register = template.Library()

MARKS = {
    "a": '<circle cx="10" cy="10" r="8"/>',
    "b": '<rect x="3.2" y="3.2" width="13.6" height="13.6" rx="3.5" transform="rotate(45 10 10)"/>',
}


@register.simple_tag
def icon(name: str, small: bool = False) -> SafeString:
    """An icon never stands alone: words beside it, or a visually hidden name, say what it means."""
    classes = "icon" + (" small" if small else "") + (" turns" if name in TURNING else "")
    return _drawn(classes, 24, PATHS[name])


@register.simple_tag
def mark(membership: "Membership | None") -> SafeString:
    """The shape that goes with a person's hue, for everyone who does not see the hue. None: they are here no more."""
    return _drawn(f"mark {membership.hue}", 20, MARKS[membership.hue]) if membership else SafeString()


@register.simple_tag
def shape(hue: str, listens: bool = False) -> SafeString:
    """The same shape in its colour, where no name stands around it. Outlined, it listens, or has not said."""
    return _drawn(f"mark{' open' if listens else ''} {hue}", 20, MARKS[hue])


@cache
def _drawn(classes: str, side: int, shapes: str) -> SafeString:
    picture = '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>'
    return format_html(picture, classes, side, side, mark_safe(shapes))  # noqa: S308  constants of ours


@register.simple_tag
def live(topics: str | Iterable[str], also: str = "") -> SafeString:
    """What makes an element with `hx-get` look itself up again: a hint of one of `topics`, or a connection that came
    back. `also` is one more trigger of htmx.

    A newer look takes the place of one under way. htmx would otherwise hold it back until the answer has come, and
    forget it then, since the element that asked is no longer on the page. Forms inside keep their own order: a hint
    must not take the answer from somebody's words.
    """
    heard = [topics] if isinstance(topics, str) else topics
    triggers = [*(f"live:{topic} from:body" for topic in heard), "live:refresh from:body", *([also] if also else [])]
    return format_html(
        'hx-trigger="{}" hx-swap="outerHTML" hx-sync="this:replace" hx-disinherit="hx-sync"', ", ".join(triggers)
    )


@register.simple_tag
def anybody_may_begin() -> bool:
    """Whether a page offers to begin an account to whoever reads it (NEARER_SIGNUP)."""
    return bool(settings.SIGNUP == "open")


@register.filter(expects_localtime=True)
def time(value: Any, written: str = "TIME_FORMAT") -> str:
    """In place of Django's: the time of day as its reader has it, in 12 or 24 hours."""
    pattern = localized.time_pattern() if written == "TIME_FORMAT" else written
    return localized.undotted(str(defaultfilters.time(value, pattern)))


@register.filter(expects_localtime=True)
def date(value: Any, written: str = "DATE_FORMAT") -> str:
    """In place of Django's: each way in which a date is written goes through translators (`localized.DATES`)."""
    return str(defaultfilters.date(value, localized.date_pattern(written)))


@register.simple_tag
def data_hours() -> SafeString:
    """12 or 24, for scripts that write times; nothing where the language decides."""
    hours = localized.hours()
    return format_html('data-hours="{}"', hours) if hours else SafeString()


@register.filter
def mailbox(address: str) -> str:
    """An address as people write it: its domain is stored as it travels."""
    return addresses.shown(address)


@register.filter
def place(zone: str) -> str:
    """A time zone as people read it."""
    return zones.shown(zone)


@register.filter
def keeps_all(form: forms.BaseForm) -> bool:
    """Whether a refused form shows everything that was typed.

    It does not if it has a password, which is never shown again, or a field that is refused for being empty.
    """
    fields = [field for field in form if not field.is_hidden]
    empty = any(field.errors and not field.value() for field in fields)
    hides = any(getattr(field.field.widget, "input_type", "") == "password" for field in fields)
    said = any(isinstance(field.value(), str) and field.value().strip() for field in fields)
    return said and not empty and not hides


@register.inclusion_tag("_audience.html", takes_context=True)
def audience(context: template.Context, key: str, id: str = "") -> dict[str, Any]:
    """Who can see it, in the words that are the same everywhere: `{% audience "me" %}`."""
    alone = getattr(context.get("request"), "partner", True) is None
    return {"audience": Audience(key).to(alone=alone), "id": id}


@register.inclusion_tag("_audience.html")
def form_audience(form: forms.BaseForm) -> dict[str, Any]:
    """The same, once for a form whose fields are placed by hand; nothing where its fields differ."""
    return {"audience": shared_audience(form), "id": audience_id(form), "once": True}


@register.simple_tag
def written_by(membership: "Membership | None") -> SafeString:
    """Stands on the tag around somebody's own words: read in their direction, and aloud in their author's language.

    Not of somebody who has left: the language they choose later is not the other one's to know.
    """
    locale = membership.person.locale if membership and not membership.left_at else get_language()
    return format_html('dir="auto" lang="{}"', locale) if locale != get_language() else SafeString('dir="auto"')


@register.inclusion_tag("_languages.html", takes_context=True)
def other_languages(context: Context) -> dict[str, Any]:
    """The languages that a page is not in, for whoever is not signed in."""
    user = context.get("user")
    apart = {get_language()} if not (user and user.is_authenticated) else set(dict(settings.LANGUAGES))
    return {"languages": [(code, name) for code, name in settings.LANGUAGES if code not in apart]}


@register.inclusion_tag("_who.html")
def who(membership: "Membership", when: Any = "") -> dict[str, Any]:
    """A person's name after their shape, in their hue."""
    return {"by": membership, "when": when}
