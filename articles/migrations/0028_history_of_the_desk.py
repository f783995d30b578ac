"""Indexes for the history of the whole desk: what people did, one act, one import."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0027_saved_views'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='event',
            name='event_group',
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['group', '-id'], name='event_of_act'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('action', 'import'), _negated=True), fields=['-at', '-id'], name='event_by_hand'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(models.Q(('action', 'import'), _negated=True), ('actor__isnull', False)), fields=['actor', '-at', '-id'], name='event_by_person'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch', '-at', '-id'], name='event_of_import'),
        ),
    ]
