"""Seeds that are refused: always with a SeedError that says what, where and how to mend it."""

import pytest
import yaml

from articles.seeds import yaml_reader
from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article
from tests.seeds.samples import ARTICLE, article, titled

TITLE_LINE = 3


def refused(data: bytes) -> SeedError:
    with pytest.raises(SeedError) as caught:
        parse_article(data)
    return caught.value


@pytest.mark.parametrize(
    "value",
    ["[" * 60_000, "\n " + "\n ".join(" " * n + "a:" for n in range(200)), "{a: " * 15_000]
    + ["\n  " + "- " * 20_000],
    ids=["flow lists", "block mappings", "flow mappings", "block lists"],
)
def test_deep_nesting(value):
    assert "nesting deeper than 20" in refused(titled(value)).message


def test_nesting_at_the_limit_is_fine():
    depth = 19
    document = parse_article(article("type: article", f"deep: {'[' * depth}{']' * depth}"))
    assert document.extra["deep"]


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("*bold", "alias *bold"),
        ("&anchor x", "anchor &anchor"),
        ("&" + "a" * 50_000 + " x", "anchor &aaa"),
        ("!!python/object/apply:os.system [x]", "tag !!python/object"),
        ("!!binary eA==", "tag !!binary"),
        ("!x y", "tag !x"),
        ("&a [*a]", "anchor &a"),
        ("!!set {a}", "tag !!set"),
    ],
)
def test_aliases_anchors_and_tags(value, named):
    error = refused(titled(value))
    assert named in error.message
    assert "not allowed" in error.message
    assert error.line == TITLE_LINE
    assert len(error.message) < 200


@pytest.mark.parametrize(
    ("listed", "line", "column"),
    [
        ("topics: Transport\n  - Shipping", 22, 3),
        ("topics: Transport\n  -\n    Shipping", 22, 3),
        ("topics:\n  Transport\n\n  - Shipping", 24, 3),
        ("topics:\n  - Transport\n    - Shipping", 23, 5),
        ("topics:\n  - Transport\n   - Shipping", 23, 4),
        ("topics: Transport\n- Shipping", 22, 1),
        ("topics: Transport # the root\n  - Shipping", 22, 3),
        ('topics: "Transport"\n  - Shipping', 22, 3),
        ('topics:\n  - "Transport"\n    - Shipping', 23, 5),
        ("topics: [Transport]\n  - Shipping", 22, 3),
        ("topics: - Transport\n  - Shipping", 21, 9),
        ("team: Kim\n  - Robin\ntopics:", 22, 3),
    ],
)
def test_a_list_where_a_text_goes_on(listed, line, column):
    error = refused(article("topics:\n  - Transport\n  - Shipping", listed))
    assert error.message.startswith("a list begins here")
    assert "begin each entry below the key with a dash" in error.message
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize("text", ["Ferries\n  and -trains-", "Ferries - and\n  trains", "A\n  -1"])
def test_a_dash_within_a_text_is_no_list(text):
    assert parse_article(titled(text)).title == " ".join(text.split())


def test_merge_keys():
    error = refused(article("type: article", "<<: {a: b}"))
    assert "merge key" in error.message
    assert error.line == 8


def test_the_same_key_twice_names_both_lines():
    error = refused(article("type: article", "type: article\ntype: video"))
    assert (error.line, error.column) == (9, 1)
    assert "line 8" in error.message


def test_too_many_values():
    assert "10000" in refused(titled("[" + "a," * 20_000 + "]")).message


def test_a_key_that_is_no_text():
    assert "key must be text" in refused(article("type: article", "? [a]\n: b")).message
    assert "no usable key" in refused(article("type: article", '"a\\u202eb": c')).message


INVISIBLE = [
    *(
        '"&nbsp;"',
        '"\\u200b"',
        '"\u3164"',
        '"\u2800\u2800"',
        '"\u115f\u1160"',
        '"\uffa0"',
        '"\ufe0f"',
    ),
    *(
        '"\u0301\u0302"',
        '"\u034f"',
        '"\u180e"',
        '"&#x3164;"',
        '"\u200f"',
        '"\u202e\u202c"',
        '"\ue000"',
    ),
    *('"\u2066\u2069"', '"\u061c"', '"\u2060 \u2003"', '"\U000e0067"', '"\ufffc"', '"&amp;nbsp;"'),
]


