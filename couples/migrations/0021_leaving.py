from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0020_reading")]

    operations = [
        migrations.AddField("couple", "closed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("membership", "told_at", models.DateTimeField(blank=True, null=True)),
    ]
