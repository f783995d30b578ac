"""Addresses of admin pages, and a row of every model that has them."""

from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import (
    AccountEvent,
    Article,
    Conflict,
    Event,
    Image,
    ImportBatch,
    Provider,
    RelatedLink,
    SeedFile,
    Topic,
)
from tests.factories import (
    NOON,
    make_article,
    make_batch,
    make_image,
    make_link,
    make_provider,
    make_seed,
    make_topic,
    make_user,
)


def rich_article():
    """An article with everything that a list or a page may show of it."""
    image = make_image(state="ready", digest="ab" * 16)
    article = make_article(
        title="A &amp; B",
        topics=[make_topic(parent=make_topic())],
        images=[image],
        provider=make_provider(logo=image),
        folded_into=make_article(),
    )
    make_link(article, target=make_article())
    return article


MAKERS = {
    AccountEvent: lambda: AccountEvent.objects.create(
        at=NOON, kind="locked", name="erin", address="192.0.2.7"
    ),
    Article: rich_article,
    Conflict: lambda: Conflict.objects.create(article=rich_article(), field="title", at=NOON),
    Event: lambda: Event.objects.create(
        article=rich_article(), action="publish", at=NOON, actor_name="Alice"
    ),
    Image: lambda: make_image(state="ready", digest="cd" * 16),
    ImportBatch: lambda: make_batch(counts={"new": 2, "only_metrics": 1}),
    Provider: lambda: make_provider(logo=make_image(state="ready", digest="ef" * 16)),
    RelatedLink: lambda: make_link(rich_article(), target=make_article()),
    SeedFile: lambda: make_seed(rich_article(), "---\ntitle: <b>\n---\n"),
    Topic: lambda: make_topic(parent=make_topic(), keywords=["one", "two"]),
    User: lambda: make_user("erin", "editors"),
}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def form_of(response):
    """What a browser would send back unchanged."""
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: _sent(value) for name, value in values.items() if value is not None}


def _sent(value):
    if isinstance(value, list):
        return [getattr(item, "pk", item) for item in value]
    return value


def errors_of(response):
    return str(response.context["adminform"].form.errors)
