"""Thresholds that topics have of their own, and the articles that they hold for."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from articles.migrations._search import with_search


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0031_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = with_search(
        migrations.RemoveIndex(
            model_name='article',
            name='article_by_quality',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_queue_by_score',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_by_heat',
        ),
        migrations.AddField(
            model_name='article',
            name='threshold',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='threshold_of',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measured', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='article',
            name='margin',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('quality'), '-', models.F('threshold')), output_field=models.IntegerField()),
        ),
        migrations.AddField(
            model_name='topic',
            name='threshold',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('threshold__isnull', False)), fields=['threshold'], name='topic_threshold'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-score', '-id', 'threshold'], name='article_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-weight', '-id', 'score', 'threshold'], name='article_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('threshold', None)), fields=['decided', 'score'], name='article_queue_by_score'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('margin__isnull', False)), fields=['decided', 'margin'], name='article_queue_by_margin'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('quality', None)), fields=['decided'], name='article_queue_unscored'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('threshold_of__isnull', False)), fields=['threshold_of'], name='article_threshold_of'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('threshold__range', (0, 100))), name='article_threshold_0_to_100'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('threshold', None), ('threshold_of', None)), models.Q(('threshold__isnull', False), ('threshold_of__isnull', False)), _connector='OR'), name='article_threshold_of_a_topic'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('threshold__range', (0, 100))), name='topic_threshold_0_to_100'),
        ),
    )
