"""Several rows, one letter: what is due together comes once. Neutral outside, as every mail is (E5)."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from couples.outbox import kinds
from couples.outbox.compose import template_context
from couples.outbox.models import Message

NAME = "combined"


def words(rows: Sequence[Message]) -> tuple[str, dict[str, Any]]:
    """The template's name and what it needs: each row's line and links, and one way out of each kind.

    Kinds at times that somebody chose say the time; of the others nobody is told when they were caused (P4).
    """
    person = rows[0].person
    assert person  # noqa: S101  only what is a person's own is joined
    parts, ways_out, other_time = [], {}, ""
    for row in rows:
        kind, own = kinds.get(row.kind), template_context.of(row)
        subject = f"mail/{kind.key}.subject.txt"
        line = kind.line_of(row) if kind.line_of else " ".join(render_to_string(subject, own).split())
        at = row.due_at.astimezone(person.tzinfo).time() if kind.times else None
        parts.append({"line": line, "link": own.get("link"), "later": own.get("later"), "at": at})
        other_time = other_time or own.get("other_time", "")
        ways_out[kind.key] = {"label": kind.label, "link": own["unsubscribe"]}
    context = {"parts": parts, "other_time": other_time, "ways_out": list(ways_out.values())}
    return NAME, context | template_context.ways_out(person, *ways_out)
