"""What editors say of a source, and what is counted of sources and days."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0020_search_marks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DayFigures',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
                ('values', models.JSONField()),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='articles.article')),
                ('at', models.DateTimeField()),
                ('waited', models.PositiveBigIntegerField()),
                ('machine_score', models.IntegerField(blank=True, null=True)),
                ('score', models.IntegerField(blank=True, null=True)),
                ('against', models.CharField(blank=True, choices=[('published', 'We published'), ('held', 'We held')], default='', max_length=9)),
            ],
        ),
        migrations.CreateModel(
            name='SourceFigures',
            fields=[
                ('provider', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='figures', serialize=False, to='articles.provider')),
                ('attention', models.PositiveSmallIntegerField(default=0)),
                ('newest_at', models.DateTimeField(blank=True, null=True)),
                ('usual', models.FloatField(default=0)),
                ('days', models.JSONField(default=list)),
                ('came', models.PositiveIntegerField(default=0)),
                ('public', models.PositiveIntegerField(default=0)),
                ('decided', models.PositiveIntegerField(default=0)),
                ('held', models.PositiveIntegerField(default=0)),
                ('published', models.PositiveIntegerField(default=0)),
                ('machine_score', models.IntegerField(blank=True, null=True)),
                ('score', models.IntegerField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='provider',
            name='at_most',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='provider',
            name='muted_by',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='provider',
            name='muted_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='provider',
            name='note',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_decided_by',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('decided_by__isnull', False)), fields=['decided_by', 'decided_at'], name='article_decided_by'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['decided_at'], name='article_decided_at'),
        ),
        migrations.AddIndex(
            model_name='provider',
            index=models.Index(condition=models.Q(('muted_until__isnull', False)), fields=['muted_until'], name='provider_muted_until'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=models.Q(('at_most__range', (1, 30))), name='provider_at_most_1_to_30'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 500), name='provider_note_max_500'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('muted_by'), 150), name='provider_muted_by_max_150'),
        ),
        migrations.AddField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='sourcefigures',
            index=models.Index(fields=['-attention', '-came', '-provider'], name='sourcefigures_by_attention'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['at'], name='decision_at'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('against__in', ['', 'published', 'held'])), name='decision_against_known'),
        ),
    ]
