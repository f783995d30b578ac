"""Topic and provider files: the same three-way merge, field by field, without conflict rows.

Where both the file and an admin changed a field, the admin's stays and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from articles.actions.errors import Refused
from articles.actions.topic_index import reindex
from articles.actions.topics import check_place
from articles.ingest.changed import Changed
from articles.ingest.plan.catalog import Pictures, Providers, Topics
from articles.ingest.write.events import EventLog, plain_values
from articles.ingest.write.seed_files import latest_file, record_file, seed_at
from articles.models import (
    ArticleTopic,
    Image,
    ImportBatch,
    Provider,
    SeedFile,
    Topic,
    TopicRedirect,
)
from articles.seeds.document import ProviderDocument, TopicDocument
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind, FileResult
from articles.seeds.parse import parse_provider, parse_topic
from articles.seeds.values import PictureValue

UNORDERED = 1000
Fields = dict[str, Any]


Result = tuple[FileResult, list[str]]  # with the fields that stay ours


@dataclass
class TaxonomyWriter:
    """Applies registry files; `moved` collects topics whose place in the tree changed."""

    topics: Topics
    providers: Providers
    pictures: Pictures
    events: EventLog

    def __post_init__(self) -> None:
        self.moved: set[int] = set()

    def forget(self) -> None:
        """The database has rolled something back: look at it anew."""
        self.topics.forget()
        self.providers.forget()
        self.pictures.forget()
        self.events.drop()

    def topic(self, file: Changed, batch: ImportBatch | None) -> Result:
        """Bring one topic file in, inside a transaction. Raises SeedError.

        Without a batch, it only says what would happen.
        """
        document = parse_topic(file.data)
        seed = seed_at(file.place)
        topic = self._known_topic(document, seed)
        if topic:
            topic.refresh_from_db(from_queryset=Topic.objects.select_for_update())
        seed = seed or latest_file(topic=topic)
        theirs = self._topic_fields(document, file.place.path)
        base = self._topic_fields(parse_topic(seed.text.encode()), seed.path) if seed else None
        kind, updates, kept = _merged(base, theirs, _topic_now(topic) if topic else None)
        self._check_topic(topic, updates, document)
        if batch:
            topic = self._write_topic(topic, document, updates, file.place.root)
            record_file(file, FileKind.TOPIC, batch, seed, topic=topic)
            self.events.keep(batch)
        return kind, kept

    def provider(self, file: Changed, batch: ImportBatch | None) -> Result:
        """Bring one provider file in; as `topic`."""
        document = parse_provider(file.data)
        seed = seed_at(file.place)
        self.providers.load([document.key])
        provider = seed.provider if seed else None
        provider = provider or self.providers.by_domain.get(document.key)
        if provider:
            provider.refresh_from_db(from_queryset=Provider.objects.select_for_update())
        seed = seed or latest_file(provider=provider)
        base = provider_fields(parse_provider(seed.text.encode())) if seed else None
        kind, updates, kept = _merged(
            base, provider_fields(document), _provider_now(provider) if provider else None
        )
        if batch:
            provider = self._write_provider(provider, document, updates, file.place.root)
            record_file(file, FileKind.PROVIDER, batch, seed, provider=provider)
            self.events.keep(batch)
        return kind, kept

    def finish(self) -> None:
        """Write the events; reindex the articles of topics that moved."""
        self.events.write()
        rows = ArticleTopic.objects.filter(topic__in=self.moved)
        reindex(set(rows.values_list("article_id", flat=True)))
        self.moved.clear()

    def _known_topic(self, document: TopicDocument, seed: SeedFile | None) -> Topic | None:
        if seed and seed.topic:
            return self.topics.by_slug.get(seed.topic.slug, seed.topic)
        topic = self.topics.by_slug.get(document.id) or self.topics.find(document.name)
        if topic and topic.slug != document.id and (other := latest_file(topic=topic)):
            message = f'{other.path} has the name "{topic.name}" already (rename one of them)'
            raise SeedError(message, document.lines.get("name"))
        return topic

    def _topic_fields(self, document: TopicDocument, path: str) -> Fields:
        """A topic file as the fields it sets; NN of the file name gives the order. The parent goes
        by the name that it has here."""
        parent = self.topics.find(document.parent) if document.parent else None
        number = re.match(r"\d{1,5}", PurePosixPath(path).name)
        return {
            "slug": document.id,
            "name": document.name,
            "short_name": document.short_name,
            "parent": parent.name if parent else document.parent,
            "description": document.description,
            "keywords": list(document.keywords),
            "order": int(number[0]) if number else UNORDERED,
            "picture": document.images[0] if document.images else "",
        }

    def _check_topic(self, topic: Topic | None, updates: Fields, document: TopicDocument) -> None:
        """Refuse a name or an _id that another topic has."""
        name = updates.get("name", "").casefold()
        namesake = self.topics.by_name.get(name)
        if namesake and namesake != topic and namesake.name.casefold() == name:
            message = f'the topic "{namesake.slug}" has the name "{namesake.name}" (rename one)'
            raise SeedError(message, document.lines.get("name"))
        other = self.topics.by_slug.get(updates.get("slug", ""))
        if other and other != topic:
            message = f'the topic "{other.name}" has the _id "{other.slug}" (change one)'
            raise SeedError(message, document.lines.get("_id"))

    def _write_topic(
        self, topic: Topic | None, document: TopicDocument, updates: Fields, root: str
    ) -> Topic:
        before = plain_values(topic, updates) if topic else None
        if topic:
            topic.version += bool(updates)
        else:
            topic = Topic(slug=document.id, name=document.name)
        if "parent" in updates:
            self._move(topic, updates.pop("parent"), document)
        if "picture" in updates:
            topic.picture_id = self._picture(root, updates.pop("picture"))
        if updates.get("slug", topic.slug) != topic.slug:
            self._leave_slug(topic)
        for name, value in updates.items():
            setattr(topic, name, value)
        self.topics.add(topic)
        self._tell(topic, before)
        return topic

    def _tell(self, subject: Topic | Provider, before: Fields | None) -> None:
        if before is None:
            self.events.made(subject)
        else:
            self.events.changed(subject, before)

    def _leave_slug(self, topic: Topic) -> None:
        """Its page under the old slug sends readers on."""
        TopicRedirect.objects.get_or_create(slug=topic.slug, defaults={"topic": topic})
        del self.topics.by_slug[topic.slug]

    def _move(self, topic: Topic, parent_name: str, document: TopicDocument) -> None:
        known = topic.pk is not None
        topic.parent = self._parent(parent_name) if parent_name else None
        try:
            if not known and topic.parent and _same(topic, topic.parent):
                raise Refused(f"“{topic}” cannot be part of itself: name another parent.")
            check_place(topic if known else None, topic.parent)
        except Refused as refused:
            raise SeedError(str(refused), document.lines.get("parent")) from None
        if known:
            self.moved.add(topic.pk)

    def _parent(self, name: str) -> Topic | None:
        """Made if there is none, and told before its child: an undo goes back from the last."""
        if found := self.topics.find(name):
            return found
        (made,) = self.topics.ensure([name])
        self.events.made(made)
        return made

    def _write_provider(
        self, provider: Provider | None, document: ProviderDocument, updates: Fields, root: str
    ) -> Provider:
        before = plain_values(provider, [*updates, "aliases"]) if provider else None
        if provider:
            provider.version += bool(updates)
        else:
            provider = Provider(domain=document.key, name=document.name)
        if "logo" in updates:
            provider.logo_id = self._picture(root, updates.pop("logo"))
        if updates.get("name", provider.name) != provider.name:
            provider.aliases = sorted({*provider.aliases, provider.name})
        for name, value in updates.items():
            setattr(provider, name, value)
        provider.save()
        self.providers.by_domain[provider.domain] = provider
        self._tell(provider, before)
        return provider

    def _picture(self, root: str, url: str) -> int | None:
        if not url:
            return None
        self.pictures.ensure(root, [PictureValue(url, None, None, "")])
        return self.pictures.ids[url]


def _same(one: Topic, other: Topic) -> bool:
    """Whether a topic that is not here yet is one that is."""
    return one.slug == other.slug or one.name.casefold() == other.name.casefold()


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
        "slug": topic.slug,
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


def _merged(
    base: Fields | None, theirs: Fields, ours: Fields | None
) -> tuple[FileResult, Fields, list[str]]:
    """The class, the updates, and the fields that stay although the file wants them otherwise.

    A row that no file described yet takes everything.
    """
    if ours is None:
        return FileResult.NEW, dict(theirs), []
    if base is None:
        return FileResult.NEW, _difference(theirs, ours), []
    differing = _difference(_difference(theirs, base), ours)
    kept = [name for name in differing if ours[name] != base[name]]
    updates = {name: theirs[name] for name in differing if name not in kept}
    if kept:
        return FileResult.CONFLICT, updates, kept
    return FileResult.CONTENT if updates else FileResult.UNCHANGED, updates, kept


def _difference(one: Fields, other: Fields) -> Fields:
    return {name: value for name, value in one.items() if value != other[name]}


WRITERS: dict[FileKind, Callable[[TaxonomyWriter, Changed, ImportBatch | None], Result]] = {
    FileKind.TOPIC: TaxonomyWriter.topic,
    FileKind.PROVIDER: TaxonomyWriter.provider,
}
