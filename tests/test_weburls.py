"""Web addresses that are safe to link to, their domains, and the paths of pictures."""

import pytest

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
        "https://example.com:٤٤٣/",
        "https://[2001:db8::1]:443/x",
        "https://exa\ud800mple.com/",
        "https://example.com/\ud800",
        "https://1\u05d0.example/",
        "https://\u0301a.example/",
        "https://" + "ä" * 20_000 + ".example/",
        "https://example.com/" + "ä" * 20_000,
        "https://example.com/" + "{" * 700,
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


@pytest.mark.parametrize("text", ["www.com", "WWW.Net.", "www.www.com"])
def test_www_before_a_top_level_domain_is_a_domain(text):
    assert weburls.normal_domain(text) == f"www.{text.lower().strip('.').split('.')[-1]}"


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
