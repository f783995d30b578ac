"""Topic and provider files: the same three-way merge, field by field, without conflict rows.

Where both the file and an admin changed a field, the admin's stays and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from articles.actions.filing import refile
from articles.models import (
    ArticleTopic,
    Image,
    ImportBatch,
    Provider,
    SeedFile,
    SeedKind,
    Topic,
    TopicRedirect,
)
from articles.seeds.catalog import Pictures, Providers, Topics
from articles.seeds.document import ProviderDocument, TopicDocument
from articles.seeds.errors import SeedError
from articles.seeds.layout import Place
from articles.seeds.parse import parse_provider, parse_topic
from articles.seeds.plan import Changed
from articles.seeds.values import PictureValue

UNORDERED = 1000
Fields = dict[str, Any]


@dataclass
class Registry:
    """Applies registry files; `moved` collects topics whose place in the tree changed."""

    topics: Topics
    providers: Providers
    pictures: Pictures

    def __post_init__(self) -> None:
        self.moved: set[int] = set()

    def topic(self, file: Changed, batch: ImportBatch | None) -> str:
        """Bring one topic file in; returns the class it counts under. Raises SeedError.

        Without a batch it only says what would happen.
        """
        document = parse_topic(file.data)
        seed = _seed(file.place)
        topic = self._known_topic(document, seed, file.place)
        theirs = topic_fields(document, file.place.path)
        base = topic_fields(parse_topic(seed.text.encode()), seed.path) if seed else None
        kind, updates = _merged(base, theirs, _topic_now(topic) if topic else None)
        if batch:
            topic = self._write_topic(topic, document, updates, file.place.root)
            _keep(file, SeedKind.TOPIC, batch, topic=topic)
        return kind

    def provider(self, file: Changed, batch: ImportBatch | None) -> str:
        """Bring one provider file in; as `topic`."""
        document = parse_provider(file.data)
        seed = _seed(file.place)
        self.providers.load([document.key])
        provider = seed.provider if seed else None
        provider = provider or self.providers.by_domain.get(document.key)
        base = provider_fields(parse_provider(seed.text.encode())) if seed else None
        kind, updates = _merged(
            base, provider_fields(document), _provider_now(provider) if provider else None
        )
        if batch:
            provider = self._write_provider(provider, document, updates, file.place.root)
            _keep(file, SeedKind.PROVIDER, batch, provider=provider)
        return kind

    def finish(self) -> None:
        """Refile the articles of topics that moved, so that their pages above are right."""
        rows = ArticleTopic.objects.filter(topic__in=self.moved, position__isnull=False)
        refile(set(rows.values_list("article_id", flat=True)))
        self.moved.clear()

    def _known_topic(
        self, document: TopicDocument, seed: SeedFile | None, place: Place
    ) -> Topic | None:
        if seed and seed.topic:
            return self.topics.by_slug.get(seed.topic.slug, seed.topic)
        topic = self.topics.by_slug.get(document.id) or self.topics.find(document.name)
        if topic and topic.slug != document.id:
            other = SeedFile.objects.filter(topic=topic).exclude(path=place.path).first()
            if other:
                raise SeedError(
                    f'{other.path} has the name "{topic.name}" already (rename one of them)',
                    document.lines.get("name"),
                )
        return topic

    def _write_topic(
        self, topic: Topic | None, document: TopicDocument, updates: Fields, root: str
    ) -> Topic:
        topic = topic or self.topics.add(Topic(slug=document.id, name=document.name))
        if "parent" in updates:
            self._move(topic, updates.pop("parent"), document)
        if "picture" in updates:
            topic.picture_id = self._picture(root, updates.pop("picture"))
        for name, value in updates.items():
            setattr(topic, name, value)
        if topic.slug != document.id and not SeedFile.objects.filter(topic=topic).exists():
            TopicRedirect.objects.get_or_create(slug=topic.slug, defaults={"topic": topic})
            self.topics.by_slug.pop(topic.slug)
            topic.slug = document.id
        return self.topics.add(topic)

    def _move(self, topic: Topic, parent_name: str, document: TopicDocument) -> None:
        self.topics.ensure([parent_name] if parent_name else [])
        parent = self.topics.find(parent_name) if parent_name else None
        above = parent
        while above:
            if above.pk == topic.pk:
                raise SeedError(
                    f'"{parent_name}" lies below "{topic.name}" itself (choose another parent)',
                    document.lines.get("parent"),
                )
            above = above.parent
        topic.parent = parent
        self.moved.add(topic.pk)

    def _write_provider(
        self, provider: Provider | None, document: ProviderDocument, updates: Fields, root: str
    ) -> Provider:
        provider = provider or Provider(domain=document.key, name=document.name)
        if "logo" in updates:
            provider.logo_id = self._picture(root, updates.pop("logo"))
        if updates.get("name", provider.name) != provider.name:
            provider.aliases = sorted({*provider.aliases, provider.name})
        for name, value in updates.items():
            setattr(provider, name, value)
        provider.save()
        self.providers.by_domain[provider.domain] = provider
        return provider

    def _picture(self, root: str, url: str) -> int | None:
        if not url:
            return None
        self.pictures.ensure(root, [PictureValue(url, None, None, "")])
        return self.pictures.ids[url]


def topic_fields(document: TopicDocument, path: str) -> Fields:
    """A topic file as the fields it sets; NN of the file name gives the order."""
    number = re.match(r"\d{1,5}", PurePosixPath(path).name)
    return {
        "name": document.name,
        "short_name": document.short_name,
        "parent": document.parent,
        "description": document.description,
        "keywords": list(document.keywords),
        "order": int(number[0]) if number else UNORDERED,
        "picture": document.images[0] if document.images else "",
    }


def provider_fields(document: ProviderDocument) -> Fields:
    """A provider file as the fields it sets; its largest picture is the logo."""
    pictures = sorted(document.images, key=lambda picture: -(picture.width or 0))
    return {
        "name": document.name,
        "description": document.description,
        "logo": pictures[0].url.strip() if pictures else "",
    }


def _topic_now(topic: Topic) -> Fields:
    return {
        "name": topic.name,
        "short_name": topic.short_name,
        "parent": topic.parent.name if topic.parent else "",
        "description": topic.description,
        "keywords": topic.keywords,
        "order": topic.order,
        "picture": _address(topic.picture),
    }


def _provider_now(provider: Provider) -> Fields:
    return {
        "name": provider.name,
        "description": provider.description,
        "logo": _address(provider.logo),
    }


def _address(image: Image | None) -> str:
    return image.url if image else ""


def _merged(base: Fields | None, theirs: Fields, ours: Fields | None) -> tuple[str, Fields]:
    """The class and the updates. A row that no file described yet takes everything."""
    if ours is None:
        return "new", dict(theirs)
    changed = [name for name in theirs if base is None or theirs[name] != base[name]]
    differing = [name for name in changed if theirs[name] != ours[name]]
    kept = [name for name in differing if base is not None and ours[name] != base[name]]
    updates = {name: theirs[name] for name in differing if name not in kept}
    kind = "conflict" if kept else "content" if updates else "unchanged"
    return kind, updates


def _seed(place: Place) -> SeedFile | None:
    return (
        SeedFile.objects.select_related("topic__picture", "topic__parent", "provider__logo")
        .filter(path=place.path)
        .first()
    )


def _keep(file: Changed, kind: SeedKind, batch: ImportBatch, **subject: Topic | Provider) -> None:
    SeedFile.objects.update_or_create(
        path=file.place.path,
        defaults={
            "kind": kind,
            "digest": file.digest,
            "text": file.text,
            "batch": batch,
            **subject,
        },
    )


REGISTRY: dict[str, Callable[[Registry, Changed, ImportBatch | None], str]] = {
    "topic": Registry.topic,
    "provider": Registry.provider,
}
