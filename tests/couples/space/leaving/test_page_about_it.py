"""docs/LEAVING.md says what each practice does when one of the two leaves."""

import re
from pathlib import Path

from django.conf import settings

from journal.practices import PRACTICES

ROWS = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_each_practice_has_a_row_and_says_whether_it_stops_something() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "LEAVING.md").read_text()
    rows = {key: stops for key, stops, _keeps in ROWS.findall(page)}
    assert set(rows) == {practice.key for practice in PRACTICES}
    assert {key for key, stops in rows.items() if not stops.startswith("nothing")} == {
        practice.key for practice in PRACTICES if practice.closed
    }
