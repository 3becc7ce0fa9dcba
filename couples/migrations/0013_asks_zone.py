from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def ask(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who goes by UTC may never have been asked: any zone we did not know became that."""
    apps.get_model("couples", "Person").objects.filter(zone="UTC").update(asks_zone=True)


class Migration(migrations.Migration):
    dependencies = [("couples", "0012_address_changes")]

    operations = [
        migrations.AddField("person", "asks_zone", models.BooleanField(db_default=False, default=False)),
        migrations.RunPython(ask, migrations.RunPython.noop),
    ]
