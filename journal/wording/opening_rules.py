"""Which wordings of an opening get a hint. Add a harmless line to the tests before adding a phrase.

What `unless` describes covers what it contains: rather no hint than a wrong one.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from journal.wording.phrases import PhraseRule


def _each(words: str) -> tuple[str, ...]:
    return tuple(" ".join(words.split()).split(", "))


LISTS: Final = {
    "you_are": _each(
        """
        you are, you're, you were, you have been, you've been
        """
    ),
    "very": _each(
        """
        so, too, such, such a, such an, a, an, just, simply, really, very, being, being so, being too,
        just being, always so, the most, a bit, quite, totally, completely
        """
    ),
    "verdict": _each(
        """
        selfish, lazy, cold, heartless, careless, thoughtless, inconsiderate, insensitive, ungrateful,
        childish, immature, dramatic, sensitive, needy, clingy, jealous, controlling, stubborn,
        arrogant, ridiculous, pathetic, useless, hopeless, impossible, unbearable, unreasonable, stupid,
        crazy, mean, cruel, weak, irresponsible, unreliable, rude, bossy, boring, liar, idiot, coward,
        failure, child, baby, bully, egoist, narcissist, control freak
        """
    ),
    "warm": _each(
        """
        love, loved, like, adore, enjoy, appreciate, admire, treasure, thank you, thanks, grateful,
        thankful, glad, happy, moved, touched, proud
        """
    ),
    "kind": _each(
        """
        make me laugh, make me smile, make me feel, made me laugh, made me smile, made me feel, know how
        to, know what to, knew how to, find a way, found a way, listen, listened, help, helped,
        remember, remembered, try, tried, care, cared, forgive, forgave, welcome, in my heart, there for
        me, by my side, on my side, kind to, so kind, so gentle, had time, have time
        """
    ),
    "loyal": _each(
        """
        know, fail, failed, gave up, give up, stopped, stop, let me down, let go, complain, complained,
        judge, judged, left my side, leave my side, made me feel, make me feel, had to, have to, laughed
        at me, forgot us, asked for anything
        """
    ),
    "maybe": _each(
        """
        if, whether, when, whenever, in case, until, unless, because I thought
        """
    ),
    "doubt": _each(
        """
        don't think, do not think, didn't think, never thought, not that, not saying, not because,
        doesn't mean, does not mean, I don't mean
        """
    ),
}

RULES: Final = (
    PhraseRule(
        lists=LISTS,
        key="always",
        says=("you always", "{you_are} always", "you constantly", "{you_are} constantly", "every single time you"),
        unless=(
            "{warm} … you always",
            "{warm} … {you_are} always",
            "you always {kind}",
            "{you_are} always {kind}",
            "as you always",
            "have you always",
            "{maybe} you always",
            "you always wanted",
            "you always dreamed",
            "you always told me",
        ),
        words=_(
            "“%(said)s” can sound like a judgement, and it’s easy to answer with an exception. Could you tell about "
            "one time, and what it was like for you?"
        ),
    ),
    PhraseRule(
        lists=LISTS,
        key="never",
        says=("you never", "you have never", "you've never", "you don't ever", "you didn't ever", "not once did you"),
        unless=(
            "{warm} … you never",
            "{warm} … you have never",
            "{warm} … you've never",
            "you never {loyal}",
            "you have never {loyal}",
            "you've never {loyal}",
            "{maybe} you never",
            "{maybe} you have never",
            "{maybe} you've never",
            "wish you never",
            "somewhere you've never",
            "somewhere you have never",
            "something you've never",
            "something you have never",
            "place you've never",
            "place you have never",
        ),
        words=_("“%(said)s” is hard to answer. Think of one time: what would you have loved to happen?"),
    ),
    PhraseRule(
        lists=LISTS,
        key="are",
        says=("{you_are} {verdict}", "{you_are} {very} {verdict}", "{you_are} the problem", "{you_are} just like your"),
        unless=(
            "{maybe} {you_are} {verdict}",
            "{maybe} {you_are} {very} {verdict}",
            "{doubt} … {you_are} {verdict}",
            "{doubt} … {you_are} {very} {verdict}",
            "{you_are} sensitive to",
            "{you_are} crazy about",
            "{you_are} mean to say",
            "{you_are} child free",
            "{warm} … {you_are} just like your",
            "{warm} … {you_are} sensitive",
            "{warm} … {you_are} so sensitive",
        ),
        words=_(
            "“%(said)s” is about what someone is. “When that happened, I felt …” is about you, and is easier to hear."
        ),
    ),
)
