"""Values that are refused: the error names their key and place, and how to mend them."""

import pytest

from tests.seeds.refused import TITLE_LINE, refused
from tests.seeds.samples import article, titled

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
