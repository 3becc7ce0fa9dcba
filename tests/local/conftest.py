import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A short folder that the servers' own account can reach, as pytest's own folders are not."""
    path = Path(tempfile.mkdtemp(prefix="nearer-t-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)
