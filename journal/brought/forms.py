from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from couples.forms import Audience, NearerForm

#: In bytes. The way to us takes a little more (config/whole.py), so that the form can say it.
LARGEST: Final = 32 * 1024 * 1024


class BringForm(NearerForm):
    audience = Audience.ME

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("The one you downloaded: “nearer-my-words.zip”, or the “words.json” inside it."),
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "invalid": _("Choose a file first."),
            "empty": _("There is nothing in this file. Choose another one."),
        },
    )

    def clean_file(self) -> Any:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 32 MB. Choose the “words.json” inside it, without the book.")
            )
        return file
