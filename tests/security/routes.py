"""Every address the site answers to, read from the resolver, and objects to fill it in with."""

import re
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from articles import leases
from articles.actions.saved import feeds
from articles.images import store
from articles.images.renditions import SIZES
from articles.models import Article, BulkJob, Conflict, Event, ImageState, TopicRedirect
from articles.queue import mail_end
from tests.factories import (
    NOON,
    make_article,
    make_batch,
    make_image,
    make_item,
    make_link,
    make_mention,
    make_note,
    make_saved_view,
    make_seed,
    make_topic,
)
from tests.rules import make_rule

DIGEST = "0123456789abcdef" * 2
GAP = re.compile(r"<(?:\w+:)?(\w+)>")  # of both kinds of pattern


@dataclass(frozen=True)
class Route:
    """`name` is what `reverse` knows it by, or its pattern where it has no name."""

    name: str
    pattern: str
    parameters: tuple[str, ...]

    @property
    def named(self):
        return not self.name.startswith("/")


def routes():
    """All of them, in the resolver's order; the first of a name stands for the others."""
    found = {}
    for route in _walk(get_resolver().url_patterns):
        found.setdefault(route.name, route)
    return list(found.values())


def _walk(entries, prefix="", namespace=""):
    for entry in entries:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else f"/{pattern}"
            yield Route(name, pattern, tuple(GAP.findall(pattern)))
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner)


def make_samples():
    """One of everything that an address can name."""
    leases.tell_alive()  # else no page says that the site is ready
    topic = make_topic(slug="energy", name="Energy")
    image = make_image(state=ImageState.READY, digest=DIGEST)
    article = make_article(slug="a-story", topics=[topic], images=[image])
    make_files(image)
    event = Event.objects.create(article=article, at=NOON, action="publish")
    link = make_link(article)
    make_seed(article, "---\ntitle: A story\n---\n")
    item = make_item(batch=make_batch(state="ready", where="/x"), result="error", data=b"x")
    TopicRedirect.objects.create(slug="power", topic=topic)
    conflict = Conflict.objects.create(article=article, field="title", theirs="Theirs", at=NOON)
    bulk = BulkJob.objects.create(what="publish", seen_at=NOON)
    view = make_saved_view(shared=True)
    owner = User.objects.create_user("owner")
    key = Authenticator.objects.create(user=owner, type=Authenticator.Type.RECOVERY_CODES, data={})
    mention = make_mention(owner, make_note(article, by=owner))
    return {
        "topic": {"slug": topic.slug},
        "article": {"slug": article.slug, "pk": article.pk},
        "article-version": {"pk": article.pk, "event": event.pk},
        "article-restore": {"pk": article.pk, "event": event.pk},
        "link": {"pk": article.pk, "link": link.pk},
        "suggestion": {"pk": article.pk},
        "story": {"pk": article.pk},
        "note": {"pk": article.pk, "note": mention.note_id},
        "mention": {"pk": mention.pk},
        "conflict": {"pk": conflict.pk},
        "bulk": {"pk": bulk.pk},
        "source": {"pk": article.provider_id},
        "import": {"pk": item.batch_id, "item": item.pk, "name": "quotes"},
        "mfa": {"pk": key.pk},
        "picture": {"digest": DIGEST, "size": "thumb"},
        "auth_user_password_change": {"id": owner.pk},
        "view_on_site": {
            "content_type_id": ContentType.objects.get_for_model(Article).pk,
            "object_id": article.pk,
        },
        "saved": {"pk": view.pk},
        "rule": {"pk": make_rule().pk},
        "saved-feed": {"token": feeds.open_feed(view=view, by=view.owner), "pk": view.pk},
        "saved-alert-end": {"key": mail_end.key_of(view)},
        "address": {"key": "a-key-that-is-none"},
        "app_list": {"app_label": "auth"},
    }


def make_files(image):
    store.renditions(image.digest).mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        store.rendition(image.digest, size).write_bytes(b"RIFF")


def address(route, samples):
    """The route's path with an existing object in each of its gaps."""
    given = _arguments(route, samples)
    missing = set(route.parameters) - set(given)
    if missing:
        raise KeyError(f"{route.name}: give make_samples() something for {sorted(missing)}")
    if route.named:
        return reverse(route.name, kwargs={name: given[name] for name in route.parameters})
    path = GAP.sub(lambda gap: str(given[gap[1]]), route.name)
    return path.replace("(?Pnowhere.*)$", "nowhere")


def whole_pages(user, samples):
    """The paths of all pages that this user can open."""
    client = Client()
    client.force_login(user)
    for route in routes():
        path = address(route, samples)
        response = client.get(path)
        start = response.getvalue()[:20].lower()
        if response.status_code == 200 and b"<!doctype html" in start:
            yield path


def _arguments(route, samples):
    if "object_id" in route.parameters and len(route.parameters) == 1:
        return {"object_id": _first_of(route.pattern)}
    if route.parameters == ("url",):
        return {"url": "nowhere"}
    name = route.name.split(":")[-1]
    keys = [name, *name.split("-"), name.split("_")[0]]
    return next((samples[key] for key in keys if key in samples), {})


def _first_of(pattern):
    """The key of the first row that admin/<app>/<model>/… can show, or one that is not there."""
    _, app, model, *_ = pattern.split("/")
    row = apps.get_model(app, model)._default_manager.first()
    return row.pk if row else 0
