"""Everyday touch that asks for nothing more, in groups. Ours, in plain words, and nothing sexual.

A key stands in people's marks, so it is never given to another thing. A thing that is no longer offered goes from here,
and its key is never used again.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Thing(NamedTuple):
    key: str
    words: "str | Promise"


class Group(NamedTuple):
    key: str
    label: "str | Promise"
    things: tuple[Thing, ...]


GROUPS = (
    Group(
        "near",
        _("Near each other"),
        (
            Thing("sofa", _("Sit close on the sofa")),
            Thing("shoulder", _("Lean on each other’s shoulder")),
            Thing("cold-feet", _("Warm cold feet on each other")),
            Thing("blanket", _("Share a blanket while we watch something")),
            Thing("reading", _("Read in one room, our backs touching")),
            Thing("cooking", _("Cook side by side, our arms touching")),
            Thing("knees", _("Let our knees touch under the table")),
            Thing("foreheads", _("Put our foreheads together for a moment")),
            Thing("teeth", _("Stand close while we brush our teeth")),
        ),
    ),
    Group(
        "hands",
        _("Hands"),
        (
            Thing("hands-film", _("Hold hands while we watch something")),
            Thing("hands-table", _("Put a hand on the other’s hand at the table")),
            Thing("fingers", _("Let our fingers touch for a moment")),
            Thing("warm-hands", _("Warm each other’s hands")),
            Thing("hand-cream", _("Rub cream into each other’s hands")),
            Thing("hands-ride", _("Hold hands in the car or on the train")),
            Thing("hand-knee", _("Rest a hand on the other’s knee")),
            Thing("hand-stroke", _("Stroke the back of the other’s hand")),
            Thing("hands-asleep", _("Hold hands until one of us falls asleep")),
        ),
    ),
    Group(
        "holding",
        _("Holding"),
        (
            Thing("long-hug", _("A hug that lasts until we both breathe out")),
            Thing("hug-behind", _("A hug from behind while one of us cooks")),
            Thing("hug-hello", _("A hug before we say anything else")),
            Thing("hug-goodbye", _("A hug before one of us leaves")),
            Thing("hug-morning", _("A short hug in the morning")),
            Thing("song", _("Hold each other for one song")),
            Thing("sway", _("Sway slowly in the kitchen")),
            Thing("arm-around", _("An arm around the shoulders")),
            Thing("hard-day", _("Hold each other after a hard day")),
        ),
    ),
    Group(
        "passing",
        _("Passing by"),
        (
            Thing("back-passing", _("A hand on the back in passing")),
            Thing("arm-talking", _("A touch on the arm while we talk")),
            Thing("squeeze", _("A squeeze of the shoulder")),
            Thing("cheek", _("A kiss on the cheek")),
            Thing("forehead", _("A kiss on the forehead")),
            Thing("kiss-hello", _("A kiss when one of us comes home")),
            Thing("kiss-goodbye", _("A kiss when one of us leaves")),
            Thing("hair-passing", _("A hand through the hair")),
            Thing("cup", _("Let our hands touch when we pass a cup")),
        ),
    ),
    Group(
        "resting",
        _("A quiet moment"),
        (
            Thing("lap", _("A head in the other’s lap")),
            Thing("chest", _("A head on the other’s chest, just to rest")),
            Thing("back-rub", _("A short back rub, with clothes on")),
            Thing("foot-rub", _("A foot rub")),
            Thing("neck", _("A warm hand on the neck")),
            Thing("hair", _("Stroke each other’s hair")),
            Thing("side-by-side", _("Lie side by side for five minutes")),
            Thing("close-behind", _("Lie close, one behind the other, and rest")),
            Thing("feet-bed", _("Let our feet touch in bed")),
            Thing("back-to-back", _("Fall asleep back to back")),
        ),
    ),
    Group(
        "outside",
        _("Outside"),
        (
            Thing("way-home", _("Hold hands on the way home")),
            Thing("arm-in-arm", _("Walk arm in arm")),
            Thing("bench", _("Sit close on a bench")),
            Thing("umbrella", _("Share an umbrella")),
            Thing("pocket", _("A cold hand in the other’s pocket")),
            Thing("queue", _("Lean on each other in a queue")),
            Thing("meeting", _("A hug where we meet")),
            Thing("cafe", _("Hold hands across a café table")),
            Thing("sky", _("Stand close and look at the sky")),
        ),
    ),
)

THINGS = {thing.key: thing for group in GROUPS for thing in group.things}
