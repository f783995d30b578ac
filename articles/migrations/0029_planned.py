"""What editors plan for an article, who is to see to it, and what stands on top of a topic."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.migrations._search import with_search


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0028_history_of_the_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = with_search(
        migrations.CreateModel(
            name='Feature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='assigned_to',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_articles', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='hold_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='hold_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='publish_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='publish_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='article_publish_at'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('hold_at__isnull', False)), fields=['hold_at'], name='article_hold_at'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('publish_by__isnull', False)), fields=['publish_by'], name='article_publish_by'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('hold_by__isnull', False)), fields=['hold_by'], name='article_hold_by'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('assigned_to__isnull', False)), fields=['assigned_to'], name='article_assigned_to'),
        ),
        migrations.AddField(
            model_name='feature',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='features', to='articles.article'),
        ),
        migrations.AddField(
            model_name='feature',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feature',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='features', to='articles.topic'),
        ),
        migrations.AddIndex(
            model_name='feature',
            index=models.Index(fields=['topic', 'until'], name='feature_of_topic'),
        ),
        migrations.AddIndex(
            model_name='feature',
            index=models.Index(fields=['until'], name='feature_until'),
        ),
        migrations.AddConstraint(
            model_name='feature',
            constraint=models.UniqueConstraint(fields=('article', 'topic'), name='feature_once'),
        ),
    )
