"""Topics, providers and pictures by the names that seeds and the history give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count

from articles.actions.errors import Refused
from articles.models import Image, Provider, Topic, TopicRedirect
from articles.seeds.topic_names import RESERVED, SLUG_LENGTH, name_key, topic_slug


class Topics:
    """All topics are in memory, once somebody asks: there are tens of them."""

    def __init__(self) -> None:
        self._keys: dict[str, int | str] = {}

    @cached_property
    def by_slug(self) -> dict[str, Topic]:
        return {topic.slug: topic for topic in Topic.objects.all()}

    @cached_property
    def by_name(self) -> dict[str, Topic]:
        return {name_key(topic.name): topic for topic in self.by_slug.values()}

    @cached_property
    def by_alias(self) -> dict[str, Topic]:
        rows = self.by_slug.values()
        return {name_key(alias): topic for topic in rows for alias in topic.aliases}

    @cached_property
    def by_key(self) -> dict[int | str, Topic]:
        return {topic.pk: topic for topic in self.by_slug.values()}

    @cached_property
    def redirects(self) -> dict[str, str]:
        return dict(TopicRedirect.objects.values_list("slug", "topic__slug"))

    def forget(self) -> None:
        for name in ("by_slug", "by_name", "by_alias", "by_key", "redirects"):
            self.__dict__.pop(name, None)
        self._keys.clear()

    def put(self, topic: Topic, old_slug: str = "") -> None:
        """Remember a topic as it is now; under `old_slug` it was known before."""
        if old := self.by_slug.pop(old_slug or topic.slug, None):
            self.by_name = {name: row for name, row in self.by_name.items() if row != old}
        self.by_slug[topic.slug] = topic
        self.by_name[name_key(topic.name)] = topic
        self.by_key[topic.pk] = topic
        others = {name: row for name, row in self.by_alias.items() if row != topic}
        self.by_alias = {**others, **dict.fromkeys(map(name_key, topic.aliases), topic)}
        if old_slug not in ("", topic.slug):
            self.__dict__.pop("redirects", None)
        self._keys.clear()

    def find(self, name: str) -> Topic | None:
        """Return the topic with that name, or the one that the name leads to: as one of its
        aliases, or as a former address."""
        key = name_key(name)
        if topic := self.by_name.get(key) or self.by_alias.get(key):
            return topic
        return self.by_slug.get(self.redirects.get(topic_slug(name), ""))

    def get(self, name: str) -> Topic:
        topic = self.find(name)
        if topic is None:
            raise Refused(f"There is no topic “{name}” any more.")
        return topic

    def keys(self, names: Iterable[str]) -> tuple[int | str, ...]:
        """Return primary keys in order, each once; the `name_key` where there is no such topic."""
        return tuple(dict.fromkeys([self._key(name) for name in names]))

    def names(self, keys: Iterable[int | str]) -> list[str]:
        """Return the names of topics with these keys; what is not here stays as it is."""
        return [self.by_key[key].name if key in self.by_key else str(key) for key in keys]

    def free_slug(self, name: str) -> str:
        """Return the address that the name makes, with a number where it is taken."""
        slug = topic_slug(name)
        numbered = (f"{slug[: SLUG_LENGTH - 6]}-{number}" for number in count(2))
        taken = (self.by_slug, self.redirects, RESERVED)
        return next(one for one in chain([slug], numbered) if not any(one in at for at in taken))

    def _key(self, name: str) -> int | str:
        if name not in self._keys:  # a few names stand in all the seeds
            topic = self.find(name)
            self._keys[name] = topic.pk if topic else name_key(name)
        return self._keys[name]


class Providers:
    def __init__(self) -> None:
        self.by_domain: dict[str, Provider] = {}

    def forget(self) -> None:
        self.by_domain.clear()

    def put(self, provider: Provider) -> None:
        self.by_domain[provider.domain] = provider

    def load(self, domains: Iterable[str]) -> None:
        missing = set(domains) - self.by_domain.keys()
        for provider in Provider.objects.filter(domain__among=missing):
            self.put(provider)

    def find(self, domain: str) -> Provider | None:
        self.load([domain])
        return self.by_domain.get(domain)

    def get(self, domain: str) -> Provider:
        provider = self.find(domain)
        if provider is None:
            raise Refused(f"There is no provider “{domain}” any more.")
        return provider


class Pictures:
    def __init__(self) -> None:
        self.ids: dict[str, int] = {}  # primary keys by address

    def forget(self) -> None:
        self.ids.clear()

    def load(self, urls: Iterable[str]) -> None:
        missing = set(urls) - self.ids.keys()
        self.ids.update(Image.objects.filter(url__among=missing).values_list("url", "pk"))

    def get(self, url: str) -> int:
        self.load([url])
        if url not in self.ids:
            raise Refused(f"There is no picture “{url}” any more.")
        return self.ids[url]


@dataclass(frozen=True)
class Catalog:
    """What is read is remembered, so make one for each act, and one for each import."""

    topics: Topics = field(default_factory=Topics)
    providers: Providers = field(default_factory=Providers)
    pictures: Pictures = field(default_factory=Pictures)

    def forget(self) -> None:
        self.topics.forget()
        self.providers.forget()
        self.pictures.forget()
