"""May it leave now? Mutes, missing mailboxes, quiet hours, when its mailbox is free, and whether it is still wanted.

This room reads and decides; it writes nothing. Others import from here and never from a module inside.
"""

from couples.outbox.policy.send_policy import FRESH, MAY_LEAVE, QUARTER, SKEW, SendPolicy, Verdict, is_deferrable

__all__ = ["FRESH", "MAY_LEAVE", "QUARTER", "SKEW", "SendPolicy", "Verdict", "is_deferrable"]
