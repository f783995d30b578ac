"""Mail alerts: the owner of a view is told what is new in it; many articles are put on top at once."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0032_thresholds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='hook',
            name='view',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='%(class)s', serialize=False, to='articles.savedview'),
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('view', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='%(class)s', serialize=False, to='articles.savedview')),
                ('since', models.DateTimeField()),
                ('checked_at', models.DateTimeField()),
                ('known', models.JSONField(default=list)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('off_at', models.DateTimeField(blank=True, null=True)),
                ('every', models.CharField(choices=[('once', 'At once, at most every 15 minutes'), ('hour', 'Every hour'), ('day', 'Every day')], max_length=4)),
                ('hour', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('next_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('off_at', None)), fields=['next_at'], name='alert_next_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('every__in', ['once', 'hour', 'day'])), name='alert_every_known'), models.CheckConstraint(condition=models.Q(models.Q(('every', 'day'), ('hour__isnull', False), ('hour__lt', 24)), models.Q(models.Q(('every', 'day'), _negated=True), ('hour', None)), _connector='OR'), name='alert_hour_of_day')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('failed', 'Given up')], default='waiting', max_length=9)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=200)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='articles.alert')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='mail_next_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'delivered', 'failed'])), name='mail_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('next_at', None)), _connector='OR'), name='mail_waits_until'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('answer'), 200), name='mail_answer_max_200')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='bulkjob',
            name='bulkjob_what_known',
        ),
        migrations.AlterField(
            model_name='bulkjob',
            name='what',
            field=models.CharField(choices=[('publish', 'Publish'), ('unpublish', 'Hold'), ('agree', 'Agree'), ('reject', 'Reject'), ('score', 'Score'), ('add-topic', 'Add topic'), ('remove-topic', 'Remove topic'), ('feature', 'Put on top'), ('rule', 'Apply a rule'), ('undo', 'Undo')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='bulkjob',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['publish', 'unpublish', 'agree', 'reject', 'score', 'add-topic', 'remove-topic', 'feature', 'rule', 'undo'])), name='bulkjob_what_known'),
        ),
    ]
