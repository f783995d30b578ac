"""Bytes of a seed -> document. Whatever the bytes, only SeedError comes out."""

import re
from contextlib import suppress
from typing import NoReturn

from articles import weburls
from articles.seeds import plain
from articles.seeds.document import (
    Document,
    ProviderDocument,
    ProviderRef,
    Related,
    Style,
    TopicDocument,
)
from articles.seeds.errors import SeedError
from articles.seeds.events import QUOTE, ListNode, MapNode, Reader, fail, line, read
from articles.seeds.schema import Typist
from articles.text import clip, shown, slugify

MAX_FILE = 2_000_000  # bytes
MAX_FRONT_MATTER = 65_536  # characters
MAX_TITLE = 500
MAX_EXCERPT = 5000
MAX_WORD = 50
MAX_TOPIC = 100
MAX_TOPICS = 50
MAX_RELATED = 100
MAX_PROVIDER = 200
MAX_DOMAIN = 253
MAX_SCORE = 10_000

_DELIMITER = re.compile(r"\n---[ \t]*\r?(?=\n|\Z)")
_ARTICLE_KEYS = frozenset(
    {"category", "title", "excerpt", "publishedDateTime", "originalUrl", "webUrl", "ampWebUrl"}
    | {"cdnAmpWebUrl", "type", "quality", "heat", "published", "featuredContent", "provider"}
    | {"topics", "images", "related", "secured"}
)
_RELATED_KEYS = frozenset(
    {"title", "excerpt", "publishedDateTime", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "type"}
    | {"provider", "quality", "images"}
)
_PROVIDER_KEYS = frozenset({"name", "domain", "images"})
_TOPIC_KEYS = frozenset(
    {"taxonomy", "_id", "name", "shortname", "parent", "description", "keywords", "hashtags"}
    | {"images", "services"}
)
_REGISTRY_KEYS = frozenset({"taxonomy", "_id", "name", "domain", "description", "images"})


def parse_article(data: bytes) -> Document:
    """Read one article's seed; raises SeedError."""
    front, tail = split_front_matter(decode(data))
    tree = plain.read(front)
    if tree:
        with suppress(SeedError):  # told below, with its column
            return _article(data, front, tail, tree, Typist(set()))
    return _article(data, front, tail, *_open(front))


def _article(data: bytes, front: str, tail: str, root: MapNode, typist: Typist) -> Document:
    title = _title(typist, root)
    document = Document(
        category=typist.name(root, "category", MAX_WORD) or "news",
        title=title,
        excerpt=typist.text(root, "excerpt", MAX_EXCERPT),
        published_at=typist.time(root, "publishedDateTime") or _missing(root, "publishedDateTime"),
        original_url=typist.url(root, "originalUrl"),
        web_url=typist.url(root, "webUrl"),
        amp_url=typist.url(root, "ampWebUrl"),
        cdn_amp_url=typist.url(root, "cdnAmpWebUrl"),
        type=typist.name(root, "type", MAX_WORD) or "article",
        quality=typist.number(root, "quality", 0, MAX_SCORE),
        heat=typist.number(root, "heat", -1, MAX_SCORE),
        published=typist.flag(root, "published"),
        featured_content=typist.optional(root, "featuredContent", MAX_FRONT_MATTER),
        provider=_provider(typist, root, "provider.") or _missing(root, "provider"),
        topics=typist.names(root, "topics", MAX_TOPICS, MAX_TOPIC),
        images=typist.pictures(root),
        related=_related(typist, root),
        secured=typist.optional(root, "secured", MAX_FRONT_MATTER),
        extra=typist.unknown(root, _ARTICLE_KEYS),
        lines=_lines(root),
        notes=tuple(typist.notes),
        style=_style(data, front, tail, typist.plain),
    )
    if document.web_url is None and document.original_url is None:
        _missing(root, "webUrl")
    return document


def parse_topic(data: bytes) -> TopicDocument:
    """Read one file of the topic taxonomy (plain YAML, _id and name needed); raises SeedError."""
    text = decode(data)
    if len(text) > MAX_FRONT_MATTER:
        raise SeedError(f"longer than {MAX_FRONT_MATTER} characters (shorten it)")
    root, typist = _open(text)
    return TopicDocument(
        id=_slug(typist, root),
        name=typist.name(root, "name", MAX_TOPIC) or _missing(root, "name"),
        short_name=typist.name(root, "shortname", MAX_TOPIC),
        parent=typist.name(root, "parent", MAX_TOPIC),
        description=typist.text(root, "description", MAX_EXCERPT),
        keywords=typist.names(root, "keywords", 500, 200),
        hashtags=typist.names(root, "hashtags", 500, 200),
        images=_topic_images(typist, root),
        services=typist.unknown(
            typist.mapping(root, "services") or MapNode(root.start), frozenset()
        ),
        extra=typist.unknown(root, _TOPIC_KEYS),
        lines=_lines(root),
        notes=tuple(typist.notes),
    )


def parse_provider(data: bytes) -> ProviderDocument:
    """Read one file of the provider registry (front matter, domain needed); raises SeedError."""
    front, _ = split_front_matter(decode(data))
    root, typist = _open(front)
    domain = _domain(typist, root)
    return ProviderDocument(
        name=typist.name(root, "name", MAX_PROVIDER) or domain,
        domain=domain,
        description=typist.text(root, "description", MAX_EXCERPT),
        images=typist.pictures(root),
        extra=typist.unknown(root, _REGISTRY_KEYS),
        lines=_lines(root),
        notes=tuple(typist.notes),
    )


