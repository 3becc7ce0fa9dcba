from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('couples', '0016_moves'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='leased_by',
            field=models.IntegerField(blank=True, null=True),
        ),
    ]
