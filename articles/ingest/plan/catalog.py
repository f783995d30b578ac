"""Topics, providers and pictures by the names that seeds give them; makes what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from articles import weburls
from articles.models import Image, ImageState, Provider, SeedFile, Topic, TopicRedirect
from articles.rows import insert, keys
from articles.seeds.kinds import FileKind
from articles.seeds.values import PictureValue
from articles.text import slugify

PROVIDER = ("domain", "name")
IMAGE = ("id", *PictureValue._fields, "digest", "state")
PENDING, REMOTE = ImageState.PENDING.value, ImageState.REMOTE.value


class Topics:
    """All topics are in memory, once somebody asks: there are tens of them."""

    def __init__(self) -> None:
        self._keys: dict[str, int | str] = {}  # by name: a few stand in all the seeds

    @cached_property
    def by_slug(self) -> dict[str, Topic]:
        return {topic.slug: topic for topic in Topic.objects.all()}

    @cached_property
    def by_name(self) -> dict[str, Topic]:
        return {topic.name.casefold(): topic for topic in self.by_slug.values()}

    @cached_property
    def redirects(self) -> dict[str, str]:
        return dict(TopicRedirect.objects.values_list("slug", "topic__slug"))

    def forget(self) -> None:
        """Look at the database anew: some may have been rolled back."""
        for name in ("by_slug", "by_name", "redirects"):
            self.__dict__.pop(name, None)
        self._keys.clear()

    def find(self, name: str) -> Topic | None:
        """Find by name, else by the slug that the name makes: a renamed topic is still found."""
        if topic := self.by_name.get(name.casefold()):
            return topic
        slug = _slug(name)
        return self.by_slug.get(slug) or self.by_slug.get(self.redirects.get(slug, ""))

    def keys(self, names: Iterable[str]) -> tuple[int | str, ...]:
        """Return primary keys in order, each once; the slug where there is no such topic yet."""
        return tuple(dict.fromkeys([self._key(name) for name in names]))

    def _key(self, name: str) -> int | str:
        if name not in self._keys:
            topic = self.find(name)
            self._keys[name] = topic.pk if topic else _slug(name)
        return self._keys[name]

    def ensure(self, names: Iterable[str]) -> list[Topic]:
        """Make the topics that only articles or other topics mention so far; return those."""
        different = dict.fromkeys(names)
        missing = (name for name in different if not self.find(name))  # one by one: made once each
        return [self.add(Topic(slug=_slug(name), name=name)) for name in missing]

    def add(self, topic: Topic) -> Topic:
        topic.save()
        self.by_slug[topic.slug] = topic
        self.by_name[topic.name.casefold()] = topic
        self._keys.clear()
        return topic


class Providers:
    """Kept by domain as they come by."""

    def __init__(self) -> None:
        self.by_domain: dict[str, Provider] = {}

    def forget(self) -> None:
        self.by_domain.clear()

    def load(self, domains: Iterable[str]) -> None:
        missing = set(domains) - self.by_domain.keys()
        for provider in Provider.objects.filter(domain__among=missing):
            self.by_domain[provider.domain] = provider

    def ensure(self, named: Iterable[tuple[str, str]]) -> list[Provider]:
        """Make the providers that only articles mention so far, under the first name given; return
        those."""
        wanted = dict(reversed([*named]))
        self.load(wanted)
        missing = [domain for domain in wanted if domain not in self.by_domain]
        insert(Provider, PROVIDER, ((domain, wanted[domain]) for domain in missing))
        self.load(missing)
        return [self.by_domain[domain] for domain in missing]


class Pictures:
    """Image rows by address, and the files that came in a batch's `assets/`."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.arrived = False

    def ensure(self, root: str, pictures: Iterable[PictureValue]) -> None:
        """Make rows for addresses not seen before; `root` is the prefix of their checkout."""
        wanted = {picture.url: picture for picture in pictures if picture.url not in self.ids}
        known = Image.objects.filter(url__among=wanted).values_list("url", "pk")
        self.ids.update(known)
        fresh = [picture for url, picture in wanted.items() if url not in self.ids]
        files = self._files(root, [picture.url for picture in fresh])
        made = dict(zip((picture.url for picture in fresh), keys(Image, len(fresh)), strict=True))
        rows = (
            (made[p.url], *p, files.get(p.url, ""), PENDING if p.url in files else REMOTE)
            for p in fresh
        )
        insert(Image, IMAGE, rows)
        self.ids.update(made)
        self.arrived |= bool(files)

    def forget(self) -> None:
        """Keep memory flat over a long batch."""
        self.ids.clear()

    def _files(self, root: str, urls: list[str]) -> dict[str, str]:
        paths = {url: root + path for url in urls if (path := weburls.asset_path(url))}
        digests = dict(
            SeedFile.objects.filter(
                kind=FileKind.PICTURE, path__among=set(paths.values())
            ).values_list("path", "digest")
        )
        return {url: digests[path] for url, path in paths.items() if path in digests}

    def match(self, root: str, files: dict[str, tuple[str, str]]) -> None:
        """Hand files that have arrived (path to digests, before and now) to the rows that wait for
        them or show what they were before. A row that shows another site's file keeps it."""
        waiting = Image.objects.filter(url__contains="assets/")
        changed = []
        for image in waiting.iterator():
            path = weburls.asset_path(image.url)
            before, now = files.get(root + path, ("", "")) if path else ("", "")
            if now and image.digest in ("", before):
                image.digest, image.state, image.problem = now, ImageState.PENDING, ""
                changed.append(image)
        Image.objects.bulk_update(changed, ["digest", "state", "problem"], batch_size=200)
        self.arrived |= bool(changed)


def _slug(name: str) -> str:
    return slugify(name)[:100]
