"""How somebody likes the desk, kept with their account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0024_few_among_many'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeskSettings',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_settings', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('density', models.CharField(blank=True, choices=[('comfortable', 'Comfortable'), ('compact', 'Compact'), ('headlines', 'Headlines')], default='', max_length=11)),
                ('hides_pane', models.BooleanField(default=False)),
                ('keys', models.JSONField(blank=True, default=dict)),
                ('keys_off', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name_plural': 'desk settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('density__in', ['', 'comfortable', 'compact', 'headlines'])), name='desksettings_density_known')],
            },
        ),
    ]
