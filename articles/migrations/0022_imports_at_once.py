"""What a preview notes of its files, mends of many files at once, and counts that can be made anew:
which files have no item, which were left out, and how long the machine was at it."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count

WRITTEN = ("new", "content", "metrics", "conflict")
NEVER_LEFT_OUT = ("error", "ignored", "unchanged")  # some of which have no item
ENDED = ("cancelled", "failed", "undoing", "undone", "redoing")


def note(apps, schema_editor):
    batches = apps.get_model("articles", "ImportBatch").objects
    items = apps.get_model("articles", "ImportItem").objects
    for batch in batches.filter(state__in=ENDED).exclude(counts={}):
        items.filter(batch=batch, result__in=WRITTEN, applied_at=None).update(skip=True)
    for batch in batches.exclude(counts={}):
        rows = items.filter(batch=batch).order_by().values_list("result").annotate(Count("pk"))
        listed = dict(rows)
        beside = {n: batch.counts.get(n, 0) - listed.get(n, 0) for n in NEVER_LEFT_OUT}
        batch.counts["unlisted"] = {name: number for name, number in beside.items() if number > 0}
        batch.counts.pop("topics", None)
        if batch.finished_at:
            phase = batch.finished_at - (batch.phase_at or batch.started_at)
            seconds = batch.counts.get("seconds", 0) + round(phase.total_seconds())
            batch.counts["seconds"] = seconds
        batch.save(update_fields=["counts"])


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0021_sources'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importbatch',
            name='importbatch_state_known',
        ),
        migrations.RemoveIndex(
            model_name='importbatch',
            name='importbatch_at_work',
        ),
        migrations.RemoveIndex(
            model_name='importitem',
            name='importitem_of_class',
        ),
        migrations.RemoveIndex(
            model_name='importitem',
            name='importitem_waiting',
        ),
        migrations.RemoveIndex(
            model_name='importitem',
            name='importitem_duplicate',
        ),
        migrations.AddField(
            model_name='importbatch',
            name='mend',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='mend_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importitem',
            name='address_mark',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='importitem',
            name='mend',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='importitem',
            name='new_topics',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='importitem',
            name='position',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='importitem',
            name='title_mark',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='state',
            field=models.CharField(choices=[('uploading', 'Uploading'), ('reading', 'Reading'), ('ready', 'Ready'), ('applying', 'Applying'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Failed'), ('undoing', 'Undoing'), ('undone', 'Undone'), ('redoing', 'Redoing'), ('mending', 'Mending')], default='applying', max_length=10),
        ),
        migrations.AddIndex(
            model_name='importbatch',
            index=models.Index(condition=models.Q(('state__in', ['reading', 'applying', 'undoing', 'redoing', 'mending'])), fields=['id'], name='importbatch_at_work'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(fields=['batch', 'result', 'id', 'kind', 'state', 'skip'], name='importitem_of_class'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('applied_at', None)), fields=['batch', 'kind', 'position', 'id'], name='importitem_waiting'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('duplicate_of', ''), _negated=True), fields=['batch', 'skip', 'id'], name='importitem_duplicate'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('message', ''), _negated=True), fields=['batch', 'skip', 'id', 'result'], name='importitem_noted'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('skip', True)), fields=['batch', 'id'], name='importitem_skipped'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('applied_at', None)), fields=['batch', 'path'], name='importitem_path'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('address_mark', ''), _negated=True), fields=['batch', 'address_mark'], name='importitem_address_mark'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('title_mark', ''), _negated=True), fields=['batch', 'title_mark'], name='importitem_title_mark'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('new_topics', ''), _negated=True), fields=['batch', 'result', 'skip', 'new_topics'], name='importitem_new_topics'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(condition=models.Q(('mend', ''), _negated=True), fields=['batch', 'mend', 'id'], name='importitem_mend'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploading', 'reading', 'ready', 'applying', 'done', 'cancelled', 'failed', 'undoing', 'undone', 'redoing', 'mending'])), name='importbatch_state_known'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('mend'), 10), name='importbatch_mend_max_10'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('new_topics'), 500), name='importitem_new_topics_max_500'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('address_mark'), 32), name='importitem_address_mark_max_32'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title_mark'), 32), name='importitem_title_mark_max_32'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('mend'), 10), name='importitem_mend_max_10'),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
