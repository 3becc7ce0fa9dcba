from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0015_one_spelling")]

    operations = [
        migrations.AddField("person", "moves", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("person", "moved_at", models.DateTimeField(blank=True, null=True)),
    ]
