"""What somebody would take to a therapist, as they take it along: their own, and the other's while there are notes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from journal.own_words import ENTRY_OWN, Part, Words
from journal.support.erasing import erase_handout
from journal.support.models import Handout

WORDS = (
    Words(
        key="handout",
        label=_("Notes for someone who helps"),
        model=Handout,
        rows=lambda couple, person: Handout.objects.for_couple(couple).visible_to(person),
        title=lambda _handout: "",
        parts=lambda handout: (Part("", handout.wish),),
        fields=("wish", "chosen", "opened_at"),
        own=(*ENTRY_OWN, "copied_at"),
        page=lambda _handout: reverse("summary:home"),
        erase=erase_handout,
    ),
)
