"""The lint of what people read: each rule finds what is planted, and leaves alone what is said well."""

from pathlib import Path

import pytest

from config.local.words.__main__ import Allowed, broken, grades, hard
from config.local.words.grades import grade
from config.local.words.rules import RULES
from config.local.words.strings import Said, every, in_python, in_script, in_template

BROKEN = {
    "never said": ["A streak of three", "You haven’t answered", "%(name)s is waiting", "3 points", "Don’t forget"],
    "please": ["Please try again."],
    "double space": ["One.  Two."],
    "straight quote": ["It's yours", 'Say "no" to it', "Both partners' words"],
    "three dots": ["Saving...", "Today - or not"],
    "long sentence": [
        "One two three four five six seven eight nine ten one two three four five six seven eight nine ten x."
    ],
    "passive without a person": ["The invitation was removed.", "It can’t be done once words are not sent."],
    "check-in": ["How are you arriving tonight?", "Say how you arrived"],
    "seal": ["Seal it"],
    "opening up": ["The opening", "Other openings"],
    "say back": ["What came across"],
    "ritual": ["A time for each other"],
    "nudge": ["It rings at eight"],
    "email": ["Look at your mail", "We mailed it"],
    "pause": ["A holiday for both"],
    "version": ["The wording in force"],
    "guideline": ["Remove this line"],
    "topic": ["Share this line", "Take stock"],
    "reason": ["The value underneath"],
    "skip": ["Set aside", "Your words are kept"],
    "time zone": ["By your own clock"],
    "remove": ["Take away", "Bring back", "Bring it back"],
    "faces": ["Somebody said no", "Ask whoever it is"],
    "word order": ["It works no longer"],
}
#: A path that the rule is about.
PATHS = {"guideline": "journal/agreements/errors.py", "topic": "journal/assessments/forms.py"}
WELL_SAID = [
    "Alex hasn’t answered yet. Your words stay sealed. Nothing for you to do.",
    "Nothing is lost. Try again.",
    "This account is closed.",
    "Nobody is told.",
    "Your words are saved, and only you can see them.",
    "We’ve emailed it to %(email)s. It works once, until %(day)s.",
    '<a href="/help/">Help</a>',
    "That was read by Alex.",
]


def found(words: str, path: str = "templates/page.html") -> set[str]:
    return {rule.name for rule in RULES if rule.is_about(path) for _ in rule.finds(words)}


@pytest.mark.parametrize(("rule", "planted"), [(rule, words) for rule, several in BROKEN.items() for words in several])
def test_what_breaks_a_rule_is_found(rule: str, planted: str) -> None:
    assert rule in found(planted, PATHS.get(rule, "templates/page.html"))


def test_every_rule_has_something_planted_for_it() -> None:
    assert {rule.name for rule in RULES} == set(BROKEN)


@pytest.mark.parametrize("words", WELL_SAID)
def test_what_is_said_well_is_left_alone(words: str) -> None:
    assert found(words) == set()


def test_a_question_may_speak_of_a_holiday_and_not_of_somebody() -> None:
    deck = "journal/questions/deck/days.py"
    assert found("Which holiday would you like to have again?", deck) == set()
    assert found("Which holiday did somebody spoil?", deck) == {"faces"}


def test_strings_are_found_wherever_they_are_said() -> None:
    python = 'a = _("One")\nb = ngettext("%d thing", "%d things", 2)\nc = pgettext("a verb", "Open")\nd = "Not said"'
    assert list(in_python(python)) == [(1, "One"), (2, "%d thing"), (2, "%d things"), (3, "Open")]
    template = (
        '{% translate "One" as one %}\n{% include "x.html" with words=_("Two") %}\n'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} line\n{% plural %}\n  {{ n }} lines\n{% endblocktranslate %}"
    )
    assert [words for _, words in in_template(template)] == ["One", "Two", "%(n)s line", "%(n)s lines"]
    assert list(in_script('// "Not said here"\nsay("Saved just now");\nfind("some selector");')) == [
        (2, "Saved just now")
    ]


def test_an_exception_covers_one_string_and_is_named_when_nothing_needs_it() -> None:
    said = [Said("a.py", 1, "Please wait."), Said("b.py", 1, "Please wait.")]
    one = Allowed("please", "a.py", "Please", "a reason")
    assert [each for each in broken(said, [one]) if "a.py" in each] == []
    assert len([each for each in broken(said, [one]) if each.startswith("b.py:1")]) == 1
    assert list(broken([], [one])) == ["allowed.tsv: nothing needs this any more: please, Please"]


def test_every_exception_of_ours_gives_its_reason() -> None:
    rows = Path("config/local/words/allowed.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert rows
    assert [row for row in rows if len([cell for cell in row.split("\t") if cell.strip()]) != 4] == []


def test_the_grade_is_flesch_and_kincaids() -> None:
    # Six words, one sentence, six syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
    found, words = grade(["The cat sat on the mat."])
    assert (round(found, 2), words) == (-1.45, 6)
    # Of a string that is a label nothing is counted.
    assert grade(["Guidelines"]) == (0.0, 0)


def test_a_hard_page_is_named_and_so_is_a_hard_house() -> None:
    hardest = (
        "Notwithstanding institutional considerations, organisational responsibilities necessitate deliberation. " * 3
    )
    pages = grades([Said("a.html", 1, hardest), Said("b.html", 1, "The cat sat on the mat. " * 5)])
    assert list(pages) == ["a.html", "b.html"]
    said = list(hard(pages))
    assert said[0].startswith("a.html: grade ")
    assert said[1].startswith("Half of the pages")


def test_strings_of_ours_are_all_found() -> None:
    paths = {said.path.split("/")[0] for said in every()}
    assert {"couples", "rituals", "journal", "templates"} <= paths
    assert len(list(every())) > 2000
