"""Beginnings to go on from, in three depths. An id is never used again; a prompt that is taken out moves to RETIRED."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Prompt(NamedTuple):
    id: str
    depth: int
    text: "str | Promise"


PROMPTS: Final = (
    # Light: about days and things.
    Prompt("o101", 1, _("Something small that made me smile this week, and that I kept to myself")),
    Prompt("o102", 1, _("A sound, a smell or a taste that takes me straight back somewhere")),
    Prompt("o103", 1, _("What I think about when I can’t fall asleep")),
    Prompt("o104", 1, _("A song I am a little embarrassed to love")),
    Prompt("o105", 1, _("The part of my day I look forward to, even when the rest is grey")),
    Prompt("o106", 1, _("Something I pretend not to mind, and mind a little")),
    Prompt("o107", 1, _("A place where my shoulders come down by themselves")),
    Prompt("o108", 1, _("Something I learned lately that changed my mind")),
    Prompt("o109", 1, _("What I would do with one free afternoon that nobody asks about")),
    Prompt("o110", 1, _("A small thing of yours that I secretly like to use or look at")),
    Prompt("o111", 1, _("A story from before we met that I have not told you yet")),
    Prompt("o112", 1, _("Something I am quietly good at and nobody notices")),
    Prompt("o113", 1, _("A worry of mine that is smaller than it feels")),
    Prompt("o114", 1, _("How you can tell that I’m tired before I say so")),
    Prompt("o115", 1, _("A compliment I still remember, years later")),
    Prompt("o116", 1, _("Something I would like to try again, though it went badly the first time")),
    Prompt("o117", 1, _("A moment this month when I would have liked you beside me")),
    Prompt("o119", 1, _("What I do when I’d like you to notice me")),
    # Personal: about needs, the past, and us.
    Prompt("o201", 2, _("Something I stopped saying because I thought you knew")),
    Prompt("o202", 2, _("What helps me when I feel low, and what doesn’t")),
    Prompt("o203", 2, _("A habit I picked up from the people I grew up with")),
    Prompt("o204", 2, _("Something I find hard to ask for")),
    Prompt("o205", 2, _("A time I felt proud of us and did not say it")),
    Prompt("o206", 2, _("What I do when I am hurt, so that nobody notices")),
    Prompt("o207", 2, _("A wish I put aside, and still think of")),
    Prompt("o208", 2, _("What coming home was like for me as a child")),
    Prompt("o209", 2, _("Something about the last months that was heavier than I showed")),
    Prompt("o219", 2, _("A moment when I knew you mattered to me")),
    Prompt("o211", 2, _("What I am afraid you might think of me")),
    Prompt("o212", 2, _("A part of my work or my days that I feel alone with")),
    Prompt("o213", 2, _("How I notice that I’m pulling away, before you can see it")),
    Prompt("o214", 2, _("Something I admire in you and rarely say")),
    Prompt("o215", 2, _("A change in myself that I have not found words for yet")),
    Prompt("o216", 2, _("What an apology needs for me to believe it")),
    Prompt("o217", 2, _("A kind of help I would like and don’t mention")),
    Prompt("o218", 2, _("Something from our first year that I would like to have back")),
    # Tender: about what hurts, what is feared, and what is longed for.
    Prompt("o301", 3, _("Something I’ve been dealing with alone and would like to tell you")),
    Prompt("o302", 3, _("A moment between us that still hurts, and what I needed in it")),
    Prompt("o303", 3, _("What I am most afraid of losing")),
    Prompt("o304", 3, _("A part of me that I hide because I think it is too much")),
    Prompt("o305", 3, _("Something I regret, and what I would do differently now")),
    Prompt("o306", 3, _("When I feel lonely while you are in the same room")),
    Prompt("o307", 3, _("What being touched, or not being touched, has meant to me lately")),
    Prompt("o308", 3, _("An old hurt that comes back in our arguments")),
    Prompt("o310", 3, _("What I’d love from you and hardly dare to say")),
    Prompt("o311", 3, _("Something I do that I think is hard for you")),
    Prompt("o319", 3, _("Someone or something I still miss")),
    Prompt("o313", 3, _("When I last cried or nearly did, and what it was about")),
    Prompt("o314", 3, _("What I need to hear when I doubt us")),
    Prompt("o315", 3, _("Something I have forgiven, and something I am still working on")),
    Prompt("o316", 3, _("What I need from you on my worst days")),
    Prompt("o317", 3, _("A fear about getting older that I keep to myself")),
    Prompt("o320", 3, _("What I most want you to know about how I feel")),
)
#: No longer offered. Their words stay under what was written to them.
RETIRED: Final = (
    Prompt("o118", 1, _("The thing I do when I want to be found")),
    Prompt("o210", 2, _("The moment I knew that I wanted to stay with you")),
    Prompt("o309", 3, _("Something I have never told anyone because it felt shameful")),
    Prompt("o312", 3, _("A goodbye that I have not finished")),
    Prompt("o318", 3, _("What I would want you to know if I had only one letter to write")),
)

_BY_ID: Final = {prompt.id: prompt for prompt in (*PROMPTS, *RETIRED)}


def text_of(id: str) -> str:
    """The prompt's words, taken out of the deck or not; nothing for an id there never was."""
    return str(_BY_ID[id].text) if id in _BY_ID else ""


def is_known(id: str) -> bool:
    return id in _BY_ID
