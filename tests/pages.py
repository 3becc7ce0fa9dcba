"""What tests read on pages."""

import re
from typing import Any

# Each answer has a token of its own; everything else on two pages can be compared.
_TOKEN = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"')


def words_of(answer: Any) -> str:
    """The whole page, without what differs each time it is asked for. Of a picture: whatever can be read in it."""
    return _TOKEN.sub("", answer.content.decode(errors="replace"))
