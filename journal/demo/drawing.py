"""The one photograph of the story, drawn: a bench by a river at dusk. No picture of anything real is kept with us."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

_WIDE, _HIGH = 1200, 900
_HORIZON, _BANK = 470, 690
Colour = tuple[int, int, int]
_SKY: Final[tuple[Colour, Colour]] = ((78, 84, 128), (245, 178, 150))
_WATER: Final[tuple[Colour, Colour]] = ((214, 150, 140), (66, 74, 110))
_HILLS: Final[Colour] = (58, 62, 92)
_GRASS: Final[Colour] = (44, 52, 54)
_WOOD: Final[Colour] = (24, 24, 30)
_SUN: Final[Colour] = (255, 222, 176)


def bench_by_the_river() -> bytes:
    picture = Image.new("RGB", (_WIDE, _HIGH))
    draw = ImageDraw.Draw(picture)
    _shade(draw, 0, _HORIZON, *_SKY)
    draw.ellipse((790, _HORIZON - 95, 930, _HORIZON + 45), fill=_SUN)
    _shade(draw, _HORIZON, _BANK, *_WATER)
    for nth in range(9):  # the light on the water, wider towards us
        y, half = _HORIZON + 14 + nth * 22, 24 + nth * 9
        draw.line((860 - half, y, 860 + half, y), fill=_SUN, width=4)
    draw.polygon([(0, _HORIZON), (0, 400), (210, 352), (430, 420), (640, _HORIZON)], fill=_HILLS)
    draw.polygon([(560, _HORIZON), (760, 428), (1000, 402), (_WIDE, 430), (_WIDE, _HORIZON)], fill=_HILLS)
    draw.rectangle((0, _BANK, _WIDE, _HIGH), fill=_GRASS)
    for y in (560, 592, 650):  # two boards to lean on, one to sit on
        draw.rounded_rectangle((250, y, 610, y + 18), radius=6, fill=_WOOD)
    for x in (282, 566):
        draw.rectangle((x, 556, x + 12, 752), fill=_WOOD)
        draw.polygon([(x, 664), (x + 44, 664), (x + 44, 768), (x + 32, 768), (x + 32, 676), (x, 676)], fill=_WOOD)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _shade(draw: ImageDraw.ImageDraw, top: int, bottom: int, above: Colour, below: Colour) -> None:
    for y in range(top, bottom):
        share = (y - top) / (bottom - top)
        mixed = [round(one + (other - one) * share) for one, other in zip(above, below, strict=True)]
        draw.line((0, y, _WIDE, y), fill=(mixed[0], mixed[1], mixed[2]))
