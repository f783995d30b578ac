"""Document -> seed: the format's canonical writing."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from articles.seeds.document import Document, Extra, Picture, ProviderRef, Related, Style, Value

# A text that YAML reads as itself without quotes.
_PLAIN = re.compile(
    r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=[^\s,\[\]{}]))(?:[^:#]|:(?=\S)|(?<!\s)#)*"
)
_ESCAPES = str.maketrans(
    {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x85": "\\N"}
    | {"\u2028": "\\L", "\u2029": "\\P", "\ufeff": "\\uFEFF"}
)
SPACED = frozenset({"featuredContent", "provider", "topics", "images", "related", "secured"})

Lines = list[str]


def emit(document: Document) -> bytes:
    lines = ["---"]
    for key, section in sections(document).items():
        lines += ["", *section] if key in SPACED else section
    newline = document.style.newline
    text = newline.join([*lines, "---"]) + document.style.tail
    return encode(text, document.style)


def encode(text: str, style: Style) -> bytes:
    return ("\ufeff" * style.bom + text).encode()


def sections(document: Document) -> dict[str, Lines]:
    plain = document.style.plain
    head = _scalars(
        {
            "category": word(document.category),
            "title": quoted(document.title),
            "excerpt": quoted(document.excerpt),
            "publishedDateTime": _time(document.published_at),
            "originalUrl": _url(document.original_url, "originalUrl" in plain),
            "webUrl": _url(document.web_url, "webUrl" in plain),
            "ampWebUrl": _url(document.amp_url, "ampWebUrl" in plain),
            "cdnAmpWebUrl": _url(document.cdn_amp_url, "cdnAmpWebUrl" in plain),
            "type": word(document.type),
            "quality": _number(document.quality),
            "heat": _number(document.heat),
            "published": _flag(document.published),
            "featuredContent": _optional(document.featured_content),
        }
    )
    sections = {line.partition(":")[0]: [line] for line in head}
    sections["provider"] = [
        "provider:",
        *_indented(_provider(document.provider, "provider.", plain)),
    ]
    blocks = {
        "topics": [f"- {word(topic)}" for topic in document.topics],
        "images": _entries(_picture(image, "images.url" in plain) for image in document.images),
        "related": _entries(_related(story, plain) for story in document.related),
    }
    sections |= {key: [f"{key}:", *_indented(lines)] for key, lines in blocks.items() if lines}
    sections |= {key: _extra({key: value}) for key, value in document.extra.items()}
    if document.secured is not None:
        sections["secured"] = [f"secured: {quoted(document.secured)}"]
    return sections


def _scalars(values: Mapping[str, str | None]) -> Lines:
    return [f"{key}: {value}" for key, value in values.items() if value is not None]


def _indented(lines: Iterable[str]) -> Lines:
    return [f"  {line}" for line in lines]


def _entries(entries: Iterable[Lines]) -> Lines:
    return [
        ("  " if number else "- ") + line for entry in entries for number, line in enumerate(entry)
    ]


def _picture(image: Picture, plain: bool) -> Lines:
    values = {
        "url": _url(image.url, plain),
        "width": _number(image.width),
        "height": _number(image.height),
        "title": _optional(image.title),
        "attribution": _optional(image.attribution),
        "isCached": _flag(image.is_cached),
    }
    return _scalars(values) + _extra(image.extra)


def _provider(provider: ProviderRef, path: str, plain: tuple[str, ...]) -> Lines:
    lines = _scalars({"name": word(provider.name), "domain": word(provider.domain)})
    lines += _images(provider.images, f"{path}images.url" in plain)
    return lines + _extra(provider.extra)


def _images(images: tuple[Picture, ...], plain: bool) -> Lines:
    lines = _entries(_picture(image, plain) for image in images)
    return ["images:", *_indented(lines)] if lines else []


def _related(story: Related, plain: tuple[str, ...]) -> Lines:
    head = {
        "title": quoted(story.title),
        "excerpt": quoted(story.excerpt),
        "publishedDateTime": _time(story.published_at),
        "webUrl": _url(story.web_url, "related.webUrl" in plain),
        "ampWebUrl": _url(story.amp_url, "related.ampWebUrl" in plain),
        "cdnAmpWebUrl": _url(story.cdn_amp_url, "related.cdnAmpWebUrl" in plain),
        "type": word(story.type),
    }
    lines = _scalars(head)
    if story.provider:
        lines += ["provider:", *_indented(_provider(story.provider, "related.provider.", plain))]
    lines += _scalars({"quality": _number(story.quality)})
    return lines + _images(story.images, "related.images.url" in plain) + _extra(story.extra)


def _extra(extra: Extra) -> Lines:
    lines: Lines = []
    for key, value in extra.items():
        first, *more = _value(value)
        if isinstance(value, str) or not value:
            lines.append(f"{word(key)}: {first}")
        else:
            lines += [f"{word(key)}:", *_indented([first, *more])]
    return lines


def _value(value: Value) -> Lines:
    if isinstance(value, str):
        return [word(value)]
    if isinstance(value, dict):
        return _extra(value) or ["{}"]
    return _entries(_value(entry) for entry in value) or ["[]"]


def word(text: str) -> str:
    stands = text.isprintable() and text == text.strip() and not text.endswith(":")
    return text if stands and _PLAIN.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _optional(text: str | None) -> str | None:
    return None if text is None else quoted(text)


def _url(url: str | None, plain: bool) -> str | None:
    return None if url is None else word(url) if plain else quoted(url)


def _number(number: int | None) -> str | None:
    return None if number is None else str(number)


def _flag(flag: bool | None) -> str | None:
    return None if flag is None else "true" if flag else "false"


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
