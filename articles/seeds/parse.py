"""Bytes of a seed -> document. Whatever the bytes, only SeedError comes out."""

import re
from contextlib import suppress
from typing import NoReturn

from articles import weburls
from articles.seeds import fast_reader, limits, oddities
from articles.seeds.decoding import decode, refuse_nul
from articles.seeds.document import (
    Document,
    ProviderDocument,
    ProviderRef,
    Related,
    Style,
    TopicDocument,
)
from articles.seeds.errors import NO_BLANK, QUOTE, SeedError
from articles.seeds.fields import FieldReader
from articles.seeds.topic_names import RESERVED, topic_slug
from articles.seeds.yaml_reader import ListNode, MapNode, Reader, fail, line, read
from articles.text import clip, display_text, slugify

_DELIMITER = re.compile(r"\n---[ \t]*\r?(?=\n|\Z)")
_CONFLICT = re.compile(r"^(?:<{7} |\|{7} |={7}\r?$|>{7} )", re.MULTILINE)
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
_KEY_LINE = re.compile(r"^([A-Za-z_][A-Za-z0-9_-]*):(?:[ \t\r]|$)", re.MULTILINE)
_FEWEST_KEYS = 2  # of those that seeds have, in what is a front matter


def parse_article(data: bytes) -> Document:
    front, tail = split_front_matter(decode(data))
    refuse_nul(front, tail)
    tree = fast_reader.read_plain(front)
    if tree:
        with suppress(SeedError):  # raised anew below, with its column
            return _article(data, front, tail, tree, FieldReader(set()))
    return _article(data, front, tail, *_open(front))


def _article(data: bytes, front: str, tail: str, root: MapNode, fields: FieldReader) -> Document:
    title = _title(fields, root)
    document = Document(
        category=fields.name(root, "category", limits.MAX_WORD) or "news",
        title=title,
        excerpt=_excerpt(fields, root, title),
        published_at=fields.time(root, "publishedDateTime") or _missing(root, "publishedDateTime"),
        original_url=fields.url(root, "originalUrl"),
        web_url=fields.url(root, "webUrl"),
        amp_url=fields.url(root, "ampWebUrl"),
        cdn_amp_url=fields.url(root, "cdnAmpWebUrl"),
        type=fields.name(root, "type", limits.MAX_WORD) or "article",
        quality=fields.number(root, "quality", 0, limits.MAX_SCORE),
        heat=fields.number(root, "heat", -1, limits.MAX_SCORE),
        published=fields.flag(root, "published"),
        featured_content=fields.optional(root, "featuredContent", limits.MAX_FRONT_MATTER),
        provider=_provider(fields, root, "provider.") or _missing(root, "provider"),
        topics=fields.names(root, "topics", limits.MAX_TOPICS, limits.MAX_TOPIC),
        images=fields.pictures(root),
        related=_related(fields, root),
        secured=fields.optional(root, "secured", limits.MAX_FRONT_MATTER),
        extra=fields.unknown(root, _ARTICLE_KEYS),
        lines=_lines(root),
        notes=tuple(fields.notes),
        style=_style(data, front, tail, fields.plain),
    )
    if document.web_url is None and document.original_url is None:
        _missing(root, "webUrl")
    return document


def parse_topic(data: bytes) -> TopicDocument:
    if not data.strip():
        raise SeedError("the file is empty (write keys and values, such as name: …)")
    text = decode(data)
    if len(text) > limits.MAX_FRONT_MATTER:
        raise SeedError(f"longer than {limits.MAX_FRONT_MATTER} characters (shorten it)")
    _refuse_conflict(text)
    root, fields = _open(text, "the file")
    return TopicDocument(
        id=_slug(fields, root),
        name=fields.name(root, "name", limits.MAX_TOPIC) or _missing(root, "name"),
        short_name=fields.name(root, "shortname", limits.MAX_TOPIC),
        parent=fields.name(root, "parent", limits.MAX_TOPIC),
        description=fields.text(root, "description", limits.MAX_DESCRIPTION),
        keywords=fields.names(root, "keywords", 500, 200),
        hashtags=fields.names(root, "hashtags", 500, 200),
        images=fields.picture_urls(root),
        services=fields.unknown(
            fields.mapping(root, "services") or MapNode(root.start), frozenset()
        ),
        extra=fields.unknown(root, _TOPIC_KEYS),
        lines=_lines(root),
        notes=tuple(fields.notes),
    )


