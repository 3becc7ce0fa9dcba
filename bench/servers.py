"""Servers of a trial's own, keeping what they acknowledge as those in production do: to be killed and started again."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

from config.local.child import Child
from config.local.places import Place, place_for
from config.local.servers import wait_until_ready


class Server:
    start: ClassVar[Callable[..., tuple[Child, dict[str, str]]]]
    #: The variable that says where it is.
    address: ClassVar[str]

    def __init__(self, place: Place) -> None:
        self.place = place
        self.child, self.env = type(self).start(place, durable=True)

    @classmethod
    @contextmanager
    def of_its_own(cls) -> Iterator[Self]:
        home = Path(tempfile.mkdtemp(prefix="nearer-trial-", dir="/tmp"))
        home.chmod(0o711)
        try:
            with place_for(home) as place:
                ours = cls(place)
                try:
                    ours.wait()
                    yield ours
                finally:
                    ours.child.kill()
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def wait(self) -> None:
        wait_until_ready(self.child, self.env[self.address])

    def again(self) -> None:
        """At the same address, on what it kept."""
        if not self.child.running:
            self.child, _ = type(self).start(self.place, durable=True)
            self.wait()
