"""Addresses of before in their one spelling, so that looking for one is looking for the same text.

Two rows that were two spellings of one mailbox stay as they are: whose it is, is not for a migration to say.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from couples import addresses

PLACES = (
    ("couples", "Person", "email"),
    ("account", "EmailAddress", "email"),
    ("couples", "Invitation", "email"),
    ("couples", "Suppression", "address"),
)
NOT_PLAIN = r"[^a-z0-9.!#$%&'*+/=?^_`{|}~@-]"


def spell(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for app, model, column in PLACES:
        rows = apps.get_model(app, model).objects
        for id, before in list(rows.filter(**{f"{column}__regex": NOT_PLAIN}).values_list("pk", column)):
            after = addresses.known(before)
            alone = model == "Invitation" or not rows.filter(**{f"{column}__iexact": after}).exclude(pk=id).exists()
            if after != before and alone:
                rows.filter(pk=id).update(**{column: after})


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0014_message_over"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(spell, migrations.RunPython.noop)]
