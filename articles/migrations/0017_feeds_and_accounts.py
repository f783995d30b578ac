import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
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
        ('articles', '0016_item_titles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('signed_in', 'Signed in'), ('signed_out', 'Signed out'), ('failed', 'Sign-in failed'), ('locked', 'Locked out'), ('lifted', 'Lock-out lifted'), ('made', 'Account made'), ('name', 'Name changed'), ('email', 'E-mail changed'), ('password', 'Password changed'), ('factor', 'Second factor changed'), ('rights', 'Rights changed')], max_length=10)),
                ('name', models.CharField(max_length=150, verbose_name='account')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('address', models.GenericIPAddressField(blank=True, null=True)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='account_events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['person', 'kind', 'address'], name='accountevent_of_person'), models.Index(fields=['name'], name='accountevent_name'), models.Index(fields=['address'], name='accountevent_address'), models.Index(fields=['at'], name='accountevent_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['signed_in', 'signed_out', 'failed', 'locked', 'lifted', 'made', 'name', 'email', 'password', 'factor', 'rights'])), name='accountevent_kind_known'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 150), name='accountevent_name_max_150'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('by_name'), 150), name='accountevent_by_name_max_150'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('detail'), 300), name='accountevent_detail_max_300')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
