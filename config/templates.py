import re

from django.template import Origin
from django.template.loaders import filesystem

#: The ends of lines and the space around them. One end stays, so that words of two lines stay apart.
LAYOUT = re.compile(r"\s*\n\s*")
#: Each template is looked up once a process, and then by its parts (`page.html#part`).
_KEPT = (
    "django.template.loaders.cached.Loader",
    ["config.templates.Loader", "django.template.loaders.app_directories.Loader"],
)
#: The tags that no page has to load.
BUILTINS = [
    "django.templatetags.i18n",
    "django.templatetags.static",
    "couples.templatetags.nearer",
    "couples.templatetags.rows",
    "journal.templatetags.erase",
    "template_partials.templatetags.partials",
]
LOADERS = [("template_partials.loader.Loader", [_KEPT])]


class Loader(filesystem.Loader):
    """Our own pages without the space at the start of lines, which is for whoever reads the template.

    What somebody wrote comes in later and is not touched. Text that goes over several lines and is translated must be
    `trimmed`, so that its message stays the one that translators were given (`tests/test_architecture.py`).
    """

    def get_contents(self, origin: Origin) -> str:
        contents = str(super().get_contents(origin))
        return LAYOUT.sub("\n", contents) if origin.name.endswith(".html") else contents
