"""Two soft lines over the weeks, drawn by the server: higher is closer. No axis, no number, no average.

A week without a word leaves the line open. What the lines say stands in a sentence above them and in a table below.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from journal.nearness.words import RISING, Nearness

WIDTH, HEIGHT = 360, 170
#: Room for a dot at every side.
MARGIN = 12
A_WEEK = timedelta(weeks=1)


class Drawn(NamedTuple):
    """`path`: of an SVG path; `dots`: where a stretch of the line begins or ends."""

    path: str
    dots: list[tuple[float, float]]


def weeks_between(first: date, last: date) -> list[date]:
    """Each Monday, both included."""
    return [first + A_WEEK * number for number in range((last - first).days // 7 + 1)]


def drawn(words: Mapping[date, Nearness], weeks: Sequence[date]) -> Drawn:
    path, dots = [], []
    for stretch in _stretches(words, weeks):
        points = [_point(weeks, nth, words[weeks[nth]]) for nth in stretch]
        path.append(_curve(points))
        dots += [points[0]] if len(points) == 1 else [points[0], points[-1]]
    return Drawn("".join(path), dots)


def _stretches(words: Mapping[date, Nearness], weeks: Sequence[date]) -> list[list[int]]:
    """The places of weeks that follow each other and have a word."""
    stretches: list[list[int]] = []
    for nth, week in enumerate(weeks):
        if week not in words:
            continue
        if stretches and stretches[-1][-1] == nth - 1:
            stretches[-1].append(nth)
        else:
            stretches.append([nth])
    return stretches


def _point(weeks: Sequence[date], nth: int, word: Nearness) -> tuple[float, float]:
    x = MARGIN + (WIDTH - 2 * MARGIN) * nth / max(len(weeks) - 1, 1)
    y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * RISING.index(word) / (len(RISING) - 1)
    return round(x, 1), round(y, 1)


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Through all points and level at each, so that the line never rises above what was said."""
    (x, y), *others = points
    path = f"M{x} {y}"
    for to_x, to_y in others:
        middle = round((x + to_x) / 2, 1)
        path += f"C{middle} {y} {middle} {to_y} {to_x} {to_y}"
        x, y = to_x, to_y
    return path
