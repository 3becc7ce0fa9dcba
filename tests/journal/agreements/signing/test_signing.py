"""Both sign exactly the same words, either may take it back, and nothing signed is ever altered."""

from uuid import uuid4

import pytest
from django.db import connection

from couples.accounts.models import Person
from couples.localized import day
from couples.space.models import Couple, Membership
from couples.space.services import begin
from journal.agreements import services
from journal.agreements.errors import NothingToSign, NotTheirSignature, StillAlone, TextMoved, Unsettled
from journal.agreements.export import signed_parts
from journal.agreements.models import Guideline, Signature, SignedVersion
from journal.agreements.signing.digest import digest
from journal.today.waiting import things

LINES = ["We stop when either says break.", "We come back the same day."]


@pytest.fixture
def written(couple: Couple, ada: Person) -> list[Guideline]:
    return [services.add_line(couple, by=ada, text=text, op_id=uuid4()) for text in LINES]


def sign(couple: Couple, by: Person, lines: list[str] = LINES) -> SignedVersion:
    return services.sign(couple, by=by, name=f"{by.name} X.", digest=digest(lines))


def change(line: Guideline, by: Person, text: str) -> None:
    line.refresh_from_db()
    services.revise(line, by=by, text=text, base_rev=line.rev, op_id=uuid4())


