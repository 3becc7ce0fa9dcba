import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import couples.clock
import couples.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0025_erasing"),
        ("journal", "0025_memories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="after",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="journal.idea",
            ),
        ),
        migrations.AddField(
            model_name="idea", name="rested_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=couples.clock.now)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("on", models.DateField()),
                ("answer", couples.vault.fields.EncryptedTextField(blank=True, default="", max_length=6)),
                ("text", couples.vault.fields.EncryptedTextField(blank=True, default="", max_length=400)),
                ("until", couples.vault.fields.EncryptedTextField(blank=True, default="", max_length=10)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="journal.idea"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "on", "author"), name="look_once_a_day")]
            },
        ),
    ]
