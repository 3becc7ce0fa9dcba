"""Names of before without signs that turn sentences round; one that shows nothing is a dash until its person writes it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from couples import characters


def clear(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("couples", "Person").objects
    for id, before in list(people.filter(name__regex=r"[^ -~]|^ *$").values_list("pk", "name")):
        after = characters.in_a_sentence(before)[:40]
        after = after if characters.shows(after) else "–"
        if after != before:
            people.filter(pk=id).update(name=after)


class Migration(migrations.Migration):
    dependencies = [("couples", "0018_refused_devices")]

    operations = [migrations.RunPython(clear, migrations.RunPython.noop)]
