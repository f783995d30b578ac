"""Whatever the bytes, nothing but SeedError; whatever the document, it survives being written."""

import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.seeds.document import Document, Picture, ProviderRef, Related, Style
from articles.seeds.emit import emit
from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article, parse_provider, parse_topic
from articles.seeds.patch import patch
from articles.text import display_text, one_line
from tests.seeds.samples import CANONICAL, PROVIDER, TOPIC

NASTY = [b"[", b"{", b"- ", b"&a ", b"*a", b"!!x ", b"<<: ", b'"', b"'", b"|", b">", b"\\", b"#"]
NASTY += [
    b"\t",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xe2\x80\xa8",
    b"---\n",
]
NASTY += [b"...\n", b"%YAML 9.9\n", b"? ", b": ", b"\\ud800", b"\\0", b"9" * 400, b"\xc2\x85", b"@"]


def test_mutated_seeds():
    generator = random.Random(20261120)
    seeds = [text.encode() for text in CANONICAL]
    good = sum(
        _reads(parse_article, mutated(generator, generator.choice(seeds))) for _ in range(9000)
    )
    for parse, text in ((parse_topic, TOPIC), (parse_provider, PROVIDER)):
        good += sum(_reads(parse, mutated(generator, text.encode())) for _ in range(500))
    assert 1000 < good < 9000


def mutated(generator: random.Random, data: bytes) -> bytes:
    for _ in range(generator.randint(1, 3)):
        start = generator.randrange(len(data))
        end = min(len(data), start + generator.choice([0, 0, 1, 5, 40]))
        new = generator.choice([b"", data[start:end] * 2, generator.randbytes(2), *NASTY])
        data = data[:start] + new + data[end:] or b"-"
    return data


def _reads(parse, data: bytes) -> bool:
    try:
        parse(data)
    except SeedError:
        return False
    return True


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"---\n{text}\n---\n".encode())
)
@settings(database=None, derandomize=True, max_examples=500)
def test_random_bytes(data):
    for parse in (parse_article, parse_topic, parse_provider):
        _reads(parse, data)


_CHARACTERS = st.sampled_from("\"'\\\n\r\t :#-[]{}&*!|>%@`,?=~<é中") | st.characters(
    codec="utf-8", exclude_categories=["C"]
)
_TEXTS = st.text(_CHARACTERS, max_size=30)
_TITLES = _TEXTS.map(lambda text: text if display_text(text) else "T")
_NAMES = _TEXTS.map(lambda text: one_line(text) or "x")
_KEYS = _NAMES.map(lambda name: f"{name}x")
_EXTRA = st.dictionaries(
    _KEYS,
    st.recursive(
        _TEXTS,
        lambda v: st.lists(v, max_size=3) | st.dictionaries(_KEYS, v, max_size=3),
        max_leaves=5,
    ),
    max_size=2,
)
_URLS = st.sampled_from(
    ["https://a.example/x?y=1#z", " http://b.example/ä ", "https://c.example/it's"]
)
_TIMES = st.integers(-(10**9), 7 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
_SCORES = st.none() | st.integers(0, 10_000)
_PICTURES = st.builds(
    Picture,
    url=_URLS | st.just("/assets/images/a b.png"),
    width=st.none() | st.integers(1, 100_000),
    height=st.none() | st.integers(1, 100_000),
    title=st.none() | _TEXTS,
    attribution=st.none() | _TEXTS,
    is_cached=st.none() | st.booleans(),
    extra=_EXTRA,
)
_GALLERIES = st.lists(_PICTURES, max_size=2).map(tuple)
_PROVIDERS = st.builds(
    ProviderRef,
    name=_NAMES,
    domain=st.sampled_from(["a.example", "WWW.B.example"]),
    images=_GALLERIES,
    extra=_EXTRA,
)
_RELATED = st.builds(
    Related,
    title=_TITLES,
    web_url=_URLS,
    excerpt=_TEXTS,
    published_at=st.none() | _TIMES,
    amp_url=st.none() | _URLS,
    cdn_amp_url=st.none() | _URLS,
    type=_NAMES,
    provider=st.none() | _PROVIDERS,
    quality=_SCORES,
    images=_GALLERIES,
    extra=_EXTRA,
)
_DOCUMENTS = st.builds(
    Document,
    title=_TITLES,
    published_at=_TIMES,
    provider=_PROVIDERS,
    category=_NAMES,
    excerpt=_TEXTS,
    original_url=st.none() | _URLS,
    web_url=_URLS,
    amp_url=st.none() | _URLS,
    cdn_amp_url=st.none() | _URLS,
    type=_NAMES,
    quality=_SCORES,
    heat=_SCORES | st.just(-1),
    published=st.none() | st.booleans(),
    featured_content=st.none() | _TEXTS,
    topics=st.lists(_NAMES, max_size=3, unique=True).map(tuple),
    images=_GALLERIES,
    related=st.lists(_RELATED, max_size=2).map(tuple),
    secured=st.none() | _TEXTS,
    extra=_EXTRA,
    lines=st.just({}),
    notes=st.just(()),
    style=st.builds(
        Style,
        newline=st.sampled_from(["\n", "\r\n"]),
        bom=st.booleans(),
        plain=st.just(()),
        tail=st.sampled_from(["", "\n\n", "\nBody"]),
    ),
)


@given(_DOCUMENTS)
@settings(database=None, derandomize=True, deadline=None, max_examples=300)
def test_documents_survive_writing(document):
    written = emit(document)
    assert parse_article(written) == document
    assert emit(parse_article(written)) == written


@given(_DOCUMENTS, _DOCUMENTS)
@settings(database=None, derandomize=True, deadline=None, max_examples=200)
def test_any_document_can_be_patched_into_any_other(old, new):
    fields = [
        "title",
        "excerpt",
        "published_at",
        "provider",
        "web_url",
        "amp_url",
        "type",
        "quality",
    ]
    fields += [
        "heat",
        "published",
        "featured_content",
        "topics",
        "images",
        "related",
        "secured",
        "extra",
    ]
    changes = {field: getattr(new, field) for field in fields}
    patched = parse_article(patch(emit(old), old, changes))
    assert {field: getattr(patched, field) for field in fields} == changes
