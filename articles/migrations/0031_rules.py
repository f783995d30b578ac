"""Rules of the desk: what fits a search is held, rejected, scored, filed or given to somebody."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from articles.migrations._search import with_search


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0030_notes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = with_search(
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=500)),
                ('act', models.CharField(choices=[('hold', 'hold'), ('reject', 'reject'), ('score', 'score'), ('topic', 'topic'), ('assign', 'give to somebody')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('points', models.IntegerField(default=0)),
                ('number', models.PositiveIntegerField(blank=True, null=True)),
                ('is_on', models.BooleanField(default=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('weeks', models.JSONField(blank=True, default=list)),
                ('month', models.PositiveIntegerField(default=0)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='article',
            name='article_state_by_known',
        ),
        migrations.RemoveConstraint(
            model_name='article',
            name='article_state_by_whom_and_when',
        ),
        migrations.RemoveConstraint(
            model_name='article',
            name='article_rejected_by_a_person',
        ),
        migrations.AddField(
            model_name='article',
            name='ruled',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='article',
            name='state_by',
            field=models.CharField(choices=[('seed', 'Seed'), ('import', 'Import'), ('desk', 'Desk'), ('rule', 'Rule'), ('person', 'Person')], default='seed', max_length=6),
        ),
        migrations.AddField(
            model_name='rule',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rule',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rule',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rule',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='article',
            name='ruled_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.rule'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('ruled_by__isnull', False)), fields=['ruled_by'], name='article_ruled_by'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('state_by__in', ['seed', 'import', 'desk', 'rule', 'person'])), name='article_state_by_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('decided_at__isnull', False), ('state_by__in', ['seed', 'import', 'desk']), _connector='OR'), name='article_state_by_whom_and_when'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review', 'rejected'), _negated=True), ('state_by__in', ['person', 'desk']), _connector='OR'), name='article_rejected_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ruled_by__isnull', False), ('state_by', 'desk')), models.Q(models.Q(('state_by', 'desk'), _negated=True), ('ruled_by', None)), _connector='OR'), name='article_by_a_rule_of_the_desk'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='rule',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='articles.rule'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='rule_name_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('query', ''), _negated=True), name='rule_query_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['hold', 'reject', 'score', 'topic', 'assign'])), name='rule_act_known'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('points__range', (-1000, 1000))), name='rule_points_1000_to_1000'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 80), name='rule_name_max_80'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('query'), 500), name='rule_query_max_500'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 300), name='rule_reason_max_300'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('problem'), 300), name='rule_problem_max_300'),
        ),
        migrations.AddIndex(
            model_name='rulehit',
            index=models.Index(fields=['rule', '-at', '-id'], name='rulehit_of_rule'),
        ),
        migrations.RemoveConstraint(
            model_name='bulkjob',
            name='bulkjob_what_known',
        ),
        migrations.AlterField(
            model_name='bulkjob',
            name='what',
            field=models.CharField(choices=[('publish', 'Publish'), ('unpublish', 'Hold'), ('agree', 'Agree'), ('reject', 'Reject'), ('score', 'Score'), ('add-topic', 'Add topic'), ('remove-topic', 'Remove topic'), ('rule', 'Apply a rule'), ('undo', 'Undo')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='bulkjob',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['publish', 'unpublish', 'agree', 'reject', 'score', 'add-topic', 'remove-topic', 'rule', 'undo'])), name='bulkjob_what_known'),
        ),
    )
