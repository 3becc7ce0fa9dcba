import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import couples.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0021_nearness"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BroughtRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("practice", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField(null=True)),
                ("file_made_at", models.DateTimeField()),
                ("content", couples.vault.fields.EncryptedJSONField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "practice", "kind", "at"], name="brought_in_order")],
            },
        ),
    ]
