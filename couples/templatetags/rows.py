"""`{% row %}`: one line of a list of places or things, as `static/css/components/contents.css` draws it. A builtin.

It stands in `<ul class="contents">` and brings its own `<li>`:

    {% row "checkins:day" checkin.on do=_("Read") %}
      {{ checkin.on|date:"l, j F" }}
      {% note %}{{ checkin.energy_words }}
    {% endrow %}

The first words are the name of an address and its arguments, as in `{% url %}`. A named argument is a part of its
query (`theme=each.key`), except these:

- `do`: what one does there, in a word or two (`do=_("Read")`). Without it: Look.
- `to`: a ready address instead of a name. Empty, or neither name nor `to`: the row is no link.
- `anchor`: the place on that page (`anchor="choose"`).
- `own=True`: the title is somebody's own words, read in their direction. `serif=True`: and set in their type.

Two parts may follow the title, in this order: `{% note %}` (small, below it; `{% note own=True %}` for own words; left
out where it comes to nothing) and `{% beside %}` (at the end of the row: a button in its form).
"""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()

OPTIONS = ("do", "to", "anchor", "own", "serif")
LINK = '<li><a href="{}">{}<span class="dots" aria-hidden="true"></span> <span class="do">{}</span></a></li>'
NO_LINK = '<li><div class="row"><span class="row-text">{}</span>{}</div></li>'
TITLES = {"": "<span>", "own": '<span dir="auto">', "serif": '<span class="serif" dir="auto">'}
NOTES = {(): '<span class="further">', ("own=True",): '<span class="further" dir="auto">'}


@register.tag
def row(parser: Parser, token: Token) -> "RowNode":
    arguments, named = _arguments(parser, token)
    options = {name: named.pop(name) for name in OPTIONS if name in named}
    title, end = _until(parser, "note", "beside", "endrow")
    note, beside, open_note = NodeList(), NodeList(), ""
    if end[0] == "note":
        open_note = NOTES[tuple(end[1:])]
        note, end = _until(parser, "beside", "endrow")
    if end[0] == "beside":
        beside, end = _until(parser, "endrow")
    return RowNode(Address(arguments, named, options), options, title, note, beside, open_note)


def _until(parser: Parser, *tags: str) -> tuple[NodeList, list[str]]:
    """What stands before the next of `tags`, and the words of that tag."""
    return parser.parse(tags), parser.next_token().split_contents()


def _arguments(parser: Parser, token: Token) -> tuple[list[FilterExpression], dict[str, FilterExpression]]:
    arguments: list[FilterExpression] = []
    named: dict[str, FilterExpression] = {}
    for bit in token.split_contents()[1:]:
        name, equals, value = bit.partition("=")
        if equals and name.isidentifier():
            named[name] = parser.compile_filter(value)
        else:
            arguments.append(parser.compile_filter(bit))
    return arguments, named


class Address:
    """Where a row leads, worked out for each page."""

    def __init__(
        self,
        arguments: list[FilterExpression],
        query: dict[str, FilterExpression],
        options: dict[str, FilterExpression],
    ) -> None:
        self.arguments, self.query = arguments, query
        self.to, self.anchor = options.get("to"), options.get("anchor")
        if self.to and arguments:
            raise template.TemplateSyntaxError("A row takes the name of an address or `to`, not both.")

    def resolve(self, context: Context) -> str:
        """Ready for an attribute; empty where the row leads nowhere."""
        address = ""
        if self.arguments:
            name, *arguments = [each.resolve(context) for each in self.arguments]
            address = reverse(name, args=arguments)
        elif self.to:
            address = self.to.resolve(context) or ""
        if self.query:
            address += "?" + urlencode({name: value.resolve(context) for name, value in self.query.items()})
        if self.anchor:
            address += f"#{self.anchor.resolve(context)}"
        return conditional_escape(address)


class RowNode(template.Node):
    child_nodelists = ("title", "note", "beside")

    def __init__(
        self,
        address: Address,
        options: dict[str, FilterExpression],
        title: NodeList,
        note: NodeList,
        beside: NodeList,
        open_note: str,
    ) -> None:
        self.address, self.options = address, options
        self.title, self.note, self.beside = title, note, beside
        self.open_note = open_note

    def render(self, context: Context) -> SafeString:
        text = f"{TITLES[self.kind(context)]}{self.title.render(context).strip()}</span>"
        if note := self.note.render(context).strip():
            text += f" {self.open_note}{note}</span>"
        if address := self.address.resolve(context):
            line = LINK.format(address, text, self.do(context))
        else:
            line = NO_LINK.format(text, self.beside.render(context).strip())
        return mark_safe(line)  # noqa: S308  each part was escaped by the template it comes from

    def do(self, context: Context) -> str:
        said = self.options["do"].resolve(context) if "do" in self.options else ""
        return conditional_escape(said or gettext("Look"))

    def kind(self, context: Context) -> str:
        """Whose words the title is, as TITLES names it."""
        return next((each for each in ("serif", "own") if each in self.options and self.on(each, context)), "")

    def on(self, option: str, context: Context) -> bool:
        return bool(self.options[option].resolve(context))
