"""Files to bring along, as we write them and as somebody else might."""

import io
import json
import zipfile
from typing import Any, Final
from uuid import uuid4

HEAD: Final = {"format": "nearer-words", "version": 1, "made_at": "2026-11-20T20:00:00Z"}


def record(**said: Any) -> dict[str, Any]:
    """One thank-you of one's own; what is named replaces what stands there."""
    plain = {
        "practice": "appreciations",
        "kind": "thank-you",
        "id": str(uuid4()),
        "by": "you",
        "state": "open",
        "when": "2026-10-01T18:00:00Z",
        "title": "",
        "parts": [{"heading": "", "words": "CANARY"}],
        "data": {"text": "CANARY"},
    }
    return plain | said


def words_json(*records: dict[str, Any], **head: Any) -> bytes:
    """As journal/export/json_file.py writes it, a line a record."""
    start = json.dumps(HEAD | head, ensure_ascii=False)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in records)
    return f'{start[:-1]}, "records": [\n{lines}\n]}}\n'.encode()


def zipped(content: bytes, name: str = "words.json", how: int = zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as archive:
        for other, said in {name: content, **more}.items():
            archive.writestr(other, said)
    return held.getvalue()
