"""Every benchmark runs whole, in order: a small run of each. How fast anything is, is said by `bin/bench` alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

#: Figures of each, in the order in which they are made. `faults` and `trust` have short runs of each trial of their own
#: (tests/faults, and the tests beside what they attack).
FIGURES = {
    "nudges": ["send_vs_django_20ms", "cpu_ms_per_mail_vs_django", "without_pipelining", "dispatch_vs_sql",
               "two_dispatchers", "memory_growth", "peak_lag_s", "vs_django_celery_beat", "two_beats_lost_or_twice"],
    "pages": ["today_queries", "talk_queries", "list_query_growth", "most_queries", "page_p95_vs_bare",
              "pages_cpu_vs_wsgi", "js_kb"],
    "editing": ["merge_10k_ms", "save_50_vs_1", "js_kb", "visible_p95_vs_floor"],
    "answers": ["sign-up", "an invitation", "sign-in with a password"],
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_benchmark_runs_whole(name: str) -> None:
    root = Path(settings.BASE_DIR)
    on_its_own = [sys.executable, "-P", "-m", "config.local", "run", "--"]
    command = [*on_its_own, sys.executable, "-P", "-m", "bench", name, "--small"]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=540)
    assert ended.returncode in {0, 1}, ended.stderr[-2_000:]  # 1: a goal was missed, as so small a run may
    assert "Traceback" not in ended.stderr, ended.stderr[-2_000:]
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    made = [line.get("metric", line.get("page")) for line in lines]
    assert set(FIGURES[name]) <= set(made)
    assert [each for each in dict.fromkeys(made) if each in FIGURES[name]] == FIGURES[name]
