"""Lines to borrow. About what both of you do, and what both of you can notice; each with a sentence why."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Starter:
    key: str
    words: "str | Promise"
    why: "str | Promise"


@dataclass(frozen=True)
class Group:
    key: str
    title: "str | Promise"
    starters: tuple[Starter, ...]


BEGINNING = (
    Starter(
        "good-time",
        _("We ask first: “Is this a good time?” Whoever says no suggests another time within two days."),
        _("A talk goes better when you both have room for it."),
    ),
    Starter(
        "one-thing",
        _("We talk about one thing at a time. Other things go on a note for another day."),
        _("Nobody can answer three complaints at once. They can only defend themselves."),
    ),
    Starter(
        "soft-start",
        _("We begin with “I felt…” and what happened, before what should change."),
        _("How a talk begins is very often how it ends."),
    ),
    Starter(
        "in-person",
        _("We don’t argue by text message. We write “Can we talk tonight?” instead."),
        _("On a screen there is no tone of voice, and everything sounds colder than it was meant."),
    ),
    Starter(
        "not-late",
        _("After ten at night we don’t start anything difficult. It can wait until tomorrow."),
        _("Tired people listen less and say more."),
    ),
    Starter(
        "not-hungry",
        _("We eat something and sit down before we talk about something hard."),
        _("It’s easier to listen when you’re not hungry, and it only takes minutes."),
    ),
    Starter(
        "small-early",
        _("When something bothers us, we say it within a week, while it is still small."),
        _("Things we hold back grow, and then come out all at once."),
    ),
    Starter(
        "what-i-need",
        _("We say at the start what we hope for: to be heard, a decision, or a hug."),
        _("In many arguments one person is trying to fix it and the other wants to be understood."),
    ),
)

MEANWHILE = (
    Starter(
        "finish",
        _("Each of us gets to finish. Then the other says back what they heard before answering."),
        _("It’s easier to listen once you feel understood, even by someone who disagrees."),
    ),
    Starter(
        "behaviour",
        _("We talk about what was said or done, not about what the other person is like."),
        _("People can change what they do. What they are, they can only defend."),
    ),
    Starter(
        "always-never",
        _("We leave out “always” and “never”, and name the one time we mean."),
        _("There’s always an exception, and then you end up talking about that."),
    ),
    Starter(
        "old-quarrels",
        _("We don’t bring up old arguments that we’ve settled. If one isn’t settled, it gets a talk of its own."),
        _("Making up only means something if it holds."),
    ),
    Starter(
        "no-names",
        _("We don’t call each other names, mock, or roll our eyes."),
        _("Insults are remembered long after the reason is forgotten."),
    ),
    Starter(
        "family",
        _("We leave each other’s parents, friends and past partners out of it."),
        _("People who aren’t there can’t answer, and it hurts to hear them criticised."),
    ),
    Starter(
        "voice",
        _("When one of us says “too loud”, both lower their voice. Nobody has to explain."),
        _("A loud voice is frightening before any words are heard."),
    ),
    Starter(
        "phones",
        _("While we talk, our phones are on silent and face down."),
        _("A glance at a screen can look like “you’re not important”, even when it isn’t meant that way."),
    ),
    Starter(
        "no-audience",
        _("We don’t argue in front of other people, children above all. “Later, just us” is enough to stop."),
        _("An audience turns a talk into something to win."),
    ),
    Starter(
        "one-true-thing",
        _("Before we disagree, we name one thing the other is right about."),
        _("There nearly always is one, and it turns two sides into two people with one problem."),
    ),
    Starter(
        "no-leaving-words",
        _(
            "We don’t use leaving as a threat in an argument. If one of us is really thinking about it, that gets a "
            "talk of its own."
        ),
        _("Nobody can listen while they’re afraid of losing everything."),
    ),
)

TOO_MUCH = (
    Starter(
        "break",
        _("Either of us can say “break” at any time. Both stop right away, in the middle of a sentence too."),
        _("Past a certain point nobody can take anything in. Stopping in time helps you both stay kind."),
    ),
    Starter(
        "return-time",
        _("Whoever asks for a break says when they will be back, at most a day later, and comes back then."),
        _("A break with an end is a rest. A break without one can feel like being left."),
    ),
    Starter(
        "no-silence",
        _("We don’t punish each other with silence. When we need quiet, we say so and for how long."),
        _("Needing quiet and freezing someone out look the same from outside. Words tell them apart."),
    ),
    Starter(
        "twenty-minutes",
        _("A break lasts at least twenty minutes, with something that calms us: a walk, a shower, music."),
        _("After a fright or a fight, a body takes about that long to settle."),
    ),
    Starter(
        "not-rehearsing",
        _("In a break we don’t plan what to say next, and we don’t carry on by message."),
        _("Otherwise it isn’t a break, just the same argument on your own."),
    ),
    Starter(
        "free-door",
        _("Nobody blocks the door, holds the other back, or follows them into another room."),
        _("Being able to go is what makes it safe to stay."),
    ),
    Starter(
        "no-hurt",
        _(
            "We don’t throw or break things, and nobody is pushed or grabbed. If it ever happens, each of us can get "
            "help from outside without asking the other."
        ),
        _("Where there is fear, no other rule can work."),
    ),
    Starter(
        "tears",
        _("When one of us cries, we stop, and ask what would help."),
        _("Tears are not an argument, and don’t need an answer."),
    ),
)

AFTERWARDS = (
    Starter(
        "first-step",
        _("Whoever feels ready first reaches out. It doesn’t say who was right."),
        _("Someone has to go first, and it doesn’t matter who."),
    ),
    Starter(
        "sorry",
        _("We say sorry for one specific thing we did, without a “but”."),
        _("The part before the “but” is the part that heals."),
    ),
    Starter(
        "what-i-heard",
        _("Before the day ends, each says one thing they understood about the other."),
        _("Agreeing can wait. It’s easier to sleep when you feel understood."),
    ),
    Starter(
        "small-step",
        _("We end with one small thing we will try, and look at it again in a week."),
        _("Small things get done. Big promises are hard to keep."),
    ),
    Starter(
        "not-tell",
        _(
            "We don’t make fun of our arguments in front of other people. Each of us can always talk to someone we "
            "trust."
        ),
        _("It’s easier to be honest when nobody will be laughed at. And nobody should be alone with something hard."),
    ),
    Starter(
        "touch",
        _("After we have made up we ask “a hug?”, and a no is fine."),
        _("Being close after an argument is good when you both want it, and only then."),
    ),
    Starter(
        "some-stay",
        _("Some differences of ours will stay. We look for a way to live with them, not for a winner."),
        _("Many happy couples keep disagreeing about the same few things."),
    ),
)

GROUPS = (
    Group("beginning", _("How we begin"), BEGINNING),
    Group("meanwhile", _("While we argue"), MEANWHILE),
    Group("too-much", _("When it gets too much"), TOO_MUCH),
    Group("afterwards", _("Afterwards"), AFTERWARDS),
)
