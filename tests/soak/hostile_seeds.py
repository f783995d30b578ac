"""Hostile seeds, and what a person must see of each once the worker is through."""

import random

from tests.seeds.samples import ARTICLE, CANONICAL, TOPIC, article
from tests.seeds.test_fuzz import mutated
from tests.soak.rows import In, Refused, Row

TITLE = '"Harbour pilots test a quiet ferry"'
TIME = "2026-11-19T08:30:00Z"
WEB_URL = 'webUrl: "https://www.harbour.example/ferry"'


def seeds(name, *cases):
    """Pairs of a file and what becomes of it."""
    files = {f"_news/{name}-{n}.md": data for n, (data, _) in enumerate(cases)}
    return Row(files, {f"_news/{name}-{n}.md": wanted for n, (_, wanted) in enumerate(cases)})


def own(name, old="", new=""):
    """The sample article with a part replaced, at an address of its own."""
    return article(old, new).replace(b"harbour.example/ferry", f"harbour.example/{name}".encode())


def titled(value):
    return article(TITLE, value)


NESTED = [
    (titled("[" * 60_000), Refused("nesting deeper than 20", 3)),
    (article("type: article", "deep: " + "{a: " * 15_000), Refused("nesting deeper than 20", 8)),
    (article("type: article", "deep:\n  " + "- " * 20_000), Refused("nesting deeper than 20", 9)),
    (titled("[" * 100_000), Refused("longer than 65536")),
]
PROPERTIES = [
    (titled(value), Refused(f"{named}", 3))
    for value, named in (
        ("*bold", "the alias *bold is not allowed"),
        ("&anchor x", "the anchor &anchor is not allowed"),
        ("&" + "a" * 50_000 + " x", "the anchor &aaa"),
        ("!!python/object/apply:os.system [x]", "the tag !!python/object"),
        ("!!binary eA==", "the tag !!binary is not allowed"),
        ("!x y", "the tag !x is not allowed"),
    )
] + [(article("type: article", "<<: {a: b}"), Refused("the merge key << is not allowed", 8))]
TWICE = [
    (article("type: article", "type: article\ntype: video"), Refused("is here and on line 8", 9, 1))
]
PLAIN_TITLES = [
    (own(f"plain-{n}", TITLE, value), In({"title": value}))
    for n, value in enumerate(("NO", "Off", "2026", "12:30", "0777", "~", "null"))
] + [(titled(value), Refused("title is empty", 3)) for value in ("", '""', '"  "')]
TIMES = [
    (article(TIME, value), Refused("publishedDateTime", 5))
    for value in (
        "2026-02-30T00:00:00Z",
        "2026-11-19T25:00:00Z",
        "2026-11-19T00:00:00+25:00",
        "2026-11-19",
        "01/02/2026",
    )
] + [
    (own("zoneless", TIME, "2026-11-19T08:30:00"), In({"day": "2026-11-19"}, "no time zone")),
    (own("zoned", TIME, "2026-11-19T08:30:00+09:00"), In({"day": "2026-11-18"})),
]
ENCODINGS = [
    (titled('"é"').decode().encode("latin-1"), Refused("UTF-8", 3)),
    (ARTICLE.encode("utf-16"), Refused("UTF-8", 1)),
    (ARTICLE.encode()[:60] + b"\xe2\x82" + ARTICLE.encode()[60:], Refused("UTF-8", 3)),
    (titled('"X"').replace(b"X", b"\xed\xa0\x80"), Refused("UTF-8", 3)),
    (titled('"\\ud800"'), Refused("escape", 3)),
    (titled('"\\0"'), Refused("control character U+0000", 3)),
    (titled('"é\x00b"'), Refused("control character U+0000", 3, 10)),
    (titled('"é\x1bb"'), Refused("control character U+001B", 3, 10)),
    (b"\xef\xbb\xbf" + own("with-a-mark"), In()),
    (own("with-crlf").replace(b"\n", b"\r\n"), In()),
]
INVISIBLE = [
    (own("turned", TITLE, '"A \u202equiet\u200b ferry"'), In({}, "zero-width characters are")),
    (article(WEB_URL, 'webUrl: "https://harbour.example/\u202ea"'), Refused("webUrl", 7)),
    (article(WEB_URL, 'webUrl: "https://harbour.example/\u200b"'), Refused("webUrl", 7)),
]
UNQUOTED = [
    (titled(value), Refused("put quotes around the value", 3))
    for value in ("Foo: bar", "[Video] x", "@home", "*bold* words", "`code`", "%x")
] + [(article("type: article", "\ttype: article"), Refused("a tab cannot indent", 8))]
SHAPES = [
    (b"Hello", Refused("no front matter")),
    (b"---\ntitle: x\n", Refused("never closed")),
    (b"", Refused("empty")),
    (b"---\n- a\n---\n", Refused("is a list")),
    ((ARTICLE + ARTICLE).encode(), Refused("second document")),
]
TYPES = [
    (article("quality: 81", "quality: high"), Refused("quality", 9)),
    (article("quality: 81", "quality: 10001"), Refused("quality", 9)),
    (article("heat: 91", "heat: -2"), Refused("heat", 10)),
    (article("related:\n", "related: {}\nother:\n"), Refused("related is a mapping", 31)),
    (titled('"' + "x" * 501 + '"'), Refused("title has 501", 3)),
    (article("- Shipping", "- " + "x" * 101), Refused("topics", 23)),
    (
        own("one-topic", "topics:\n  - Transport\n  - Shipping", "topics: Wind"),
        In({}, "read as a list of one"),
    ),
]
UNKNOWN = [(own("moody", "type: article", "type: article\nmood: 07"), In({}))]
SCHEMES = [
    "javascript:alert(1)",
    "data:text/html,x",
    "//harbour.example/x",
    "https://u:p@a.example",
]
ADDRESSES = [
    (article(old, f'{key}: "{url}"'), Refused(key.strip(" -"), line))
    for url in [*SCHEMES, "https://harbour.example/a\\nb"]
    for key, old, line in (
        ("webUrl", WEB_URL, 7),
        ("originalUrl", WEB_URL.replace("webUrl", "originalUrl"), 6),
        ("    webUrl", '    webUrl: "https://fjord.example/ferries"', 35),
        ("  - url", '  - url: "https://cdn.harbour.example/ferry.jpg"', 26),
    )
]

