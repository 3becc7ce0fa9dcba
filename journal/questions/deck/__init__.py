"""The questions that come with Nearer: ten themes, three depths, read once when the process starts."""

from journal.questions.deck import ahead, began, care, days, mend, myself, people, play, storms, young
from journal.questions.deck.cards import Question, Theme

_MODULES = (days, began, young, care, storms, myself, play, people, mend, ahead)

THEMES: tuple[Theme, ...] = tuple(module.THEME for module in _MODULES)
EVERY: tuple[Question, ...] = tuple(question for module in _MODULES for question in module.QUESTIONS)
#: Those that may be asked today.
ASKABLE: tuple[Question, ...] = tuple(question for question in EVERY if not question.retired)

_BY_KEY = {question.key: question for question in EVERY}


def find(key: str) -> Question | None:
    """Any question there is or was; None for one only another release knows."""
    return _BY_KEY.get(key)


__all__ = ["ASKABLE", "EVERY", "THEMES", "Question", "Theme", "find"]
