"""Calendar addresses under a keyed digest. Going back, each is to be made anew."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from couples import keyed


def key_digests(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    feeds = apps.get_model("rituals", "CalendarFeed").objects
    for id, plain in feeds.values_list("pk", "digest"):
        feeds.filter(pk=id).update(digest=keyed.keyed("feed", plain))


class Migration(migrations.Migration):
    dependencies = [
        ("rituals", "0007_fewer_indexes"),
    ]

    operations = [migrations.RunPython(key_digests, migrations.RunPython.noop)]