SEEDS = {
    "nesting": seeds("nesting", *NESTED),
    "aliases-anchors-tags": seeds("aliases", *PROPERTIES),
    "the-same-key-twice": seeds("twice", *TWICE),
    "plain-titles": seeds("titles", *PLAIN_TITLES),
    "times": seeds("times", *TIMES),
    "encodings": seeds("encodings", *ENCODINGS),
    "invisible-characters": seeds("invisible", *INVISIBLE),
    "unquoted": seeds("unquoted", *UNQUOTED),
    "no-front-matter": seeds("shapes", *SHAPES),
    "wrong-types": seeds("types", *TYPES),
    "unknown-keys": seeds("unknown", *UNKNOWN),
    "addresses": seeds("addresses", *ADDRESSES),
    "large": seeds("large", (ARTICLE.encode() + b"x" * 2_000_000, Refused("larger than 2 MB"))),
    "topic-with-an-empty-second-document": Row(
        {"_data/topics/05-ferries.yaml": f"{TOPIC}---\n".encode()},
        {"_data/topics/05-ferries.yaml": In()},
    ),
}


def noise(count):
    """Mutated seeds and plain noise: anything may come of them, but for a crash."""
    rng = random.Random(count)
    for number in range(count):
        seed = rng.choice(CANONICAL).encode()
        data = mutated(rng, seed) if number % 10 else rng.randbytes(rng.randrange(2000))
        yield f"_news/noise-{number}.md", data
