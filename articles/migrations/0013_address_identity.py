"""Articles and links are known by their addresses under today's rule, and a file may clash.

Nothing is merged: where two articles have one address now, both stay. A file that the old rule took
for another story's is read again when it next comes, and is then a story of its own.
"""

from itertools import groupby

import django.db.models.functions.text
import django.db.models.lookups
from django.db import connection, migrations, models
from django.db.models import F

from articles.migrations._seeds import front_matter
from articles.weburls import canonical

CHUNK = 1000
FROM_SEED = 'seed'


def address_anew(apps, schema_editor):
    articles, links = (apps.get_model('articles', name) for name in ('Article', 'RelatedLink'))
    changed, last = set(), 0
    while chunk := list(_articles(articles).filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        own = {article.pk: _canonical(_url(article), article.canonical_url) for article in chunk}
        changed |= _write(articles, chunk, own)
        for pk, group in groupby(_links(links, own), lambda link: link.article_id):
            changed |= _address_links(links, list(group), own[pk])
    _join(articles, links, sorted(changed))
    _read_again(apps.get_model('articles', 'SeedFile'))


def _articles(articles):
    return articles.objects.only('canonical_url', 'web_url', 'original_url').order_by('pk')


def _links(links, own):
    return links.objects.filter(article__in=own).order_by('article', 'position', 'pk')


def _url(article):
    return article.web_url or article.original_url


def _canonical(url, before):
    try:
        return canonical(url)
    except ValueError:  # this version would refuse it
        return before


def _write(model, rows, addresses):
    moved = [(addresses[row.pk], row.pk) for row in rows if addresses[row.pk] != row.canonical_url]
    _set(model, moved)
    return {address for address, _ in moved}


def _address_links(links, rows, own):
    """Drop what the seed's reader drops now, the second link to one page; a person's stays."""
    addresses, dropped = {}, []
    for row in sorted(rows, key=lambda row: row.origin != FROM_SEED):
        address = _canonical(row.url, row.canonical_url)
        if address == own or address in addresses.values():
            if row.origin == FROM_SEED or row.canonical_url in addresses.values():
                dropped.append(row.pk)
                continue
            address = row.canonical_url
        addresses[row.pk] = address
    if dropped:
        links.objects.filter(pk__in=dropped).delete()
    kept = [row for row in rows if row.pk in addresses]
    moved = [row.pk for row in kept if addresses[row.pk] != row.canonical_url]
    _set(links, [(f'{pk}', pk) for pk in moved])  # one may get what another has
    return _write(links, kept, addresses)


def _set(model, addresses):
    statement = f'UPDATE {model._meta.db_table} SET canonical_url = %s WHERE id = %s'
    with connection.cursor() as cursor:
        cursor.executemany(statement, addresses)


def _join(articles, links, addresses):
    """Lead links that waited for an article to what is at their address now."""
    for start in range(0, len(addresses), CHUNK):
        some = addresses[start : start + CHUNK]
        here = articles.objects.filter(canonical_url__in=some).order_by('-pk')
        here = dict(here.values_list('canonical_url', 'pk'))
        for link in links.objects.filter(canonical_url__in=list(here), target=None):
            if here[link.canonical_url] != link.article_id:
                links.objects.filter(pk=link.pk).update(target=here[link.canonical_url])


def _read_again(seeds):
    others = seeds.objects.filter(kind='article', article__isnull=False)
    others = others.exclude(path=F('article__path')).select_related('article')
    for seed in others.iterator(chunk_size=CHUNK):
        theirs = front_matter(seed.text)
        here = seed.article.canonical_url
        if _canonical(theirs.get('webUrl') or theirs.get('originalUrl') or '', here) != here:
            seeds.objects.filter(pk=seed.pk).update(digest='')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_item_names'),
    ]

    operations = [
        migrations.RunPython(address_anew, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='importitem',
            name='importitem_result_known',
        ),
        migrations.RemoveConstraint(
            model_name='provider',
            name='provider_domain_bare',
        ),
        migrations.AddField(
            model_name='importitem',
            name='address_choice',
            field=models.CharField(blank=True, choices=[('own', 'Own'), ('update', 'Update')], default='', max_length=6),
        ),
        migrations.AddField(
            model_name='importitem',
            name='same_address_as',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name='importitem',
            name='result',
            field=models.CharField(choices=[('new', 'New'), ('content', 'Content'), ('metrics', 'Metrics'), ('conflict', 'Conflict'), ('clash', 'Clash'), ('error', 'Error'), ('ignored', 'Ignored'), ('unchanged', 'Unchanged')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['new', 'content', 'metrics', 'conflict', 'clash', 'error', 'ignored', 'unchanged'])), name='importitem_result_known'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=models.Q(('address_choice__in', ['', 'own', 'update'])), name='importitem_address_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('same_address_as'), 500), name='importitem_same_address_as_max_500'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('domain', ''), _negated=True), models.Q(('domain__startswith', 'www.'), django.db.models.lookups.GreaterThan(django.db.models.functions.text.StrIndex(django.db.models.functions.text.Substr('domain', 5), models.Value('.')), 0), _negated=True)), name='provider_domain_bare'),
        ),
    ]
