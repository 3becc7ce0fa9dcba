"""Settings of a site that speaks the languages of tests/pseudo.py too, for browser tests."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import LANGUAGES as SPOKEN
from tests.pseudo import LANGUAGES as PSEUDO

LANGUAGES = [*SPOKEN, *PSEUDO]
LOCALE_PATHS = [Path(os.environ["NEARER_PSEUDO"])]
