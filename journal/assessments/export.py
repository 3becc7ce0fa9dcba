"""Lines of taking stock, as one person takes them along: their own, and what was opened to both."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.assessments.models import Strain
from journal.own_words import ENTRY_OWN, Along, Part, Words


def parts_of(strain: Strain) -> tuple[Part, ...]:
    return (
        Part(_("How heavy it is"), strain.weight_words),
        Part("", strain.words),
        Part(_("My part in this"), strain.part),
    )


def page_of(strain: Strain) -> str:
    return reverse("assessments:together") if strain.is_open else reverse("assessments:topic", args=[strain.topic])


WORDS = (
    Words(
        key="line",
        label=gettext_lazy("Where we are"),
        model=Strain,
        rows=lambda couple, person: Strain.objects.for_couple(couple).visible_to(person).select_related("assessment"),
        title=lambda strain: str(strain.asked.title),
        parts=parts_of,
        fields=("topic", "weight", "words", "part", "opened_at"),
        own=ENTRY_OWN,
        page=page_of,
        more=lambda strain: {"number": strain.assessment.number},
        along=Along(lambda couple: Strain.objects.for_couple(couple).opened(), parts_of),
    ),
)
