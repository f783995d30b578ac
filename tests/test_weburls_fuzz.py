"""Web addresses of any characters: each has one canonical form, or a reason why it is refused."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import weburls

_PIECES = st.sampled_from(
    ["%C3%A4", "%c3%a4", "ä", "a\u0308", "%41", "%", "%2F", "%2e", "..", ".", "/", "//", "?", "&"]
    + ["&amp;", "&#38;", "%26", "amp;", "#", "#!", "#/", "=", ":~:", "utm_a=1", "ref=1", "t", "!"]
    + [
        "block-1",
        "more-1",
        "_=_",
        "\u0301",
        "\u0338",
        "\u202e",
        "\ud800",
        "[",
        "|",
        "'",
        "x",
        "\x00",
    ]
    + [
        "watch?v=",
        "youtube.com",
        "a_B-c1D2e3F",
        "@",
        ":",
        ":80",
        "[::1]",
        "xn--",
        "\u05d0",
        "ß",
        "中",
    ]
)


_TAIL = st.one_of(
    st.text(st.characters(), max_size=40), st.lists(_PIECES, max_size=12).map("".join)
)


_HOST = st.one_of(
    st.text(st.sampled_from("aBzß0-._éİ中www"), min_size=1, max_size=20),
    st.sampled_from(["a.example", "youtu.be", "www.youtube.com", "m.youtube.com", "msn.com"]),
)


def tried(normalise, text):
    """What comes of it, or "" and the reason for which it is refused."""
    try:
        return normalise(text), ""
    except ValueError as error:
        return "", str(error)


@given(
    st.sampled_from(["http://", "HTTPS://www.", "https://", ""]),
    _HOST,
    st.sampled_from(["", ":80", ":8443", "/", "?", "#"]),
    _TAIL,
)
@settings(database=None, derandomize=True, deadline=None, max_examples=1500)
def test_whatever_comes_has_one_short_canonical_form_or_a_reason(scheme, host, middle, tail):
    url, reason = tried(weburls.clean, scheme + host + middle + tail)
    if reason:
        assert reason.startswith(("a web address ", "a domain "))
        return
    once = weburls.canonical(url)
    assert weburls.clean(url) == url
    assert weburls.clean(once) == weburls.canonical(once) == once
    assert len(once) <= 2000
    assert weburls.is_domain(weburls.domain(url))


@given(st.text(st.characters(), max_size=30))
@settings(database=None, derandomize=True, deadline=None, max_examples=500)
def test_whatever_comes_is_a_domain_or_has_a_reason(text):
    domain, reason = tried(weburls.normal_domain, text)
    assert reason.startswith("a domain ") or weburls.normal_domain(domain) == domain