def parse_provider(data: bytes) -> ProviderDocument:
    front, tail = split_front_matter(decode(data))
    refuse_nul(front, tail)
    root, fields = _open(front)
    domain = _domain(fields, root)
    return ProviderDocument(
        name=fields.name(root, "name", limits.MAX_PROVIDER) or domain,
        domain=domain,
        description=fields.text(root, "description", limits.MAX_DESCRIPTION),
        images=fields.pictures(root),
        extra=fields.unknown(root, _REGISTRY_KEYS),
        lines=_lines(root),
        notes=tuple(fields.notes),
    )


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the text before the closing --- line (opening one included), and all after it."""
    closing = _DELIMITER.search(text, 3)
    _refuse_conflict(text[: closing.start()] if closing else text)
    if text.partition("\n")[0].rstrip() != "---":
        raise SeedError("no front matter (begin the file with a line ---)", 1)
    if closing is None:
        raise SeedError("the front matter is never closed (end it with a line ---)", 1)
    if closing.start() > limits.MAX_FRONT_MATTER:
        raise SeedError(f"the front matter is longer than {limits.MAX_FRONT_MATTER} characters", 1)
    second = _second_front_matter(text, closing.start() + 1)
    if second:
        line_number = text.count("\n", 0, second.start()) + 2
        raise SeedError("a second document begins here (one article to a file)", line_number)
    return text[: closing.start() + 1], text[closing.start() + 4 :]


def _second_front_matter(text: str, start: int) -> re.Match[str] | None:
    """Return the --- line behind which keys of a seed stand; in Markdown, a line --- is a rule, or
    makes a heading of the line above."""
    rules = list(_DELIMITER.finditer(text, start))
    ends = [rule.start() for rule in rules[1:]] + [len(text)]
    for rule, end in zip(rules, ends, strict=False):
        if _is_front_matter(text[rule.end() : min(end, rule.end() + limits.MAX_FRONT_MATTER)]):
            return rule
    return None


def _is_front_matter(text: str) -> bool:
    keys = _KEY_LINE.findall(text) if _KEY_LINE.match(text.lstrip()) else ()
    return len((_ARTICLE_KEYS | _REGISTRY_KEYS).intersection(keys)) >= _FEWEST_KEYS


def _refuse_conflict(text: str) -> None:
    if marker := _CONFLICT.search(text):
        message = (
            "git left two versions here (keep one; delete the lines <<<<<<<, =======, >>>>>>>)"
        )
        raise SeedError(message, text.count("\n", 0, marker.start()) + 1)


def _open(text: str, what: str = "the front matter") -> tuple[MapNode, FieldReader]:
    reader: Reader = read(text)
    root = reader.documents[0] if reader.documents else None
    if root is None or (not isinstance(root, MapNode | ListNode) and not root.value):
        raise SeedError(f"{what} is empty (write keys and values)", 1)
    if not isinstance(root, MapNode):
        kind = "a list" if isinstance(root, ListNode) else "plain text"
        fail(root, f"{what} is {kind} (write keys and values)")
    return root, FieldReader(reader.commented)


def _missing(node: MapNode, key: str) -> NoReturn:
    if key in node:
        fail(node.marks[key], f"{key} is empty (write a value; if it begins with #, {QUOTE})")
    for other, mark in node.marks.items():
        if other.startswith(f"{key}:"):
            fail(mark, NO_BLANK.format(key))
    fail(node, f"{key} is missing (add it)")


def _title(fields: FieldReader, node: MapNode) -> str:
    title = fields.text(node, "title", limits.MAX_TITLE)
    if not display_text(title):
        if title.strip():
            fail(node["title"], "title is empty: nothing in it can be seen (write words)")
        _missing(node, "title")
    fields.note_all(node, "title", oddities.of_title(title))
    return title


def _excerpt(fields: FieldReader, root: MapNode, title: str) -> str:
    excerpt = fields.text(root, "excerpt", limits.MAX_EXCERPT)
    fields.note_all(root, "excerpt", oddities.of_excerpt(excerpt, title))
    return excerpt


def _provider(fields: FieldReader, parent: MapNode, path: str) -> ProviderRef | None:
    node = fields.mapping(parent, "provider")
    if node is None:
        return None
    domain = _domain(fields, node)
    return ProviderRef(
        name=fields.name(node, "name", limits.MAX_PROVIDER) or domain,
        domain=domain,
        images=fields.pictures(node, path),
        extra=fields.unknown(node, _PROVIDER_KEYS),
    )


def _domain(fields: FieldReader, node: MapNode) -> str:
    domain = fields.name(node, "domain", limits.MAX_DOMAIN) or _missing(node, "domain")
    if not weburls.is_domain(domain):
        fail(node["domain"], f'domain is "{clip(domain)}" (write a domain such as example.com)')
    return domain


def _related(fields: FieldReader, root: MapNode) -> tuple[Related, ...]:
    if "related" not in root:
        return ()
    return tuple(
        [
            _one_related(fields, node)
            for node in fields.mappings(root, "related", limits.MAX_RELATED)
        ]
    )


def _one_related(fields: FieldReader, node: MapNode) -> Related:
    return Related(
        title=_title(fields, node),
        excerpt=fields.text(node, "excerpt", limits.MAX_EXCERPT),
        published_at=fields.time(node, "publishedDateTime"),
        web_url=fields.url(node, "webUrl", "related.") or _missing(node, "webUrl"),
        amp_url=fields.url(node, "ampWebUrl", "related."),
        cdn_amp_url=fields.url(node, "cdnAmpWebUrl", "related."),
        type=fields.name(node, "type", limits.MAX_WORD) or "article",
        provider=_provider(fields, node, "related.provider."),
        quality=fields.number(node, "quality", 0, limits.MAX_SCORE),
        images=fields.pictures(node, "related."),
        extra=fields.unknown(node, _RELATED_KEYS),
    )


def _slug(fields: FieldReader, root: MapNode) -> str:
    slug = fields.name(root, "_id", limits.MAX_TOPIC) or _missing(root, "_id")
    if slugify(slug) != slug:
        fail(root["_id"], f'_id is "{clip(slug)}" (write a slug such as {topic_slug(slug)})')
    if slug in RESERVED:
        fail(root["_id"], f'_id is "{slug}", an address of the site\'s own (choose another)')
    return slug


def _lines(root: MapNode) -> dict[str, int]:
    return {key: line(mark) for key, mark in root.marks.items()}


def _style(data: bytes, front: str, tail: str, plain: list[str]) -> Style:
    return Style(
        newline="\r\n" if "\r\n" in front else "\n",
        bom=data.startswith(b"\xef\xbb\xbf"),
        plain=tuple(sorted(set(plain))),
        tail=tail,
    )
