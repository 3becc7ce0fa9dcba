"""One command on servers of its own: the tests, and every tool that needs the application's environment."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM

from config.local.child import Child, Trouble, spawn
from config.local.chromium import chromium, shell
from config.local.firefox import firefox
from config.local.places import ROOT
from config.local.servers import local_servers
from config.local.stopping import Stopped

# Worth nothing anywhere else: the address `testserver` is what tells the settings that this is a test.
TEST_VALUES = {
    "SECRET_KEY": "for-tests-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "NEARER_KEY": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "NEARER_URL": "http://testserver",
    "EMAIL_URL": "memory://",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    "PYTEST_PLUGINS": "tests.own_numbers",
}
# A developer's own shell must not change what the tests see.
NOT_INHERITED = (
    "NEARER_LOCAL",
    "NEARER_PROXIES",
    "NEARER_HSTS_PRELOAD",
    "NEARER_VAPID_KEY",
    "NEARER_EXIT_URL",
    "NEARER_HELPLINES",
    "NEARER_LEDGER",
    "NEARER_EXTRA_HOSTS",
    "MAIL_FROM",
    "CONN_MAX_AGE",
    "LOG_LEVEL",
    "NEARER_MAIL_WEBHOOK",
    "NEARER_MAIL_WEBHOOK_SECRET",
    "NEARER_METRICS_TOKEN",
)
#: One order, so that what fails comes back. Another one: bin/test -n 3 --dist=worksteal --randomly-seed=…
ORDER = 1594760450
EVERYTHING = ["-n", "3", "--dist=worksteal", f"--randomly-seed={ORDER}", "--cov", "--cov-report=term:skip-covered"]


def run_tests(arguments: Sequence[str]) -> int:
    """All tests with the coverage floor, or with any argument whatever pytest makes of it."""
    whole = chromium()
    os.environ["NEARER_CHROMIUM_SHELL"] = shell(whole)
    os.environ["NEARER_CHROMIUM"] = whole
    os.environ["NEARER_FIREFOX"] = firefox()
    return run([sys.executable, "-P", "-m", "pytest", *(arguments or EVERYTHING)])


def run(command: Sequence[str]) -> int:
    with test_environment() as env:
        return attached(command, env)


def attached(command: Sequence[str], env: dict[str, str]) -> int:
    """Runs `command` on our terminal and hands its exit status on; a status by signal counts as 128 and the signal."""
    process = spawn(command, env=env, cwd=ROOT, attached=True)
    try:
        status = process.wait()
    except Stopped as stopped:
        # Ctrl-C has reached the command too: a second one would cut its own cleaning up short.
        child = Child("command", process, ladder=[(SIGTERM, 5)])
        if stopped.number != SIGTERM and child.ended_within(10):
            raise
        child.stop()
        raise
    return status if status >= 0 else 128 - status


@contextmanager
def test_environment() -> Iterator[dict[str, str]]:
    """Throw-away servers and the variables for them; two at once share nothing."""
    # Not $TMPDIR: a socket's path must stay short.
    home = Path(tempfile.mkdtemp(prefix="nearer-test-", dir="/tmp"))
    home.chmod(0o711)
    var = home / "var"
    var.mkdir(mode=0o700)
    (var / "static").mkdir()
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    try:
        with local_servers(home) as servers:
            places = {"NEARER_VAR": str(var), "PYTHONPATH": str(ROOT), "PYTHONTZPATH": ""}
            env = inherited | TEST_VALUES | servers | places
            (var / "fonts").symlink_to(built_fonts(env))
            yield env
    finally:
        shutil.rmtree(home, ignore_errors=True)


def built_fonts(env: dict[str, str]) -> Path:
    """The subset fonts, kept for all test runs of this checkout; config.fonts knows when they are out of date."""
    kept = ROOT / "var" / "test-fonts"
    kept.mkdir(parents=True, exist_ok=True)
    builder = {name: value for name, value in env.items() if name != "DJANGO_SETTINGS_MODULE"}
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-P", "-m", "config.fonts"]
        process = spawn(command, env=builder | {"NEARER_VAR": str(kept)}, cwd=ROOT, output=subprocess.PIPE)
        said, _ = process.communicate()
        if process.returncode:
            raise Trouble(f"The fonts could not be built:\n{said.decode(errors='replace')}")
    return kept / "fonts"
