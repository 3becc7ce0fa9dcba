"""Hints about wording: many harmless lines that must get none, and the ones they are for."""

import re
from time import process_time

import pytest
from django.utils import translation

from journal.wording.engine import Hint, read
from journal.wording.engine import hints as hints_by
from journal.wording.opening_rules import LISTS, RULES

HARMLESS = """
I love how you always leave the light on for me.
You always make me laugh when I least expect it.
Thank you for being there, you always know how to calm the children.
I am so grateful that you never gave up on us.
You never fail to find the good in people.
You never know what a day brings.
If you never want to go back there, we do not have to.
You are right, and I was too proud to say so.
You are welcome at my mother’s at any time.
You are my favourite person in the whole world.
You are so kind to strangers.
I know you are tired, and I am too.
When you are cold, take my coat.
If you're too sensitive to the light, I close the curtains.
I wonder who you are when nobody watches.
How are you, really?
Are you mean with that the trip in May?
I don't think you are selfish, I think we were both tired.
It does not mean you are lazy.
I never said it aloud, and I always meant to.
We always end up in the kitchen.
We never take the small road any more, and I miss it.
I felt alone when the door closed.
I was always afraid of being too much.
I am stubborn, and I am working on it.
My boss is impossible and selfish.
She said I am too sensitive.
Have you always liked the sea?
As you always say, one thing after the other.
You always wanted a garden.
I'd love to go somewhere you've never been.
I wish you never had to go through that.
You have never let me down.
You've never judged me for it.
You’re always welcome to wake me.
I like that you are always kind to my father.
It is not that you are careless.
I see why you are worried about money.
I see why you were angry; I had promised.
When you came home late, I felt small.
You were funny that night, and I had missed it.
You and I are a mess sometimes, and I like us.
The baby is crying, and you are asleep at last.
What you are to me I cannot say in a line.
Whenever you are childish with the dog, I fall in love again.
Thank you, always.
Never mind the dishes.
I miss the way you used to sing.
You are crazy about trains, and I love it.
Because I thought you never wanted children, I kept quiet.
""".strip().splitlines()

TOLD = {
    "You always leave your plate.": "always",
    "you ALWAYS interrupt me": "always",
    "You’re always on your phone.": "always",
    "You are always late, and I wait.": "always",
    "You constantly correct me.": "always",
    "Every single time you come home, you go straight to the screen.": "always",
    "Why do you always have to win?": "always",
    "And then you  always\nwalk out.": "always",
    "You never listen.": "never",
    "you never ask how my day was": "never",
    "You have never once said sorry.": "never",
    "You've never supported me.": "never",
    "You don't ever help with bedtime.": "never",
    "I cook, and you never notice.": "never",
    "Not once did you call.": "never",
    "You are so selfish.": "are",
    "You're lazy.": "are",
    "You’re being childish again": "are",
    "you are just like your mother": "are",
    "You are impossible to talk to.": "are",
    "You were a coward.": "are",
    "I think you're too sensitive.": "are",
    "You are the problem here.": "are",
    "you are such a control freak": "are",
    "You have been cold for weeks.": "are",
}


def hints(*texts: str) -> list[Hint]:
    return list(hints_by(RULES, *map(read, texts)))


def keys(text: str) -> list[str]:
    return [hint.key for hint in hints(text)]


@pytest.mark.parametrize("line", HARMLESS)
def test_a_harmless_line_gets_no_hint(line: str) -> None:
    assert hints(line) == []


@pytest.mark.parametrize(("line", "key"), TOLD.items())
def test_a_line_that_is_hard_to_hear_gets_its_hint(line: str, key: str) -> None:
    assert keys(line) == [key]


def test_there_are_many_of_both() -> None:
    assert len(HARMLESS) >= 40
    assert len(TOLD) >= 20


def test_a_hint_says_the_words_as_they_were_typed() -> None:
    (hint,) = hints("And then YOU’RE   always late.")
    assert hint.found == "YOU’RE always"
    assert hint.words.startswith("“YOU’RE always” ")


def test_each_kind_is_said_once_and_all_lines_are_looked_at() -> None:
    assert [hint.key for hint in hints("You never call.", "", "You always say no. You never call.")] == [
        "always",
        "never",
    ]


def test_a_kind_sentence_does_not_cover_the_next_one() -> None:
    assert keys("You always make me laugh. But you always leave.") == ["always"]
    assert keys("I love our mornings. You always leave.") == ["always"]


def test_hints_are_kind_and_short() -> None:
    for rule in RULES:
        words = str(rule.words)
        assert words.count("%(said)s") == 1
        assert len(words) <= 160
        assert not re.search(r"\b(should|must|don['’]t|wrong|bad)\b", words)


def test_every_list_a_rule_names_is_there_and_every_list_is_named() -> None:
    phrases = [phrase for rule in RULES for phrase in (*rule.says, *rule.unless)]
    assert {name for phrase in phrases for name in re.findall(r"{(\w+)}", phrase)} == set(LISTS)


@pytest.mark.parametrize(
    "text", ["love " * 4000, "you are " * 2500, "you are so " * 1800, "I love " + "you always " * 1800, "’" * 20_000]
)
def test_long_or_odd_words_are_looked_at_quickly(text: str) -> None:
    """Ten times as much takes about ten times as long, not a hundred times."""

    def taken(words: str) -> float:
        """On the processor, and the best of three: whatever else the machine does is no slowness of ours."""

        def once() -> float:
            began = process_time()
            hints(words)
            return process_time() - began

        return min(once() for _ in range(3))

    hints("warm")
    assert taken(text) < 40 * max(taken(text[: len(text) // 10]), 0.001)


def test_a_reader_of_another_language_gets_none_as_the_rules_know_english_only() -> None:
    words = read("You always forget me.")
    assert list(hints_by(RULES, words))
    with translation.override("en-gb"):
        assert list(hints_by(RULES, words))
    for language in ("de", "ar-xb", "enm"):
        with translation.override(language):
            assert list(hints_by(RULES, words)) == []
