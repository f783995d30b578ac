import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.migrations._search import with_search

WORDS = ['title', 'excerpt', 'web_url', 'original_url']


def fill(apps, schema_editor):
    """Say when the words last changed, as far as the history knows; else when they were published."""
    now = timezone.now()
    events = apps.get_model('articles', 'Event').objects
    changed = events.filter(article=OuterRef('pk'), after__has_any_keys=WORDS).order_by('-at')
    came = Case(When(published_at__lte=now, then=F('published_at')), default=now)
    articles = apps.get_model('articles', 'Article').objects
    articles.update(updated_at=Coalesce(Subquery(changed.values('at')[:1]), came))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_item_names'),
    ]

    operations = [
        *with_search(
            migrations.AddField(
                model_name='article',
                name='updated_at',
                field=models.DateTimeField(default=django.utils.timezone.now),
            ),
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=253)),
                ('since', models.DateField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='site_is_one'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('authority'), 253), name='site_authority_max_253')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
