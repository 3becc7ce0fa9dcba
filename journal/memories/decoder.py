"""A program: takes one picture from its input, and gives it to its output anew, as two JPEGs of plain points.

What somebody sends may be made to harm whoever reads it, and what reads pictures is large and written in C. So:

- It is a process of its own, for one picture (journal/memories/reencoding.py starts it). What crashes or hangs is this
  process, and no page. It has no settings, no keys and nothing in its environment, and imports nothing of ours.
- From its first byte on it may take so much memory and so much time, write into no file, and open nothing more.
- Four kinds are read, whatever a name or a browser calls it. Of animations it is the first picture.
- How many points a picture says that it has is looked at before any of them is read.
- Only points go on. Where it was taken, by whom and with what stays behind; turned by its camera it is turned here.

It has the rights of whoever started it: code of somebody's that came to run here could do what Nearer can do on this
machine. To keep it from that is for the machine.
"""

import io
import json
import resource
import sys
import warnings
from typing import BinaryIO

import pi_heif
from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

#: All that is needed is here before the door is closed.
READS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin, pi_heif)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
#: A phone's camera has up to 50 million.
MOST_POINTS = 51_000_000
#: Along the longer side: a whole screen, and a phone's page.
SIDE, SMALL_SIDE = 2048, 960
#: In bytes.
LARGEST, SMALL_LARGEST = 1_000_000, 250_000
QUALITIES = (85, 76, 66, 55)
#: In bytes, and in seconds of CPU: 50 million points of noise take 1.5. A thread for pages waits meanwhile.
MEMORY, SECONDS = 1_280 * 1024 * 1024, 10


class NoPicture(Exception):
    """None of the four kinds."""


class TooLarge(Exception):
    pass


class NotWhole(Exception):
    """Begins as one of them, and cannot be read to its end."""


def limit_oneself() -> None:
    Image.preinit()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    # Three are open; what is open stays so.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def anew(file: BinaryIO) -> tuple[bytes, bytes, tuple[int, int]]:
    """The picture, a small one, and the size of the first. Raises NoPicture, TooLarge, NotWhole."""
    opened = _opened(file)
    if opened.width * opened.height > MOST_POINTS:
        raise TooLarge
    try:
        plain = _points_of(opened)
    except MemoryError:
        raise TooLarge from None
    except Exception:  # whatever a broken file makes of a decoder
        raise NotWhole from None
    whole, size = _within(plain, SIDE, LARGEST)
    small, _size = _within(plain, SMALL_SIDE, SMALL_LARGEST)
    return whole, small, size


def _opened(file: BinaryIO) -> Image.Image:
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    Image.MAX_IMAGE_PIXELS = None  # counted here
    try:
        return Image.open(file, formats=FORMATS)
    except Exception:
        raise NoPicture from None


def _points_of(opened: Image.Image) -> Image.Image:
    """Upright, no larger than needed, in the colours of every screen, without anything else that was in the file."""
    colours = opened.info.get("icc_profile")
    if opened.mode.startswith("I"):
        opened = opened.convert("I").point(lambda value: value / 257).convert("L")
    elif opened.mode in {"P", "PA", "LA"}:
        opened = opened.convert("RGBA")
    opened.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(opened)
    shown = _on_every_screen(upright, colours)
    plain = Image.new("RGB", shown.size, "white")
    plain.paste(shown, mask=shown.getchannel("A") if shown.mode == "RGBA" else None)
    return plain


def _on_every_screen(picture: Image.Image, colours: bytes | None) -> Image.Image:
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if colours:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(colours))
            converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # it says something about its colours that nobody understands
        if converted:
            return converted
    return picture.convert(mode)


def _within(picture: Image.Image, side: int, largest: int) -> tuple[bytes, tuple[int, int]]:
    """As a JPEG of at most so many bytes: first less exact, then smaller."""
    while True:
        fitting = picture.copy()
        fitting.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            made = io.BytesIO()
            fitting.save(made, "JPEG", quality=quality, optimize=True, progressive=True)
            if made.tell() <= largest:
                return made.getvalue(), fitting.size
        side = side * 3 // 4


def main() -> None:
    limit_oneself()
    warnings.simplefilter("ignore")
    try:
        whole, small, size = anew(io.BytesIO(sys.stdin.buffer.read()))
    except (NoPicture, TooLarge, NotWhole) as refused:
        sys.stdout.write(type(refused).__name__)
        sys.exit(1)
    head = {"size": size, "whole": len(whole), "small": len(small)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + whole + small)


if __name__ == "__main__":
    main()
