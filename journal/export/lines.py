"""Words into lines (pure): as many as fit, and a word that is longer than a line wherever it has to break."""

from collections.abc import Callable, Iterator

Measure = Callable[[str], float]


def wrapped(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    """The lines of one paragraph; one empty line for nothing."""
    space, line, used = measure(" "), "", 0.0
    for word in paragraph.split(" "):
        pieces = [word] if measure(word) <= width else list(_broken(word, width, measure))
        for nth, piece in enumerate(pieces):
            needs = measure(piece)
            if line and (nth or used + space + needs > width):
                yield line
                line, used = "", 0.0
            line, used = (f"{line} {piece}", used + space + needs) if line else (piece, needs)
    yield line


def _broken(word: str, width: float, measure: Measure) -> Iterator[str]:
    piece, used = "", 0.0
    for character in word:
        needs = measure(character)
        if piece and used + needs > width:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + character, used + needs
    yield piece
