from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('couples', '0015_one_spelling'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='leased_by',
            field=models.IntegerField(blank=True, null=True),
        ),
    ]
