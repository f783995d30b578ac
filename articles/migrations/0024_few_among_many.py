"""Indexes for lists of the few among many: a walk along all articles would meet them last."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0023_search_prefixes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='article',
            name='article_by_heat',
        ),
        migrations.RemoveIndex(
            model_name='image',
            name='image_pending',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-weight', '-id', 'score'], name='article_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('quality', None)), fields=['-score', '-id'], name='article_unscored_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('quality', None)), fields=['-weight', '-id'], name='article_unscored_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'unpublished')), fields=['-score', '-id'], name='article_held_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'unpublished')), fields=['-weight', '-id'], name='article_held_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'unset')), fields=['-score', '-id'], name='article_unset_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'unset')), fields=['-weight', '-id'], name='article_unset_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('place', 'folded')), fields=['-score', '-id'], name='article_folded_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('place', 'folded')), fields=['-weight', '-id'], name='article_folded_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review', 'reviewed')), fields=['-score', '-id'], name='article_reviewed_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review', 'reviewed')), fields=['-weight', '-id'], name='article_reviewed_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review', 'rejected')), fields=['-score', '-id'], name='article_rejected_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review', 'rejected')), fields=['-weight', '-id'], name='article_rejected_by_heat'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-score', '-id'], name='article_published_by_quality'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('type', 'video')), fields=['-published_at', '-id'], name='article_video'),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(fields=['state', 'id'], name='image_of_state'),
        ),
        migrations.AddIndex(
            model_name='relatedlink',
            index=models.Index(condition=models.Q(('origin', 'editor')), fields=['id'], name='relatedlink_by_editors'),
        ),
        migrations.AddIndex(
            model_name='seedfile',
            index=models.Index(fields=['kind', 'id'], name='seedfile_of_kind'),
        ),
    ]
