"""Becomes another program which dies with the process that started it: `tether.py PARENT SIGNAL UID GID PROGRAM ...`.

A script of its own, never imported: between fork and exec of a process with threads no Python is safe to run. The
system forgets the death signal when the user changes, so the user comes first.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1

parent, death_signal, uid, gid = (int(word) for word in sys.argv[1:5])
command = sys.argv[5:]

if uid >= 0:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
if sys.platform == "linux":
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    # The parent may have died before the line above.
    if os.getppid() != parent:
        sys.exit(1)
try:
    os.execvp(command[0], command)  # noqa: S606  becoming the program is the point
except OSError as error:
    sys.exit(f"{command[0]}: {error.strerror}")
