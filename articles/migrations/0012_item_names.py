from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def rename_count(apps, old, new):
    batches = apps.get_model('articles', 'ImportBatch').objects
    for batch in batches.filter(counts__has_key=old):
        batch.counts[new] = batch.counts.pop(old)
        batch.save(update_fields=['counts'])


def forwards(apps, schema_editor):
    rename_count(apps, 'kept', 'left_as_is')


def backwards(apps, schema_editor):
    rename_count(apps, 'left_as_is', 'kept')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_no_second_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='importitem',
            name='importitem_twin',
        ),
        migrations.RemoveConstraint(
            model_name='importitem',
            name='importitem_twin_max_500',
        ),
        migrations.RenameField(
            model_name='importitem',
            old_name='twin',
            new_name='duplicate_of',
        ),
        migrations.RenameField(
            model_name='importitem',
            old_name='kept',
            new_name='left_as_is',
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('duplicate_of', ''), _negated=True), fields=['batch', 'id'], name='importitem_duplicate'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=LessThanOrEqual(Length('duplicate_of'), 500), name='importitem_duplicate_of_max_500'),
        ),
        migrations.RunPython(forwards, backwards),
    ]
