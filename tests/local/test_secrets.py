import base64
from contextlib import ExitStack
from pathlib import Path

from config.local.secrets import local_secrets
from tests.local.processes import python

SHOW = """
import sys
from pathlib import Path
from config.local.secrets import local_secrets
print(local_secrets(Path(sys.argv[1])))
"""


def test_secrets_are_made_once_and_only_for_their_owner(tmp_path: Path) -> None:
    first = local_secrets(tmp_path)
    assert local_secrets(tmp_path) == first
    assert len(first["SECRET_KEY"]) >= 50
    name, _, key = first["NEARER_KEY"].partition(":")
    assert (name, len(base64.b64decode(key))) == ("k1", 32)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o600}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_two_who_start_together_agree_on_the_secrets(tmp_path: Path) -> None:
    with ExitStack() as stack:
        starting = [stack.enter_context(python("-c", SHOW, str(tmp_path))) for _ in range(4)]
        said = {process.communicate()[0] for process in starting}
    assert len(said) == 1
    assert sorted(path.name for path in (tmp_path / "secrets").iterdir()) == ["nearer_key", "secret_key", "vapid_key"]
