"""Web addresses: safety and identity."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import weburls


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//example.com/x",
        "ftp://example.com/",
        "https://user:password@example.com/",
        "https://user@example.com/",
        "https://example.com\\@evil.example/",
        "https://example.com/a b",
        "https://example.com/a\nb",
        "https://example.com/a\x00b",
        "https://exam\u202eple.com/",
        "https://example.com/a\u200bb",
        "https://",
        "https:///a",
        "https://a..com/",
        "https://-a.com/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "https://example.com:99999/",
        'https://example.com"onload=x/',
        "https://example.com/" + "x" * 2000,
        "",
    ],
)
def test_clean_refuses(url):
    with pytest.raises(ValueError, match="a (web address|domain)"):
        weburls.clean(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (" https://example.com/a \r\n", "https://example.com/a"),
        ("https://example.com/ä?q=中", "https://example.com/ä?q=中"),
        ("https://bücher.example/", "https://bücher.example/"),
        ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
    ],
)
def test_clean_returns_a_linkable_address(url, expected):
    assert weburls.clean(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTP://www.Example.com:80/a/b/?b=2&utm_source=x&a=1#f",
            "https://example.com/a/b?b=2&a=1",
        ),
        ("https://example.com/?FBCLID=1", "https://example.com"),
        ("https://example.com/A//", "https://example.com/A"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://www.com/x", "https://www.com/x"),
        ("https://a.example:08443/", "https://a.example:8443"),
    ],
)
def test_canonical(url, expected):
    assert weburls.canonical(url) == expected


_TAIL = st.text(st.characters(codec="utf-8"), max_size=40)
_HOST = st.text(st.sampled_from("aBzß0-._éİ中www"), min_size=1, max_size=20)


@given(
    st.sampled_from(["http://", "HTTPS://www."]),
    _HOST,
    st.sampled_from(["", ":80", "/", "?"]),
    _TAIL,
)
@settings(database=None, derandomize=True, max_examples=400)
def test_what_is_clean_has_one_short_canonical_form(scheme, host, middle, tail):
    try:
        url = weburls.clean(f"{scheme}{host}{middle}{tail}")
    except ValueError:
        return
    once = weburls.canonical(url)
    assert weburls.clean(url) == url
    assert weburls.canonical(once) == once
    assert len(once) <= 2000
    assert weburls.is_domain(weburls.domain(url))


def test_the_longest_address_has_a_canonical_form_within_the_limit():
    url = "http://a.example/" + "x" * (1999 - 17)
    assert len(weburls.canonical(url)) == 2000


def test_domain_drops_www_and_case():
    assert weburls.domain("https://WWW.Example.com/a") == "example.com"


@pytest.mark.parametrize(
    "text", ["example.com", "WWW.Example.com", "bücher.example", "a_b.example"]
)
def test_is_domain(text):
    assert weburls.is_domain(text)


@pytest.mark.parametrize(
    "text", ["", "example", "a b.com", "a.com/x", "1.2.3.4", "a@b.com", "x" * 300]
)
def test_is_no_domain(text):
    assert not weburls.is_domain(text)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/assets/images/a.png", "assets/images/a.png"),
        ("assets/a%20b.png?v=1", "assets/a b.png"),
        ("https://site.example/ai/assets/images/topics/a.jpg", "assets/images/topics/a.jpg"),
        ("https://cdn.example/a.jpg", None),
        ("//assets/a.png", None),
        ("/assets/../secret", None),
        ("/assets/%2e%2e/secret", None),
        ("/assets/a%5Cb", None),
        ("/assets/a%00", None),
        ("/assets/%ff", None),
        ("/assets//a", None),
        ("/etc/passwd", None),
    ],
)
def test_asset_path(url, path):
    assert weburls.asset_path(url) == path
