"""As many couples as wanted, by SQL: copies of one that was made through the services like everybody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bench.durable import connect

#: The evening everything is due at. Nothing here looks at the real clock.
EVENING = datetime(2026, 12, 1, 19, 30, tzinfo=UTC)
RITUALS = 5  # a couple's; each rings for both
STEP = 15  # minutes between two times that people choose

_COPY = {
    "couples_person": """
        SELECT copy.* FROM couples_person model, generate_series(1, %(people)s) i,
        LATERAL jsonb_populate_record(model, jsonb_build_object(
            'id', md5('person' || i)::uuid, 'email', 'person' || i || '@example.org',
            'zone', (%(zones)s::text[])[1 + ((i - 1) / 2) %% array_length(%(zones)s::text[], 1)])) copy
        WHERE model.id = %(person)s""",
    "couples_couple": """
        SELECT copy.* FROM couples_couple model, generate_series(1, %(people)s / 2) i,
        LATERAL jsonb_populate_record(model, jsonb_build_object('id', md5('couple' || i)::uuid)) copy
        WHERE model.id = %(couple)s""",
    "couples_membership": """
        SELECT copy.* FROM couples_membership model, generate_series(1, %(people)s) i,
        LATERAL jsonb_populate_record(model, jsonb_build_object(
            'id', md5('membership' || i)::uuid, 'person_id', md5('person' || i)::uuid,
            'couple_id', md5('couple' || (i + 1) / 2)::uuid, 'slot', 2 - i %% 2)) copy
        WHERE model.person_id = %(person)s""",
    "rituals_ritual": """
        SELECT copy.* FROM chosen JOIN rituals_ritual model ON model.id = chosen.source,
        LATERAL jsonb_populate_record(model, jsonb_build_object(
            'id', md5('ritual' || chosen.number)::uuid, 'couple_id', md5('couple' || chosen.couple)::uuid,
            'at', chosen.at, 'person_id', NULL)) copy""",
    "rituals_nudge": """
        SELECT copy.* FROM chosen, generate_series(0, 1) second, rituals_nudge model,
        LATERAL jsonb_populate_record(model, jsonb_build_object(
            'id', 1000 + 2 * chosen.number + second, 'person_id', md5('person' || 2 * chosen.couple - second)::uuid,
            'ritual_id', md5('ritual' || chosen.number)::uuid, 'zone', chosen.zone, 'next_at', chosen.next_at)) copy
        WHERE model.ritual_id = %(checkin)s AND model.person_id = %(person)s""",
}


@dataclass(frozen=True, slots=True)
class Model:
    """Whose rows are copied."""

    person: str
    couple: str
    checkin: str
    own: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One ritual: by the clock of its couple's zone, next at this instant."""

    couple: int
    next_at: datetime


def zones(several: int = 60) -> list[str]:
    """Zones people live in, spread over the world."""
    lived_in = sorted(name for name in available_timezones() if name.startswith(("A", "E", "P")) and "/" in name)
    return lived_in[:: len(lived_in) // several][:several]


def model() -> Model:
    """Two people and their times, made through the services in the settings' database."""
    from bench.content import person  # noqa: PLC0415  these need the settings
    from couples.space import services as space  # noqa: PLC0415
    from rituals import services as rituals  # noqa: PLC0415
    from rituals.cadence import Rule  # noqa: PLC0415

    ada, ben = person("Ada"), person("Ben")
    couple = space.begin(by=ada, called="Ben")
    space.join(space.invite(couple, by=ada, email=ben.email), by=ben)
    checkin = rituals.set_checkin(couple, by=ada, rule=Rule(time(20, 30)))
    own = rituals.add(couple, by=ada, title="A walk", rule=Rule(time(16, 0)), zone="", minutes=30)
    return Model(*(str(row.pk) for row in (ada, couple, checkin, own)))


def evenly(rows: int, due: int) -> Iterable[Choice]:
    """`rows` nudges, `due` of them at EVENING and the others later, a quarter of an hour apart, all day."""
    apart = rows // due
    for ritual in range(rows // 2):
        minutes = 0 if ritual % apart == 0 else STEP * (1 + ritual % 90)
        yield Choice(1 + ritual // RITUALS, EVENING + timedelta(minutes=minutes))


def settle(database: str, model: Model, choices: Iterable[Choice], names: Sequence[str]) -> None:
    """Put these people, and nobody else's nudges, into the database."""
    with connect(database) as connection:
        # Copies of rows that fit each other fit each other: to ask of a million would take most of the time.
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE rituals_nudge SET next_at = NULL")
        connection.execute("TRUNCATE couples_message CASCADE")
        connection.execute(
            "CREATE TEMPORARY TABLE chosen"
            " (number int, couple int, zone text, at time, next_at timestamptz, source uuid)"
        )
        with connection.cursor().copy("COPY chosen FROM STDIN") as copy:
            last = couple = 0
            for number, choice in enumerate(choices):
                is_first, last = choice.couple != last, choice.couple
                couple = max(couple, choice.couple)
                zone = names[(choice.couple - 1) % len(names)]
                at = choice.next_at.astimezone(ZoneInfo(zone)).time()
                kind = model.checkin if is_first else model.own
                copy.write_row((number, choice.couple, zone, at, choice.next_at, kind))
        connection.execute("ANALYZE chosen")
        values = {"people": 2 * couple, "zones": list(names), "person": model.person, "couple": model.couple}
        values["checkin"] = model.checkin
        for table, rows in _COPY.items():
            connection.execute(f"INSERT INTO {table} {rows}", values)  # type: ignore[arg-type]
        connection.execute("SELECT setval(pg_get_serial_sequence('rituals_nudge', 'id'), max(id)) FROM rituals_nudge")
        connection.execute("VACUUM ANALYZE")


def again(database: str, due: int) -> None:
    """As it was before anybody rang: `due` nudges at EVENING, no message."""
    with connect(database) as connection:
        connection.execute("TRUNCATE couples_message CASCADE")
        connection.execute("UPDATE rituals_nudge n SET next_at = %s FROM rung WHERE rung.id = n.id", [EVENING])
        connection.execute("VACUUM ANALYZE rituals_nudge")
        found = connection.execute("SELECT count(*) FROM rituals_nudge WHERE next_at <= %s", [EVENING]).fetchone()
        if found != (due,):
            raise RuntimeError(f"{found} nudges are due instead of {due}")


def remember_due(database: str) -> int:
    """Keep which nudges are due, so that `again` can make them due again. Returns how many they are."""
    with connect(database) as connection:
        connection.execute("CREATE TABLE rung AS SELECT id FROM rituals_nudge WHERE next_at <= %s", [EVENING])
        found = connection.execute("SELECT count(*) FROM rung").fetchone()
        return int(str(found[0])) if found else 0