def decode(data: bytes) -> str:
    """Return a file's text without its BOM; raises SeedError for anything but UTF-8."""
    refuse_large(data)
    if not data.strip():
        raise SeedError("the file is empty (write front matter between two --- lines)")
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - before.rfind(b"\n")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8 (save the file as UTF-8)"
        raise SeedError(message, before.count(b"\n") + 1, column) from None


def refuse_large(data: bytes) -> None:
    """Raise SeedError for a file that is no seed by its size alone."""
    if len(data) > MAX_FILE:
        raise SeedError(f"the file is larger than {MAX_FILE // 1_000_000} MB (shorten it)")


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the text before the closing --- line (opening one included), and all after it."""
    if text.partition("\n")[0].rstrip() != "---":
        raise SeedError("no front matter (begin the file with a line ---)", 1)
    closing = _DELIMITER.search(text, 3)
    if closing is None:
        raise SeedError("the front matter is never closed (end it with a line ---)", 1)
    if closing.start() > MAX_FRONT_MATTER:
        raise SeedError(f"the front matter is longer than {MAX_FRONT_MATTER} characters", 1)
    second = _DELIMITER.search(text, closing.start() + 1)
    if second:
        place = text.count("\n", 0, second.start()) + 2
        raise SeedError("a second document begins here (one article to a file)", place)
    return text[: closing.start() + 1], text[closing.start() + 4 :]


def _open(text: str) -> tuple[MapNode, Typist]:
    """Return the mapping at the root of a YAML text, and what types its values."""
    reader: Reader = read(text)
    root = reader.documents[0] if reader.documents else None
    if root is None or (not isinstance(root, MapNode | ListNode) and not root.value):
        raise SeedError("the front matter is empty (write keys and values)", 1)
    if not isinstance(root, MapNode):
        kind = "a list" if isinstance(root, ListNode) else "plain text"
        fail(root, f"the front matter is {kind} (write keys and values, such as title: …)")
    return root, Typist(reader.commented)


def _missing(node: MapNode, key: str) -> NoReturn:
    if key in node:
        fail(node.marks[key], f"{key} is empty (write a value; if it begins with #, {QUOTE})")
    fail(node, f"{key} is missing (add it)")


def _title(typist: Typist, node: MapNode) -> str:
    title = typist.text(node, "title", MAX_TITLE)
    return title if shown(title) else _missing(node, "title")


def _provider(typist: Typist, parent: MapNode, path: str) -> ProviderRef | None:
    node = typist.mapping(parent, "provider")
    if node is None:
        return None
    domain = _domain(typist, node)
    return ProviderRef(
        name=typist.name(node, "name", MAX_PROVIDER) or domain,
        domain=domain,
        images=typist.pictures(node, path),
        extra=typist.unknown(node, _PROVIDER_KEYS),
    )


def _domain(typist: Typist, node: MapNode) -> str:
    domain = typist.name(node, "domain", MAX_DOMAIN) or _missing(node, "domain")
    if not weburls.is_domain(domain):
        fail(node["domain"], f'domain is "{clip(domain)}" (write a domain such as example.com)')
    return domain


def _related(typist: Typist, root: MapNode) -> tuple[Related, ...]:
    if "related" not in root:
        return ()
    return tuple(
        [_one_related(typist, node) for node in typist.mappings(root, "related", MAX_RELATED)]
    )


def _one_related(typist: Typist, node: MapNode) -> Related:
    return Related(
        title=_title(typist, node),
        excerpt=typist.text(node, "excerpt", MAX_EXCERPT),
        published_at=typist.time(node, "publishedDateTime"),
        web_url=typist.url(node, "webUrl", "related.") or _missing(node, "webUrl"),
        amp_url=typist.url(node, "ampWebUrl", "related."),
        cdn_amp_url=typist.url(node, "cdnAmpWebUrl", "related."),
        type=typist.name(node, "type", MAX_WORD) or "article",
        provider=_provider(typist, node, "related.provider."),
        quality=typist.number(node, "quality", 0, MAX_SCORE),
        images=typist.pictures(node, "related."),
        extra=typist.unknown(node, _RELATED_KEYS),
    )


def _slug(typist: Typist, root: MapNode) -> str:
    slug = typist.name(root, "_id", MAX_TOPIC) or _missing(root, "_id")
    if slugify(slug) != slug:
        fail(root["_id"], f'_id is "{clip(slug)}" (write a slug such as {slugify(slug)})')
    return slug


def _topic_images(typist: Typist, root: MapNode) -> tuple[str, ...]:
    wrapped = []
    for node in typist.items(root, "images", 50):
        parent = MapNode(root.start)
        parent["images"] = node
        wrapped.append(typist.picture_url(parent, "images"))
    return tuple(wrapped)


def _lines(root: MapNode) -> dict[str, int]:
    """Return the 1-based line of each key."""
    return {key: line(mark) for key, mark in root.marks.items()}


def _style(data: bytes, front: str, tail: str, plain: list[str]) -> Style:
    return Style(
        newline="\r\n" if "\r\n" in front else "\n",
        bom=data.startswith(b"\xef\xbb\xbf"),
        plain=tuple(sorted(set(plain))),
        tail=tail,
    )
