"""Whose a provider is, and which stories move."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0035_score_suggestions'),
    ]

    operations = [
        migrations.CreateModel(
            name='MovingStory',
            fields=[
                ('lead', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='moving', serialize=False, to='articles.article')),
                ('came', models.PositiveSmallIntegerField()),
                ('hours', models.PositiveSmallIntegerField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'ordering': ['-came', '-lead'],
            },
        ),
        migrations.AddField(
            model_name='provider',
            name='owner',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddIndex(
            model_name='provider',
            index=models.Index(condition=models.Q(('owner', ''), _negated=True), fields=['owner'], name='provider_owner'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('owner'), 100), name='provider_owner_max_100'),
        ),
    ]
