"""Who gave each article its state, in a column; and which acts were taken back."""

from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from articles.migrations._search import with_search

DECISIONS = ("publish", "unpublish", "reject")
CHUNK = 1000
THRESHOLD = 70  # where the settings named none


def say_whose(apps, schema_editor):
    """Read off the history which states people decided; a score alone has left them as they were,
    so those are called the rule's only where the rule says the same."""
    articles = apps.get_model("articles", "Article").objects
    rejected = articles.filter(review="rejected")
    rejected.filter(decided_at=None).update(decided_at=F("imported_at"))
    rejected.update(state_by="person")
    keys = list(pinned(apps))
    for start in range(0, len(keys), CHUNK):
        articles.filter(pk__in=keys[start : start + CHUNK]).update(state_by="person")
    scored = articles.filter(decided_at__isnull=False, state_by="seed")
    given = getattr(settings, "QUALITY_THRESHOLD", None)
    threshold = THRESHOLD if given is None else given
    published = Q(state="published", score__gte=threshold)
    scored.filter(published | Q(state="unpublished", score__lt=threshold)).update(state_by="rule")
    untouched = articles.filter(decided_at=None, state="unpublished")
    untouched.filter(pk__in=kept_off(apps).values("article")).update(state_by="import")


def kept_off(apps):
    """Return the arrivals of articles with an import that held all or was undone. An article's own
    batch is the last that changed it."""
    arrivals = apps.get_model("articles", "Event").objects.filter(action="import", before={})
    batches = Q(batch__hold=True) | Q(batch__state__in=["undoing", "undone"])
    return arrivals.filter(batches, article__isnull=False)


def pinned(apps):
    events = apps.get_model("articles", "Event").objects.filter(
        batch=None, article__decided_at__isnull=False
    )
    columns = events.order_by("article", "pk").only("article", "action", "after")
    rows = columns.iterator(chunk_size=CHUNK)
    for article, history in groupby(rows, attrgetter("article_id")):
        if is_pinned(history):
            yield article


def is_pinned(history):
    """Follow an article's decisions; an undo leads back to the one whose time it sets again."""
    pinned, at = False, {}
    for event in history:
        moment = event.after.get("decided_at")
        if event.action in DECISIONS or (event.action == "take-theirs" and "state" in event.after):
            pinned = True
        elif event.action == "reopen":
            pinned = False
        elif event.action == "undo" and "decided_at" in event.after:
            pinned = at.get(moment, False)
        if moment:
            at[moment] = pinned
    return pinned


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_feeds_and_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = with_search(
        migrations.RemoveIndex(
            model_name='article',
            name='article_queue',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_queue_by_quality',
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='event_actor',
        ),
        migrations.AddField(
            model_name='article',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='decided',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(folded_into__isnull=True, review='unreviewed', then=models.Value(False)), default=models.Value(True)), output_field=models.BooleanField()),
        ),
        migrations.AddField(
            model_name='article',
            name='place',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(review='rejected', then=models.Value('rejected')), models.When(models.Q(('folded_into__isnull', False), ('heat', -1), _connector='OR'), then=models.Value('folded')), models.When(state='unpublished', then=models.Value('held')), default=models.Value('published')), output_field=models.CharField(max_length=9)),
        ),
        migrations.AddField(
            model_name='article',
            name='state_by',
            field=models.CharField(choices=[('seed', 'Seed'), ('import', 'Import'), ('rule', 'Rule'), ('person', 'Person')], default='seed', max_length=6),
        ),
        migrations.AddField(
            model_name='event',
            name='taken_back',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='event',
            name='undone_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['decided', 'place', 'imported_at'], name='article_queue'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['decided', 'score'], name='article_queue_by_score'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('changed_at__isnull', False)), fields=['changed_at'], name='article_changed_at'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('undone_by__isnull', False)), fields=['undone_by'], name='event_undone_by'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('actor__isnull', False)), fields=['actor', 'batch', 'at'], name='event_of_actor'),
        ),
        migrations.RunPython(say_whose, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('state_by__in', ['seed', 'import', 'rule', 'person'])), name='article_state_by_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('decided_at__isnull', False), ('state_by__in', ['seed', 'import']), _connector='OR'), name='article_state_by_whom_and_when'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review', 'rejected'), _negated=True), ('state_by', 'person'), _connector='OR'), name='article_rejected_by_a_person'),
        ),
    )
