from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('couples', '0026_agreed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ledgerline',
            name='what',
            field=models.CharField(choices=[('row', 'row'), ('words', 'words'), ('person', 'person'), ('couple', 'couple'), ('left', 'left')], max_length=8),
        ),
    ]
