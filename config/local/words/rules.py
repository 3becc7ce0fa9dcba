"""What no string says, and what it says instead. A rule reads one string, whole or sentence by sentence."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.local.words.sentences import sentences, words_of

LONGEST = 20

#: Questions, ideas and guidelines to borrow are about two people's lives: a holiday, a phone that rings.
LIFE = (
    "journal/questions/deck/",
    "journal/openings/prompts.py",
    "journal/listening/followups.py",
    "journal/agreements/writing/starters.py",
)
GUIDELINES = ("journal/agreements/", "templates/journal/agreements/")
WHERE_WE_ARE = ("journal/assessments/", "templates/journal/assessments/")

Finder = Callable[[str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    instead: str
    #: What of a string breaks it.
    finds: Finder
    #: How the paths begin that it is about (all, where there are none), and those it says nothing of.
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()

    def is_about(self, path: str) -> bool:
        return (not self.only_in or path.startswith(self.only_in)) and not path.startswith(self.not_in or ("\0",))


def pattern(written: str) -> Finder:
    compiled = re.compile(written, re.IGNORECASE)
    return lambda words: (found[0] for found in compiled.finditer(words))


def long_sentence(words: str) -> Iterator[str]:
    for sentence in sentences(words):
        if (count := len(words_of(sentence))) > LONGEST:
            yield f"{count} words: {sentence}"


_PARTICIPLE = (
    r"(?:\w{2,}ed|sent|shown|seen|given|kept|told|taken|made|chosen|drawn|written|said|found|held|done|known|heard|begun"
    r"|hidden|broken|built|read|forgotten|brought|put|set|cut)"
)
#: An account is closed and a device signed out, whoever did it.
_STATE = r"(?:closed|cancelled|signed (?:in|out)|set up|supposed to|used to)"
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|(?:is|are|was|were) being|isn[’']t|aren[’']t|wasn[’']t)"
    r"\s+(?:(?:not|never|also|only|just|now|always|already|then|still)\s+)?"
    rf"(?!{_STATE}\b){_PARTICIPLE}\b(?!\s+by\b)",
    re.IGNORECASE,
)
#: Somebody is in the sentence. That “nothing is lost” names nobody is its point.
_PERSON = re.compile(
    r"^nothing\b"
    r"|\b(?:you|your|yours|yourself|we|our|us|I|me|my|he|she|they|them|their|theirs|both|each|either|one of|nobody"
    r"|no one|someone|anyone|everyone|who|whose|partner|person|people|family|friends?|two|Nearer)\b"
    r"|(?:%\(|\{\{ ?)(?:name|called|who|by|inviter|partner|author)\b",
    re.IGNORECASE,
)


def passive_without_a_person(words: str) -> Iterator[str]:
    for sentence in sentences(words):
        if (found := _PASSIVE.search(sentence)) and not _PERSON.search(sentence):
            yield f"{found[0]}: {sentence}"


RULES = (
    Rule(
        "never said",
        "no guilt, no counting, no hurry, no comparing (INTERFACE.md)",
        pattern(
            r"streak|you haven[’']t|\b(?:name\)s|name }}|alex) is waiting|is waiting for you|waits for your answer"
            r"|\bscores?\b|\bpoints?\b|last (?:active|seen)|calm down|\bthe users?\b|don[’']t forget|falling behind"
            r"|\byou should have\b|\byour fault\b|\bto blame\b|\boverdue\b|\byou missed\b|\bbetter than (?:you|last)"
        ),
        not_in=LIFE,
    ),
    Rule("please", "say what to do; that is kind enough", pattern(r"\bplease\b"), not_in=LIFE),
    Rule("double space", "one space", pattern(r"(?<=\S)[ \u00a0]{2,}(?=\S)")),
    Rule("straight quote", "’ and “ ”", pattern(r"""\w'\w|\w'(?=\s|$)|(?<![=\w])["']\w[^<>]*?["'](?!\w)""")),
    Rule("three dots", "… and –", pattern(r"\.\.\.|(?<=\w) - (?=\w)")),
    Rule("long sentence", f"{LONGEST} words at most; make it two", long_sentence),
    Rule("passive without a person", "say who does it", passive_without_a_person, not_in=LIFE),
    # One name for each thing.
    Rule(
        "check-in",
        "daily check-in; How are you today?",
        pattern(r"\barriving\b|\bhow you arrived?\b|\bevening check-in"),
    ),
    Rule("seal", "Seal my answer", pattern(r"\bseal it\b")),
    Rule(
        "opening up",
        "opening up; an idea; something you told Alex",
        pattern(r"\bbeginnings?\b|\b(?:an|the) opening\b|\bopenings\b"),
        not_in=LIFE,
    ),
    Rule("say back", "say back what you heard", pattern(r"\bcame across\b")),
    Rule("ritual", "ritual", pattern(r"\btimes? for each other\b|\bother times you chose\b")),
    Rule("nudge", "nudge; notification", pattern(r"\bring(?:s|ing)?\b|\brang\b"), not_in=LIFE),
    Rule("email", "email; email app", pattern(r"\bmail(?:s|ed|ing)?\b"), not_in=LIFE),
    Rule("pause", "pause (me, both); break (arguments)", pattern(r"\bholidays?\b|\bresting\b"), not_in=LIFE),
    Rule("version", "current; version", pattern(r"\bin force\b|\bwordings?\b")),
    Rule("guideline", "guideline", pattern(r"\blines?\b"), only_in=GUIDELINES, not_in=LIFE),
    Rule("topic", "topic; answer", pattern(r"\blines?\b|\btak(?:e|ing) stock\b"), only_in=WHERE_WE_ARE),
    Rule("reason", "the same reason behind it", pattern(r"\bthing or value\b|\bunderneath\b"), not_in=LIFE),
    Rule("skip", "skip; private; Save", pattern(r"\bset(?:ting)? (?:it )?aside\b|\bkept\b"), not_in=LIFE),
    Rule("time zone", "in your own time zone", pattern(r"\bby \w+(?: own)? clock\b")),
    Rule(
        "remove",
        "Remove; Put back",
        pattern(r"\bt(?:ake|aken|ook|aking) away\b|\bbr(?:ing|ought)(?: it| them)? back\b"),
        not_in=LIFE,
    ),
    Rule("faces", "a name; your partner; someone", pattern(r"\b(?:some|any|every)body\b|\bthe other one\b")),
    Rule("faces", "a name; the person who", pattern(r"\bwhoever\b"), not_in=LIFE),
    Rule(
        "word order",
        "as one says it in the kitchen",
        pattern(r"\banew\b|\bworks? no longer\b|\bneed do nothing\b|\bby itself\b"),
    ),
)
