"""Flesch and Kincaid's grade: the school year in which a text is read with ease."""

from collections.abc import Iterable

import syllapy

from config.local.words.sentences import sentences, words_of


def grade(said: Iterable[str]) -> tuple[float, int]:
    """And how many words it was measured on. A label is no sentence, and is left out."""
    read = [words_of(sentence) for words in said for sentence in sentences(words) if sentence[-1] in ".?!…:”"]
    words = [word for sentence in read for word in sentence]
    if not words:
        return 0.0, 0
    syllables = sum(max(1, syllapy.count(word.replace("’", "'"))) for word in words)
    return 0.39 * len(words) / len(read) + 11.8 * syllables / len(words) - 15.59, len(words)
