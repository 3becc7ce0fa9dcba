"""Sessions under a keyed digest, and every plain digest of a secret keyed as well.

Sessions of before end: their keys stood in clear in every dump and backup. A device is told again once its person has
signed in there. Going back, whatever was keyed cannot be found any more: open invitations are to be sent again.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from couples import keyed

PLAIN = (
    ("Invitation", "token_digest", "invitation"),
    ("InvitationRefusal", "address_digest", "refusal"),
    ("Device", "digest", "device"),
)


def end_sessions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("sessions", "Session").objects.all().delete()
    apps.get_model("couples", "Device").objects.update(session_key="")


def key_digests(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model, column, purpose in PLAIN:
        rows = apps.get_model("couples", model).objects
        for id, plain in rows.values_list("pk", column):
            rows.filter(pk=id).update(**{column: keyed.keyed(purpose, plain)})


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0010_fewer_indexes"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("session_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.AlterField(
            model_name="device", name="session_key", field=models.CharField(db_index=True, max_length=64)
        ),
        migrations.RunPython(end_sessions, end_sessions),
        migrations.RunPython(key_digests, migrations.RunPython.noop),
    ]
