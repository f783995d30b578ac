"""Topics and providers that an import made: taken away with it, and brought back.

What the history and the files say of them stays, so that nothing has to be guessed later.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import providers, topics
from articles.actions.catalog import Catalog
from articles.actions.change import record
from articles.actions.errors import Refused
from articles.actions.values import Values
from articles.models import Article, ArticleTopic, Event, Provider, SeedFile, Topic, TopicRedirect

TOPIC = (
    *("slug", "name", "aliases", "short_name", "parent", "description", "keywords", "order"),
    *("picture", "accepted", "threshold"),
)
PROVIDER = ("domain", "name", "aliases", "description", "logo")


@transaction.atomic
def remove(*, arrival: Event, by: User, group: uuid.UUID) -> None:
    """Delete the topic or provider whose making `arrival` tells. Raises Refused where it is used,
    or has been changed by anything but the same import."""
    row = _lock(arrival)
    _refuse_used(row, arrival)
    name = str(row._meta.model_name)
    events = Event.objects.filter(batch=arrival.batch_id, **{name: row})
    files = SeedFile.objects.filter(**{name: row})
    before = {
        "kind": name,
        "pk": row.pk,
        "fields": _fields(row),
        "old_slugs": _old_slugs(row),
        "events": list(events.values_list("pk", flat=True)),
        "files": list(files.values_list("pk", flat=True)),
    }
    record(by=by, group=group, action="remove", batch=arrival.batch, before=before)
    events.update(**{name: None})
    files.update(**{name: None})
    row.delete()


@transaction.atomic
def bring_back(*, removal: Event, by: User, group: uuid.UUID) -> None:
    """Undo a removal. Raises Refused where its name or address was taken meanwhile."""
    before = removal.before
    name, fields, pk = before["kind"], before["fields"], before["pk"]
    row: Topic | Provider
    if name == "topic":
        topics.refuse_old_slug(None, fields)
        row = topics.write(None, fields, Catalog(), pk=pk).row
        _redirect(before["old_slugs"], row)
    else:
        providers.refuse_taken_domain(fields)
        row = providers.write(None, fields, Catalog(), pk=pk).row
    Event.objects.filter(pk__in=before["events"]).update(**{name: row})
    SeedFile.objects.filter(pk__in=before["files"], **{name: None}).update(**{name: row})
    record(by=by, group=group, action="undo", after=fields, **{name: row})


def _lock(arrival: Event) -> Topic | Provider:
    """Return what arrived, locked where the database can: nothing may begin to use it now."""
    if arrival.topic_id:
        return Topic.objects.select_for_update().get(pk=arrival.topic_id)
    return Provider.objects.select_for_update().get(events=arrival)


def _fields(row: Topic | Provider) -> Values:
    if isinstance(row, Topic):
        return {field: topics.read(row, field) for field in TOPIC}
    return {field: providers.read(row, field) for field in PROVIDER}


def _old_slugs(row: Topic | Provider) -> list[str]:
    slugs = row.old_slugs.values_list("slug", flat=True) if isinstance(row, Topic) else ()
    return list(slugs)


def _redirect(slugs: list[str], topic: Topic) -> None:
    taken = set(Topic.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for slug in set(slugs) - taken:
        TopicRedirect.objects.get_or_create(slug=slug, defaults={"topic": topic})


def _refuse_used(row: Topic | Provider, arrival: Event) -> None:
    own = {str(row._meta.model_name): row}
    since = Event.objects.filter(**own).exclude(action="undo").exclude(batch=arrival.batch_id)
    if since.exists():
        raise Refused("It has been changed since and stays as it is.")
    if SeedFile.objects.filter(**own).exclude(batch=arrival.batch_id).exists():
        raise Refused("Another import has brought it as well, so it stays.")
    if isinstance(row, Topic) and row.children.exists():
        raise Refused("Other topics lie below it, so it stays.")
    if isinstance(row, Topic):
        _refuse_filed_under(row)
    if isinstance(row, Provider) and Article.objects.filter(provider=row).exists():
        raise Refused("Articles come from it, so it stays.")


def _refuse_filed_under(topic: Topic) -> None:
    filed = ArticleTopic.objects.filter(topic=topic)
    if not filed.exists():
        return
    if filed.listed().exists():
        raise Refused("Articles are filed under it, so it stays.")
    raise Refused(
        "Articles are filed under it, so it stays for them; readers see none of these, "
        "and do not find it among the topics."
    )
