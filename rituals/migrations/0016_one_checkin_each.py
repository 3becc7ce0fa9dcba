"""One check-in a person instead of one a couple. Back again, the first of two stays, and rings for both as before."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

UNIQUE = """
CREATE UNIQUE INDEX CONCURRENTLY ritual_one_checkin_each ON rituals_ritual (couple_id, person_id)
NULLS NOT DISTINCT WHERE practice = 'checkins' AND retired_at IS NULL
"""
ONE_FOR_BOTH = """
CREATE TEMPORARY TABLE kept_checkin AS
SELECT DISTINCT ON (couple_id) couple_id, id FROM rituals_ritual
WHERE practice = 'checkins' AND retired_at IS NULL ORDER BY couple_id, created_at;
UPDATE rituals_nudge n SET ritual_id = kept_checkin.id
FROM kept_checkin JOIN rituals_ritual r ON r.couple_id = kept_checkin.couple_id
WHERE n.ritual_id = r.id AND r.id <> kept_checkin.id AND r.practice = 'checkins' AND r.retired_at IS NULL;
UPDATE rituals_ritual r SET retired_at = now() FROM kept_checkin
WHERE r.couple_id = kept_checkin.couple_id AND r.id <> kept_checkin.id
  AND r.practice = 'checkins' AND r.retired_at IS NULL;
DROP TABLE kept_checkin
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("rituals", "0015_own_checkin")]

    operations = [
        AddIndexConcurrently("ritual", models.Index(fields=["person"], name="ritual_person")),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(UNIQUE, "DROP INDEX CONCURRENTLY ritual_one_checkin_each")],
            [
                migrations.AddConstraint(
                    "ritual",
                    models.UniqueConstraint(
                        fields=["couple", "person"],
                        condition=Q(practice="checkins", retired_at=None),
                        nulls_distinct=False,
                        name="ritual_one_checkin_each",
                    ),
                )
            ],
        ),
        migrations.RemoveConstraint("ritual", "ritual_one_checkin"),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_FOR_BOTH),
    ]
