"""Topic and provider files: the same three-way merge, field by field, without conflict rows.

Where both the file and an admin changed a field, the admin's stays and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from articles.actions import providers, topics
from articles.actions.catalog import Catalog
from articles.actions.errors import Refused, Taken
from articles.ingest.changed import Changed
from articles.ingest.write.events import EventLog
from articles.ingest.write.pictures import PictureWriter
from articles.ingest.write.seed_files import latest_file, record_file, seed_at
from articles.models import ImportBatch, Provider, SeedFile, Topic
from articles.seeds.document import ProviderDocument, TopicDocument, picture_address
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind, FileResult
from articles.seeds.merge import merge_fields
from articles.seeds.parse import parse_provider, parse_topic
from articles.seeds.topic_names import name_key
from articles.seeds.values import PictureValue, logos

UNORDERED = 1000
Fields = dict[str, Any]
Result = tuple[FileResult, list[str]]  # with the fields that stay ours


@dataclass
class TaxonomyWriter:
    """Brings topic and provider files in; `moved` collects topics that changed their place, and
    `has_read` says whether a path is one of the same import."""

    catalog: Catalog
    pictures: PictureWriter
    events: EventLog
    has_read: Callable[[str], bool]
    moved: set[int] = field(default_factory=set)

    def forget(self) -> None:
        self.catalog.forget()
        self.events.drop()

    def topic(self, file: Changed, batch: ImportBatch) -> Result:
        document = parse_topic(file.data)
        seed = seed_at(file.place)
        topic = self._known_topic(document, seed)
        if topic and not (seed and seed.topic):
            self._refuse_second(file, latest_file(topic=topic), document, "_id")
        if topic:
            topic.refresh_from_db(from_queryset=Topic.objects.select_for_update())
        seed = seed or latest_file(topic=topic)
        theirs = self._topic_fields(document, file.place.path)
        base = self._topic_fields(parse_topic(seed.text.encode()), seed.path) if seed else None
        ours = {name: topics.read(topic, name) for name in theirs} if topic else None
        result, updates, conflicts = _merged(base, theirs, ours)
        with _refusals(document):
            self._make_parent(topic, updates)
            self._make_picture(file.place.root, updates.get("picture"))
            written = topics.write(topic, updates, self.catalog)
        if topic and "parent" in written.after:
            self.moved.add(topic.pk)
        self.events.add(written)
        record_file(file, FileKind.TOPIC, batch, seed, topic=written.row)
        self.events.accept(batch)
        return result, conflicts

    def provider(self, file: Changed, batch: ImportBatch) -> Result:
        document = parse_provider(file.data)
        seed = seed_at(file.place)
        if seed and parse_provider(seed.text.encode()).key != document.key:
            seed = None  # it was about another provider
        provider = seed.provider if seed else None
        if provider is None and (provider := self.catalog.providers.find(document.key)):
            self._refuse_second(file, latest_file(provider=provider), document, "domain")
        if provider:
            provider.refresh_from_db(from_queryset=Provider.objects.select_for_update())
        seed = seed or latest_file(provider=provider)
        theirs = _provider_fields(document)
        base = _provider_fields(parse_provider(seed.text.encode())) if seed else None
        ours = {name: providers.read(provider, name) for name in theirs} if provider else None
        if ours and base and not base["logo"]:
            ours["logo"] = None  # where no file named one, articles did: no edit of ours
        result, updates, conflicts = _merged(base, theirs, ours)
        if provider is None:
            updates["domain"] = document.key
        elif "name" in updates:
            names = provider.aliases
            updates["aliases"] = providers.aliases_after(provider, updates["name"], names)
        self._make_picture(file.place.root, updates.get("logo"))
        written = providers.write(provider, updates, self.catalog)
        self.events.add(written)
        record_file(file, FileKind.PROVIDER, batch, seed, provider=written.row)
        self.events.accept(batch)
        return result, conflicts

    def _refuse_second(
        self,
        file: Changed,
        other: SeedFile | None,
        document: TopicDocument | ProviderDocument,
        key: str,
    ) -> None:
        """Raise for a second file of one site about the same topic or provider: one of them would
        win by its place. A file that is not there any more was renamed."""
        if (
            other
            and other.path != file.place.path
            and other.path.startswith(file.place.root)
            and self.has_read(other.path)
        ):
            message = f"{other.path} has the same {key} (keep one of the two)"
            raise SeedError(message, document.lines.get(key))

    def finish(self) -> None:
        self.events.write()
        topics.refile(self.moved)
        self.moved.clear()

    def _known_topic(self, document: TopicDocument, seed: SeedFile | None) -> Topic | None:
        here = self.catalog.topics
        if seed and seed.topic:
            return here.by_slug.get(seed.topic.slug, seed.topic)
        topic, named = here.by_slug.get(document.id), here.find(document.name)
        if topic and topic != named and _described_as(topic, document.id):
            return topic
        if named and named.slug != document.id and (other := latest_file(topic=named)):
            message = f'{other.path} has the name "{named.name}" already (rename one of them)'
            if name_key(named.name) != name_key(document.name):
                message = f'"{document.name}" means the topic of {other.path} (rename one of them)'
            raise SeedError(message, document.lines.get("name"))
        return named

    def _topic_fields(self, document: TopicDocument, path: str) -> Fields:
        """Return the fields that a topic file sets; NN of the file name gives the order. The parent
        goes by the name that it has here."""
        parent = self.catalog.topics.find(document.parent) if document.parent else None
        number = re.match(r"\d{1,5}", PurePosixPath(path).name)
        return {
            "slug": document.id,
            "name": document.name,
            "short_name": document.short_name,
            "parent": parent.name if parent else document.parent or None,
            "description": document.description,
            "keywords": list(dict.fromkeys(document.keywords)),
            "order": int(number[0]) if number else UNORDERED,
            "picture": picture_address(document.images[0]) if document.images else None,
            "accepted": True,
        }

    def _make_parent(self, topic: Topic | None, updates: Fields) -> None:
        """Make a parent that is only mentioned so far, and accept one that only articles named; the
        history has it before its child, as an undo goes back from the last."""
        name = updates.get("parent")
        if not name:
            return
        parent = self.catalog.topics.find(name)
        if parent is None:
            topics.check(topic, updates, self.catalog)
            self.events.add_made(topics.ensure([name], self.catalog))
        elif not parent.accepted:
            parent.refresh_from_db(from_queryset=Topic.objects.select_for_update())
            self.events.add(topics.write(parent, {"accepted": True}, self.catalog))

    def _make_picture(self, root: str, url: str | None) -> None:
        if url:
            self.pictures.ensure(root, [PictureValue(url, None, None, "")])


@contextmanager
def _refusals(document: TopicDocument) -> Iterator[None]:
    try:
        yield
    except Taken as taken:
        owner = taken.owner
        if taken.field == "alias":
            message = f'"{document.name}" is an alias of the topic "{owner.name}" (rename one)'
            raise SeedError(message, document.lines.get("name")) from None
        if taken.field == "name":
            message = f'the topic "{owner.slug}" has the name "{owner.name}" (rename one)'
            raise SeedError(message, document.lines.get("name")) from None
        message = f'the topic "{owner.name}" has the _id "{owner.slug}" (change one)'
        raise SeedError(message, document.lines.get("_id")) from None
    except Refused as refused:
        raise SeedError(str(refused), document.lines.get("parent")) from None


def _described_as(topic: Topic, slug: str) -> bool:
    """Return whether a file has said that this is the topic's `_id`. An address that was made from
    a name is no proof: "J" may have the one that a file gives to "J++"."""
    file = latest_file(topic=topic)
    return file is not None and parse_topic(file.text.encode()).id == slug


def _provider_fields(document: ProviderDocument) -> Fields:
    largest = next(iter(logos(document.images)), None)
    return {
        "name": document.name,
        "description": document.description,
        "logo": largest.url if largest else None,
    }


def _merged(
    base: Fields | None, theirs: Fields, ours: Fields | None
) -> tuple[FileResult, Fields, list[str]]:
    """Return the result, the updates, and the fields that stay although the file changed them.

    A row that no file described yet takes everything.
    """
    if ours is None:
        return FileResult.NEW, dict(theirs), []
    before = base or ours
    updates, conflicts = merge_fields((n, before[n], theirs[n], ours[n]) for n in theirs)
    if base is None:
        return FileResult.NEW, updates, conflicts
    if conflicts:
        return FileResult.CONFLICT, updates, conflicts
    return FileResult.CONTENT if updates else FileResult.UNCHANGED, updates, conflicts


WRITERS: dict[FileKind, Callable[[TaxonomyWriter, Changed, ImportBatch], Result]] = {
    FileKind.TOPIC: TaxonomyWriter.topic,
    FileKind.PROVIDER: TaxonomyWriter.provider,
}
