"""From rows to a mail: its words, its links and its bytes.

Others import from here and never from a module inside.
"""

from couples.outbox.compose.letters import letter, outside
from couples.outbox.compose.mime import envelope, is_plain, written
from couples.outbox.compose.template_context import by_token

__all__ = ["by_token", "envelope", "is_plain", "letter", "outside", "written"]
