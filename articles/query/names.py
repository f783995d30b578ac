"""What names in a query mean: topics, providers and people."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q

from articles.models import Provider, Topic, TopicRedirect
from articles.query.conditions import providers
from articles.seeds.topic_names import name_key

ME = "me"
MANY = 500  # names that are compared with what was typed


def topic(text: str) -> int | None:
    """Return the topic that is called so: there are tens of them."""
    rows = list(Topic.objects.values_list("pk", "slug", "name", "short_name", "aliases"))
    keys: dict[str, int] = dict(TopicRedirect.objects.values_list("slug", "topic"))
    for pk, _, _, short, aliases in rows:
        keys |= dict.fromkeys(map(name_key, [*aliases, short]), pk)
    for pk, slug, name, _, _ in rows:
        keys |= {slug: pk, name_key(name): pk}
    return keys.get(name_key(text))


def topic_names() -> list[str]:
    return list(Topic.objects.values_list("name", flat=True))


def provider_keys(text: str) -> list[int]:
    return list(providers(text).values_list("pk", flat=True))


def provider_names() -> list[str]:
    rows = Provider.objects.values_list("name", "domain")[:MANY]
    return [name for row in rows for name in row]


def people(text: str, me: User | None) -> list[int]:
    """Return whom a name means: user name, first name or both names; `me` is who asks."""
    if me and text.lower() == ME:
        return [me.pk]
    first, _, last = text.partition(" ")
    named = Q(first_name__iexact=first) & (Q(last_name__iexact=last) if last else Q())
    found = User.objects.filter(Q(username__iexact=text) | named)
    return list(found.values_list("pk", flat=True))


def people_names() -> list[str]:
    return [ME, *User.objects.order_by("username").values_list("username", flat=True)[:MANY]]
