from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.drafts.forms import DraftForm
from couples.forms import Audience, NameField, WordsField


class AppreciationForm(DraftForm):
    """`partner` is what the other one is called. A draft (`for_draft`) may be empty."""

    audience = Audience.SENT

    text = WordsField(max_length=1000, rows=4)
    took = WordsField(
        label=gettext_lazy("What I think it took"),
        required=False,
        max_length=500,
        rows=2,
        help_text=gettext_lazy("The effort counts, not only how it turned out. So does trying to come closer."),
    )
    did = WordsField(label=gettext_lazy("What it did for me"), required=False, max_length=500, rows=2)

    def __init__(self, *args: Any, partner: str = "", for_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label = _("%(name)s, thank you for …") % {"name": partner}
        text.help_text = _("Small and specific is best, like “making me tea” or “waiting up for me”.")
        text.error_messages["required"] = _("Write one thing %(name)s did, for example “brought me soup”.") % {
            "name": partner
        }
        text.required = not for_draft


class FirstNoteForm(DraftForm):
    """The first small thing, before the other one is even here."""

    audience: Audience | Mapping[str, Audience] | None = Audience.ALONE

    text = WordsField(max_length=1000, rows=4)

    def __init__(self, *args: Any, partner: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label = _("Write %(name)s one small thing you noticed.") % {"name": partner}
        text.help_text = _("It’s the first thing they’ll read here.")
        text.error_messages["required"] = _("Write one small thing, for example “you left the light on for me”.")


class BeginForm(FirstNoteForm):
    """The first page: what they call the other, and the first note. Whoever leaves that for later is asked again."""

    audience = {"called": Audience.ME, "text": Audience.ALONE}

    called = NameField(
        label=gettext_lazy("What do you call your partner?"),
        max_length=40,
        help_text=gettext_lazy("Only until they join and choose their own name."),
    )
    field_order = ("called", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Write them one small thing you noticed.")
        self.fields["text"].required = False


class BeginAfterForm(BeginForm):
    """For somebody who was in a space before. They may have nobody in mind, and need not say so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        called = self.fields["called"]
        called.required = False
        called.label = _("Is there someone you might invite?")
        called.help_text = _("A name, only until they join. You can leave this empty and write on your own.")
        self.fields["text"].label = _("If you like: one small thing you noticed about them.")
