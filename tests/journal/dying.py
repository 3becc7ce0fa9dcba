"""A process that ends in the middle of opening what two people wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from journal.entries import Entry


@contextmanager
def dies_opening(model: type[Entry], *, after: int) -> Iterator[None]:
    """Ends while the opened row after so many others of the model is saved."""
    save, saved = model.save, 0

    def dying(self: Entry, *args: Any, **kwargs: Any) -> None:
        nonlocal saved
        if self.opened_at:
            if saved == after:
                raise SystemExit
            saved += 1
        save(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(model, "save", dying)
        yield
    assert saved == after
