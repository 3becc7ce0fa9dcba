"""A machine on which the browsers' driver does not start: what it lacks is installed, or one sentence names it."""

import sys
from pathlib import Path

import pytest

from config.local import driver
from config.local.child import Trouble

LACKS = (
    "echo 'node: error while loading shared libraries: libatomic.so.1: cannot open shared object file' >&2; exit 127"
)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, with a driver that starts only where `library` lies beside it."""
    program(tmp_path / "driver", f'[ -e "{tmp_path}/library" ] || {{ {LACKS}; }}; echo Version 1')
    monkeypatch.setattr(driver, "START", (str(tmp_path / "driver"),))
    monkeypatch.setattr(
        "config.local.programs.shutil.which", lambda name: str(tmp_path / name) if name == "apt-get" else None
    )
    monkeypatch.setattr("config.local.programs.os.geteuid", lambda: 0)
    return tmp_path


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_driver_that_starts_asks_for_nothing(machine: Path) -> None:
    program(machine / "apt-get", f'touch "{machine}/asked"')
    (machine / "library").touch()
    driver.driver()
    assert not (machine / "asked").exists()


def test_what_it_lacks_is_installed(machine: Path) -> None:
    program(machine / "apt-get", f'echo "$@" >> "{machine}/asked"; touch "{machine}/library"')
    driver.driver()
    assert (machine / "asked").read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends libatomic1",
    ]


@pytest.mark.parametrize("has_packages", [True, False])
def test_where_it_cannot_be_installed_one_sentence_says_what_to_install(machine: Path, has_packages: bool) -> None:
    if has_packages:
        program(machine / "apt-get", "exit 100")
    with pytest.raises(Trouble, match=r"libatomic\.so\.1.*Install the package libatomic1, then run bin/test again$"):
        driver.driver()


def test_one_that_cannot_be_run_at_all_is_no_other_trouble(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine / "apt-get", "exit 100")
    monkeypatch.setattr(driver, "START", (str(machine / "none"),))
    with pytest.raises(Trouble, match=r"does not start\. Install the package libatomic1"):
        driver.driver()


def test_the_one_of_this_environment_starts() -> None:
    assert driver.START[0] == sys.executable
    driver.driver()