@pytest.mark.parametrize("value", ["", '""', '"  "', "# words", *INVISIBLE])
def test_empty_titles(value):
    error = refused(titled(value))
    assert "title is empty" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize(
    "value",
    ["Foo: bar", "[Video] x", "@home", "*bold*", "`code`", "%x", "- x", "? x", "{x} y", "'it's'"]
    + ['"a" b', "&nbsp; x", "a:", "!important", "[Video]", "| text"],
)
def test_values_that_need_quotes(value):
    error = refused(titled(value))
    assert "put quotes around the value" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("type: article", "\ttype: article", 8), ("  name: The", "\tname: The", 14)],
)
def test_tab_indents(old, new, line):
    error = refused(article(old, new))
    assert "a tab cannot indent" in error.message
    assert "put quotes around the value" in error.message
    assert error.line == line


@pytest.mark.parametrize(
    "value",
    ["2026-02-30T00:00:00Z", "2026-11-19T25:00:00Z", "2026-11-19T22:59:60Z", "2026-11-19"]
    + ["01/02/2026", "2026-11-19T00:00:00+25:00", "9999-12-31T23:59:59-10:00", "now", "1700000000"]
    + ["2026-11-19T24:00:01Z", "2026-11-19T24:30Z", "2026-11-19T23:59:61Z", "2026-11-19T08:30+1"]
    + ["2026-11-19T08:30+24", "2026-11-19T08:30+01:60", "2026-11-19T08:30:00.Z", "2026-11-19T08Z"]
    + ["0001-01-01T00:00:00+10:00", "2026-W01-1T00:00Z", "٢٠٢٦-11-19T00:00:00Z", "[]", ""],
)
def test_times(value):
    error = refused(article("2026-11-19T08:30:00Z", value))
    assert "publishedDateTime" in error.message
    assert error.line == 5


@pytest.mark.parametrize("value", ['"\\0"', '"a\\e"', '"\\x7f"', '"\\x80"', '"\\N"', '"\\uFFFF"'])
def test_escaped_control_characters(value):
    error = refused(titled(value))
    assert "control character U+" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9f", "\ufffe"])
def test_raw_control_characters(character):
    error = refused(titled(f'"é{character}b"'))
    assert f"control character U+{ord(character):04X}" in error.message
    assert (error.line, error.column) == (TITLE_LINE, 10)


def test_a_carriage_return_alone():
    error = refused(titled('"a\rb"'))
    assert "carriage return" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize("escape", ['"\\ud800"', '"\\ude00\\ud83d"', '"\\q"', '"\\ud83d \\ude00"'])
def test_escapes_that_mean_nothing(escape):
    error = refused(titled(escape))
    assert "escape" in error.message
    assert error.line == TITLE_LINE


def test_pairs_that_no_quotes_lead_to_are_given_up():
    """What looks like an escaped quote turns inside and outside round for all that follows."""
    lines = [f'a{n}: "\\uD83D\\uDE00"\nb{n}: 5\\" tall\n' for n in range(25)]
    error = refused(titled("T\n" + "".join(lines)))
    assert "too many escapes of half characters" in error.message


def test_half_a_pair_is_named():
    error = refused(titled('"\\ud83d\\ude00 and \\uDE01"'))
    assert "the escape \\uDE01 is half of a character" in error.message


