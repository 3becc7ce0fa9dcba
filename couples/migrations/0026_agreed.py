from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('couples', '0025_erasing'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='agreed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='agreed_to',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
