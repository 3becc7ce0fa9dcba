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
        _("We ask first: “Is this a good time?” A no comes with another time, within two days."),
        _("A talk that both have room for is half done before it begins."),
    ),
    Starter(
        "one-thing",
        _("We talk about one thing at a time. Other things go on a note for another day."),
        _("Three subjects at once cannot be answered, only defended against."),
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
        _("After ten in the evening we start nothing difficult. It keeps until tomorrow."),
        _("Tired people hear worse and say more."),
    ),
    Starter(
        "not-hungry",
        _("We eat something and sit down before we talk about something hard."),
        _("A settled body listens better, and it takes only minutes."),
    ),
    Starter(
        "small-early",
        _("When something bothers us, we say it within a week, while it is still small."),
        _("What is kept grows, and arrives all at once."),
    ),
    Starter(
        "what-i-need",
        _("We say at the start what we hope for: to be heard, a decision, or a hug."),
        _("Many quarrels are one person solving and the other wanting to be understood."),
    ),
)

MEANWHILE = (
    Starter(
        "finish",
        _("Each of us may finish a sentence. Then the other says what they heard before they answer."),
        _("People grow calm when they are understood, even by someone who disagrees."),
    ),
    Starter(
        "behaviour",
        _("We speak about what was done or said, not about what kind of person the other is."),
        _("Something done can be done differently. A character can only be defended."),
    ),
    Starter(
        "always-never",
        _("We leave out “always” and “never”, and name the one time we mean."),
        _("One exception is easy to find, and then the talk is about that."),
    ),
    Starter(
        "old-quarrels",
        _("We don’t bring up old quarrels that we had made up. If one isn’t over, it gets a talk of its own."),
        _("Making up only means something if it holds."),
    ),
    Starter(
        "no-names",
        _("We don’t call each other names, mock, or roll our eyes."),
        _("Contempt is remembered long after the reason is forgotten."),
    ),
    Starter(
        "family",
        _("We leave each other’s parents, friends and past partners out of it."),
        _("Whoever is not in the room cannot answer, and loyalty hurts."),
    ),
    Starter(
        "voice",
        _("When one of us says “too loud”, both lower their voice. Nobody has to explain."),
        _("Loudness frightens before the words arrive."),
    ),
    Starter(
        "phones",
        _("While we talk, both phones lie in another room."),
        _("A glance at a screen says “not important”, whatever it was meant to say."),
    ),
    Starter(
        "no-audience",
        _("We don’t argue in front of the children or friends. “Later, just us” is enough to pause it."),
        _("An audience turns a talk into something to win."),
    ),
    Starter(
        "one-true-thing",
        _("Before we disagree, we name one thing the other is right about."),
        _("It is nearly always there, and it turns opponents into two people with one problem."),
    ),
    Starter(
        "no-leaving-words",
        _("We don’t threaten to leave in a quarrel. If one of us really thinks about it, we talk about that, calmly."),
        _("Nobody can listen while the floor is shaking."),
    ),
)

TOO_MUCH = (
    Starter(
        "break",
        _("Either of us can say “break” at any time. Both stop right away, in the middle of a sentence too."),
        _("Past a certain point nobody can hear anything. Stopping is how both stay kind."),
    ),
    Starter(
        "return-time",
        _("Whoever asks for a break says when they will be back, at most a day later, and comes back then."),
        _("A pause with an end is rest. A pause without one feels like being left."),
    ),
    Starter(
        "no-silence",
        _("We don’t punish each other with silence. When we need quiet, we say so and for how long."),
        _("Quiet and silence look the same from outside; only words tell them apart."),
    ),
    Starter(
        "twenty-minutes",
        _("A break lasts at least twenty minutes, with something that calms us: a walk, a shower, music."),
        _("A body that is up in arms takes about that long to come down."),
    ),
    Starter(
        "not-rehearsing",
        _("In a break we don’t collect arguments, and don’t go on by message."),
        _("Otherwise it is not a break, only the same quarrel alone."),
    ),
    Starter(
        "free-door",
        _("Nobody stands in a doorway, holds on, or follows the other into another room."),
        _("Being able to go is what makes it safe to stay."),
    ),
    Starter(
        "no-hurt",
        _("We don’t throw or break things, and nobody is pushed or grabbed. If it happens, we get help from outside."),
        _("Where there is fear, no other rule can work."),
    ),
    Starter(
        "tears",
        _("When one of us cries, we stop solving and stay close, or ask what would help."),
        _("Tears are not an argument, and don’t need an answer."),
    ),
)

AFTERWARDS = (
    Starter(
        "first-step",
        _("Whoever is calmer takes the first step back. It doesn’t say who was right."),
        _("Someone has to go first, and keeping count of who did helps nobody."),
    ),
    Starter(
        "sorry",
        _("We say sorry for one particular thing we did, without a “but”."),
        _("The part before the “but” is the part that heals."),
    ),
    Starter(
        "what-i-heard",
        _("Before the day ends, each says one thing they understood about the other."),
        _("Agreeing can wait. Being understood is what lets both sleep."),
    ),
    Starter(
        "small-step",
        _("We end with one small thing we will try, and look at it again in a week."),
        _("Small things get done; large promises get broken."),
    ),
    Starter(
        "not-tell",
        _("What was said in a quarrel stays with us, except with a therapist or the one friend each of us has named."),
        _("It is easier to be honest when it will not be retold. And nobody should be alone with something hard."),
    ),
    Starter(
        "touch",
        _("After we have made up we ask “a hug?”, and a no is fine."),
        _("Closeness after a quarrel is good when both want it, and only then."),
    ),
    Starter(
        "some-stay",
        _("Some differences of ours will stay. We look for a way to live with them, not for a winner."),
        _("Many couples who are content together still disagree about the same few things."),
    ),
)

GROUPS = (
    Group("beginning", _("How we begin"), BEGINNING),
    Group("meanwhile", _("While we argue"), MEANWHILE),
    Group("too-much", _("When it gets too much"), TOO_MUCH),
    Group("afterwards", _("Afterwards"), AFTERWARDS),
)