def test_many_pairs_are_joined_at_once():
    topics = "".join(f'  - "\\ud83d\\ude{n:02x}"\n' for n in range(40))
    assert len(parse_article(article("  - Transport\n", topics)).topics) == 41


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (titled('"é"').decode().encode("latin-1"), 3),
        (ARTICLE.encode("utf-16"), 1),
        (
            titled('"\ud800"'.encode("utf-8", "surrogatepass").decode("latin-1"))
            .decode()
            .encode("latin-1"),
            3,
        ),
        (ARTICLE.encode()[:60] + "€".encode()[:2] + ARTICLE.encode()[60:], 3),
    ],
    ids=["Latin-1", "UTF-16", "surrogate", "cut sequence"],
)
def test_not_utf8(data, line):
    error = refused(data)
    assert "UTF-8" in error.message
    assert error.line == line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("Hello", "no front matter"),
        ("title: x\n---\n", "no front matter"),
        ("---\ntitle: x\n", "never closed"),
        ("---\n---\n", "front matter is empty"),
        ("---\n# only a comment\n---\n", "front matter is empty"),
        ("---\n- a\n---\n", "is a list"),
        ("---\nwords\n---\n", "is plain text"),
        (ARTICLE + ARTICLE, "second document"),
        (f"{ARTICLE}Some words.\n\n---\n\n{ARTICLE}", "second document"),
        (f"{ARTICLE}---\ntitle: Another\nwebUrl: https://harbour.example/b\n", "second document"),
        (ARTICLE.replace("\n", "\r\n") * 2, "second document"),
        ("---\na: b\n...\nc: d\n---\n", "second document"),
        ("x" * 2_000_001, "larger than 2 MB"),
        ("---\na: " + "x" * 70_000 + "\n---\n", "longer than 65536"),
    ],
)
def test_files_that_are_no_article(text, words):
    assert words in refused(text.encode()).message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("quality: 81", "quality: high", "quality"),
        ("quality: 81", "quality: -1", "quality"),
        ("quality: 81", "quality: 10001", "quality"),
        ("quality: 81", "quality: 0777", "quality"),
        ("quality: 81", "quality: null", "quality"),
        ("quality: 81", "quality: 1.5", "quality"),
        ("quality: 81", "quality: [81]", "quality is a list"),
        ("heat: 91", "heat: -2", "heat"),
        ("published: true", "published: yes", "published"),
        ("width: 1200", "width: 0", "width"),
        ("width: 1200", "width: 100001", "width"),
        ("type: article", "type: {a: b}", "type is a mapping"),
        ("topics:\n  - Transport\n  - Shipping", "topics: {}", "topics is a mapping"),
        ("  - Shipping", "  - [Shipping]", "topics is a list"),
        ("  - Shipping", "  -", "topics"),
        ("  - Shipping", "  - " + "x" * 101, "topics"),
        ("  - Shipping", "\n".join(f"  - t{n}" for n in range(50)), "51 entries"),
        ("  domain: harbour.example\n", "", "domain is missing"),
        ("domain: harbour.example", "domain: harbour", "domain"),
        ("domain: harbour.example", "domain: a.example/b", "domain"),
        ("name: The Harbour & Coast", "name: " + "x" * 201, "name has 201"),
        ('excerpt: "The', 'excerpt: "' + "x" * 5000, "excerpt has 50"),
        ('title: "Harbour', 'title: "' + "x" * 500, "title has 5"),
        ("type: article", "type: " + "x" * 51, "type has 51"),
        ("related:\n", "related: {}\nother:\n", "related is a mapping"),
        ("related:\n", "related: [[]]\nother:\n", "related holds a list"),
        ('- title: "Quiet', '- subject: "Quiet', "title is missing"),
        ('webUrl: "https://fjord', 'url: "https://fjord', "webUrl is missing"),
        ('- url: "https://cdn', '- href: "https://cdn', "url is missing"),
    ],
)
def test_wrong_types_and_ranges_name_the_key(old, new, words):
    error = refused(article(old, new))
    assert words in error.message
    assert error.line is not None


def test_a_provider_is_needed():
    assert (
        "provider is plain text" in refused(article("provider:\n", "provider: x\nother:\n")).message
    )
    assert "provider is missing" in refused(article("provider:\n", "publisher:\n")).message


def test_an_address_is_needed():
    data = article("originalUrl", "firstUrl").replace(b"\nwebUrl", b"\nlastUrl")
    assert "webUrl is missing" in refused(data).message


@pytest.mark.parametrize("key", ["originalUrl", "webUrl"])
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//harbour.example/x",
        "https://u:p@harbour.example/",
    ]
    + ["https://harbour.example/a\\nb", "https://harbour.example/\u202ea", "https://a.b/\u200b"]
    + ["/assets/images/a.png", "https://harbour.example/" + "x" * 2000],
)
def test_article_addresses(key, url):
    error = refused(article(f'{key}: "https://www.harbour.example/ferry"', f'{key}: "{url}"'))
    assert key in error.message
    assert error.line in {6, 7}


@pytest.mark.parametrize(
    "url", ["ferry.jpg", "/assets/../x.png", "javascript:x", "/assets/a%00.png"]
)
def test_picture_addresses(url):
    assert "url" in refused(article("https://cdn.harbour.example/ferry.jpg", url)).message


def test_an_error_of_the_yaml_reader_without_a_place(monkeypatch):
    def fail(reader):
        raise yaml.YAMLError("odd")

    monkeypatch.setattr(yaml_reader.Reader, "read", fail)
    with pytest.raises(SeedError, match="not valid YAML: .*put quotes") as caught:
        yaml_reader.read("title: x")
    assert (caught.value.line, caught.value.column) == (None, None)
