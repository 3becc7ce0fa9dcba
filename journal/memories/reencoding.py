"""A photograph somebody sends, made anew by a process of its own (journal/memories/decoder.py says why)."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused

PROGRAM = Path(__file__).with_name("decoder.py")
#: In bytes. The way to us takes more (config/whole.py), so that the form says it.
LARGEST: Final = 20 * 1024 * 1024
#: By the clock on the wall: a machine that is busy with something else still finishes.
SECONDS: Final = 25
#: One at a time in each process: each may take its memory.
_one_at_a_time = Lock()


class NotRead(Refused):
    """Nothing of it is kept."""


class NoPicture(NotRead):
    message = _("This is no photograph that Nearer can read. Choose a JPEG, PNG, WebP or HEIC file.")


class TooManyPoints(NotRead):
    message = _("This photograph is too large to open here. Make it smaller first, or choose another one.")


class TooManyBytes(NotRead):
    message = _("This photograph is larger than 20 MB. Make it smaller first, or choose another one.")


class NotWhole(NotRead):
    message = _("This photograph isn’t whole. Choose it again, or another one.")


class Photo(NamedTuple):
    """What is kept: a JPEG for a whole screen and a small one. `width` and `height` are the first one's."""

    whole: bytes
    small: bytes
    width: int
    height: int


_WHY: dict[bytes, type[NotRead]] = {b"NoPicture": NoPicture, b"TooLarge": TooManyPoints, b"NotWhole": NotWhole}


def reencoded(sent: bytes) -> Photo:
    """Raises NotRead."""
    if len(sent) > LARGEST:
        raise TooManyBytes
    command = [sys.executable, "-I", str(PROGRAM)]
    how: Any = {"capture_output": True, "env": {}, "cwd": "/", "timeout": SECONDS, "check": False}
    with _one_at_a_time:
        try:
            done = subprocess.run(command, input=sent, **how)
        except subprocess.TimeoutExpired:
            raise TooManyPoints from None
    if done.returncode:
        # Whatever else ended it: what it was given cannot be read.
        raise _WHY.get(done.stdout, NotWhole)
    head, _line, content = done.stdout.partition(b"\n")
    said = json.loads(head)
    width, height = said["size"]
    return Photo(content[: said["whole"]], content[said["whole"] :], width, height)