def test_in_force_once_both_signed_the_same_words(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    first = sign(couple, ada)
    assert first.in_force_at is None
    assert services.in_force(couple) is None
    second = sign(couple, ben)
    assert second == first
    assert second.in_force_at
    assert services.in_force(couple) == second
    assert (second.number, second.lines, second.digest) == (1, LINES, digest(LINES))
    assert sorted(each.name for each in Signature.objects.all()) == ["Ada X.", "Ben X."]


def test_taken_along_the_date_stands_before_a_name_whose_letters_go_the_other_way(
    written: list[Guideline], couple: Couple, ada: Person
) -> None:
    version = services.sign(couple, by=ada, name="עדה", digest=digest(LINES))
    _text, signed, _digest = signed_parts(version)
    assert signed.words == f"{day(version.signatures.get().signed_at)}, עדה"


def test_signing_twice_is_one_signature(written: list[Guideline], couple: Couple, ada: Person) -> None:
    sign(couple, ada)
    assert sign(couple, ada).in_force_at is None
    assert Signature.objects.count() == 1


def test_words_that_moved_since_they_were_read_are_not_signed(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    change(written[0], ben, "We stop when either says stop.")
    with pytest.raises(TextMoved) as moved:
        sign(couple, ada)
    assert list(moved.value.lines) == ["We stop when either says stop.", LINES[1]]
    assert not SignedVersion.objects.exists()


def test_the_order_is_part_of_what_is_signed(written: list[Guideline], couple: Couple, ada: Person) -> None:
    services.move(written[1], side="before", other=written[0])
    with pytest.raises(TextMoved):
        sign(couple, ada)
    assert sign(couple, ada, LINES[::-1]).lines == LINES[::-1]


def test_an_edit_makes_a_new_draft_and_what_is_signed_stays_in_force(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    sign(couple, ada)
    version = sign(couple, ben)
    change(written[1], ada, "We come back the same evening.")
    new = [LINES[0], "We come back the same evening."]
    assert services.in_force(couple) == version
    assert sign(couple, ada, new).number == 2
    assert services.in_force(couple) == version
    sign(couple, ben, new)
    now = services.in_force(couple)
    assert now
    assert (now.number, now.lines) == (2, new)
    version.refresh_from_db()
    assert version.lines == LINES


def test_one_signature_each_under_different_words_is_no_agreement(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    sign(couple, ada)
    change(written[1], ben, "We come back in a week.")
    sign(couple, ben, [LINES[0], "We come back in a week."])
    assert services.in_force(couple) is None


def test_either_takes_a_signature_back_alone_and_the_text_stays(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    sign(couple, ada)
    version = sign(couple, ben)
    services.withdraw(version, by=ben)
    services.withdraw(version, by=ben)
    assert services.in_force(couple) is None
    assert SignedVersion.objects.get(pk=version.pk).lines == LINES
    again = sign(couple, ada)
    assert again.number == 2
    assert services.in_force(couple) is None
    sign(couple, ben)
    assert services.in_force(couple) == again


def test_an_earlier_version_does_not_come_back_when_the_later_one_ends(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    sign(couple, ada)
    sign(couple, ben)
    change(written[1], ada, "Later.")
    sign(couple, ada, [LINES[0], "Later."])
    services.withdraw(sign(couple, ben, [LINES[0], "Later."]), by=ada)
    assert services.in_force(couple) is None


def test_nobody_takes_back_what_they_did_not_sign(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    version = sign(couple, ada)
    with pytest.raises(NotTheirSignature):
        services.withdraw(version, by=ben)


def test_what_is_signed_is_never_changed(written: list[Guideline], couple: Couple, ada: Person) -> None:  # P6
    version = sign(couple, ada)
    version.lines = ["something else"]
    with pytest.raises(TypeError):
        version.save()
    signature = version.signatures.get()
    with pytest.raises(TypeError):
        signature.save()


def test_an_open_overlap_is_settled_before_signing(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    services.revise(written[0], by=ada, text="We pause when either says break.", base_rev=1, op_id=uuid4())
    services.revise(written[0], by=ben, text="We rest when either says break.", base_rev=1, op_id=uuid4())
    with pytest.raises(Unsettled):
        sign(couple, ada, ["We pause when either says break.", LINES[1]])
    services.remove(written[0], by=ben)
    assert sign(couple, ada, LINES[1:]).number == 1


def test_an_empty_draft_is_not_signed(couple: Couple, ada: Person) -> None:
    with pytest.raises(NothingToSign):
        sign(couple, ada, [])


def test_one_alone_writes_but_does_not_sign(db: None, ada: Person) -> None:
    couple = begin(by=ada, called="Ben")
    services.add_line(couple, by=ada, text=LINES[0], op_id=uuid4())
    with pytest.raises(StillAlone):
        sign(couple, ada, LINES[:1])


def test_who_has_left_signs_nothing_any_more(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    Membership.objects.filter(person=ben).update(left_at="2026-05-03T00:00Z")
    with pytest.raises(StillAlone):
        sign(couple, ada)


def test_today_points_at_words_the_partner_has_signed(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    sign(couple, ada)
    (found,) = things(couple, ben, ada)
    assert "new version of your guidelines" in found.words
    assert things(couple, ada, ben) == []
    change(written[1], ben, "Something new.")
    assert things(couple, ben, ada) == []


def test_today_points_at_nothing_once_signed_or_taken_back(
    written: list[Guideline], couple: Couple, ada: Person, ben: Person
) -> None:
    services.withdraw(sign(couple, ada), by=ada)
    assert things(couple, ben, ada) == []
    sign(couple, ada)
    sign(couple, ben)
    assert things(couple, ben, ada) == []


def test_a_line_without_words_is_not_signed(written: list[Guideline], couple: Couple, ada: Person) -> None:
    change(written[1], ada, "   ")
    assert sign(couple, ada, LINES[:1]).lines == LINES[:1]


def test_signed_words_and_names_are_sealed_at_rest(couple: Couple, ada: Person) -> None:
    services.add_line(couple, by=ada, text="CANARY", op_id=uuid4())
    services.sign(couple, by=ada, name="CANARY", digest=digest(["CANARY"]))
    with connection.cursor() as cursor:
        for table in ("journal_signedversion", "journal_signature"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")  # noqa: S608  names of ours
            dump = cursor.fetchone()[0]
            assert "CANARY" not in dump
            assert b"CANARY".hex() not in dump
