import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from couples import addresses, clock, made_up, zones
from couples.consent import texts
from couples.localized import Hours
from couples.quiet import Quiet


def validate_zone(key: str) -> None:
    try:
        zones.zone(key)
    except ValueError:
        raise ValidationError(_("Choose a time zone from the list."), code="zone") from None


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=addresses.spelled(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def made_up(self) -> models.QuerySet["Person"]:
        """The two of the demo, always in the same order (couples/made_up.py)."""
        return self.filter(email__endswith=f"@{made_up.DOMAIN}").order_by("email")

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=addresses.known(username or ""))


class Everything(models.TextChoices):
    """What somebody is erasing all of (couples/erasing)."""

    WORDS = "words", "words"
    ACCOUNT = "account", "account"


class Person(AbstractBaseUser):
    """An account. One person is in at most one couple at a time.

    There is no `last_login`: nobody, the partner least of all, has a use for when somebody was last here (P4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=40)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    #: Their browser named no zone we have, so theirs is a guess until they say which it is.
    asks_zone = models.BooleanField(default=False, db_default=False)
    #: How often they have moved to another zone, and when last: their calendar's times have changed as often.
    moves = models.PositiveIntegerField(default=0, db_default=0)
    moved_at = models.DateTimeField(null=True, blank=True)
    #: Whether the partner sees this person's local time beside a time for each other. It tells where they are (T5).
    shows_clock = models.BooleanField(default=False, db_default=False)
    locale = models.CharField(max_length=16, default="en")
    #: How they want the time of day written; empty: as their browser does.
    hours = models.CharField(max_length=2, choices=Hours.choices, blank=True, default="", db_default="")
    #: How their browser writes it, as far as it has said: mail asks no browser.
    browser_hours = models.CharField(max_length=2, choices=Hours.choices, blank=True, default="", db_default="")
    #: Wall time between which no nudge reaches them; both or neither. May go past midnight.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    #: Whether they also hold back what comes at a minute that was promised (`Kind.punctual`).
    quiet_holds_all = models.BooleanField(default=False, db_default=False)
    is_active = models.BooleanField(default=True)
    #: Which text they have agreed to (couples/consent/texts.py), and since when; 0: none.
    agreed_to = models.PositiveSmallIntegerField(default=0, db_default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)
    #: What of theirs is erased at `erase_at`, unless they keep it; and how often that was tried since.
    erase_what = models.CharField(max_length=8, choices=Everything.choices, blank=True, default="", db_default="")
    erase_at = models.DateTimeField(null=True, blank=True)
    erase_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    #: There is no account any more: nothing but this row, which says nothing.
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    last_login = None  # see the docstring

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="person_quiet_from_and_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_agreed(self) -> bool:
        """To the text as it is now."""
        return self.agreed_to >= texts.CURRENT

    @property
    def tzinfo(self) -> ZoneInfo:
        return zones.stored_zone(self.zone)

    @property
    def lost_zone(self) -> bool:
        """Whether the zone data no longer has the zone they chose: their times go by UTC until they choose again."""
        return self.zone not in zones.zone_keys()

    @property
    def is_made_up(self) -> bool:
        return made_up.is_made_up(self.email)

    @property
    def quiet(self) -> Quiet | None:
        return Quiet.between(self.quiet_from, self.quiet_until)


class Session(AbstractBaseSession):
    """One browser that somebody is signed in on, or is about to be. It names its person, so that theirs can be ended.

    Neither the key nor what it holds can be used from here: `couples.accounts.sessions` says how.
    """

    #: A keyed digest of the key in the cookie.
    session_key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"Session {self.session_key[:8]}"


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def open(self) -> Self:
        """Those that can still be undone."""
        return self.filter(undone_at=None, at__gt=clock.now() - AddressChange.LIFE)


class AddressChange(models.Model):
    """An account got another address. The row goes when its time is over, and the old address with it."""

    LIFE = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    before = models.EmailField(max_length=254, db_index=True)
    after = models.EmailField(max_length=254)
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AddressChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"AddressChange {self.pk}"
