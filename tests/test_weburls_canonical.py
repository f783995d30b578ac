"""When two web addresses mean one page."""

import pytest

from articles import weburls


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


SAME_PAGE = [
    # encoded or not, in either case, composed or not
    [
        "https://a.example/äpfel",
        "https://a.example/%C3%A4pfel",
        "https://a.example/%c3%a4pfel",
        "https://a.example/a\u0308pfel",
        "https://a.example/a%CC%88pfel",
    ],
    [
        "https://a.example/~ann/a-b",
        "https://a.example/%7Eann/a%2Db",
        "https://a.example/%7eann/%61-b",
    ],
    ["https://a.example/?q=ä#/ö", "https://a.example/?q=%C3%A4#/%C3%B6"],
    ["https://a.example/a{b}|c", "https://a.example/a%7Bb%7D%7cc"],
    ["https://a.example/?a[]=1", "https://a.example/?a%5B%5D=1"],
    # markup that a machine has left in
    [
        "https://a.example/r?a=1&b=2",
        "https://a.example/r?a=1&amp;b=2",
        "https://a.example/r?a=1&amp;amp;b=2",
        "https://a.example/r?a=1&#38;b=2",
        "https://a.example/r?a=1&#038;b=2",
        "https://a.example/r?a=1&#x26;b=2",
        "https://a.example/r?a=1&AMP;b=2",
    ],
    # hosts, ports, dots
    ["https://a.example/x", "http://A.Example.:80/x", "https://www.a.example:443/x/"],
    ["https://bücher.example", "https://BU\u0308CHER.example/", "https://xn--bcher-kva.example/"],
    ["https://straße.example/", "https://xn--strae-oqa.example/", "https://STRAẞE.example/"],
    ["https://i❤.example/", "https://xn--i-7iq.example/"],
    ["https://a。example/x", "https://ａ.example/x"],
    [
        "https://a.example/b/d",
        "https://a.example/./b/c/../d",
        "https://a.example/../b/d/.",
        "https://a.example/b/%2E/d/x/%2e%2E",
    ],
    # nothing but decoration
    [
        "https://a.example/x",
        "https://a.example/x?",
        "https://a.example/x?&",
        "https://a.example/x#",
        "https://a.example/x?utm_source=mail&utm_id=7",
        "https://a.example/x?fbclid=1#top",
        "https://a.example/x?%75tm_source=mail",
        "https://a.example/x?mc_eid=1&GCLID=2",
        "https://a.example/x#comments",
        "https://a.example/x#:~:text=7%20boats",
        "https://a.example/x#xtor=RSS-1",
        "https://a.example/x#more-17",
        "https://a.example/x#_=_",
        "https://a.example/x#.Vb3xd",
        "https://a.example/x#utm_source=rss2",
        "https://a.example/x#t=90",
    ],
    ["https://a.example/#/n/1", "https://a.example#/n/1/", "https://a.example/#/n/1?utm_source=x"],
    ["https://www.msn.com/x?id=1", "https://msn.com/x?ocid=msedgntp&id=1"],
    ["https://bloomberg.com/x", "https://www.bloomberg.com/x?cmpid=BBD1"],
    # videos
    [
        "https://youtube.com/watch?v=a_B-c1D2e3F",
        "https://youtu.be/a_B-c1D2e3F?t=9&si=x",
        "https://www.youtube.com/watch?app=desktop&v=a_B-c1D2e3F&list=y#t=1m",
        "https://m.youtube.com/watch?v=a_B-c1D2e3F",
        "https://youtube.com/shorts/a_B-c1D2e3F",
        "https://www.youtube.com/embed/a_B-c1D2e3F?rel=0",
        "http://youtube.com/live/a_B-c1D2e3F/",
        "https://www.youtube-nocookie.com/embed/a_B-c1D2e3F",
        "https://www.youtube.com/watch?feature=x&amp;v=a_B-c1D2e3F",
    ],
]


OTHER_PAGES = [
    ["https://a.example/", "https://a.example/#/n/1", "https://a.example/#/n/2",
     "https://a.example/#!/n/1", "https://a.example/#!n1", "https://a.example/?n=1#/n/1"],
    ["https://a.example/live", "https://a.example/live#block-5f1", "https://a.example/live#block-5f2",
     "https://a.example/live#block-abc", "https://a.example/live#post_7",
     "https://a.example/live#entry-one", "https://a.example/live#1", "https://a.example/live#v1.2",
     "https://a.example/live#story=7", "https://a.example/live#view=map"],
    ["https://a.example/i?ocid=1", "https://a.example/i?ocid=2", "https://a.example/i",
     "https://a.example/i?cmpid=1", "https://a.example/i?cmpid=2", "https://a.example/i?cid=1",
     "https://a.example/i?id=1", "https://a.example/i?ref=1", "https://notmsn.com/i?ocid=2"],
    ["https://straße.example", "https://strasse.example"],
    ["https://βόλος.example", "https://βόλοσ.example"],
    ["https://a.example/a%2Fb", "https://a.example/a/b"],
    ["https://a.example/?a=1%26b=2", "https://a.example/?a=1&b=2"],
    ["https://a.example/?q=c%2B%2B", "https://a.example/?q=c++"],
    ["https://a.example/A", "https://a.example/a", "https://a.example:8443/a"],
    ["https://a.example/?b=1&a=2", "https://a.example/?a=2&b=1"],
    ["https://youtu.be/a_B-c1D2e3F", "https://youtu.be/a_B-c1D2e3f",
     "https://youtube.com/embed/videoseries?list=1", "https://youtube.com/embed/videoseries?list=2",
     "https://youtube.com/embed/live_stream?channel=1", "https://youtube.com/@a_B-c1D2e3F",
     "https://youtube.com:8443/watch?v=a_B-c1D2e3F"],
]  # fmt: skip


@pytest.mark.parametrize("urls", SAME_PAGE)
def test_one_page(urls):
    assert {weburls.canonical(url) for url in urls} == {weburls.canonical(urls[0])}


@pytest.mark.parametrize("urls", OTHER_PAGES)
def test_different_pages(urls):
    assert len({weburls.canonical(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    "hidden", ["%00", "%0A", "%20", "%E2%80%AE", "%E2%80%8B", "%ff", "%C3%28", "%5C", "%ED%A0%80"]
)
def test_what_cannot_be_shown_stays_encoded(hidden):
    assert weburls.canonical(f"https://a.example/x{hidden}y") == (
        f"https://a.example/x{hidden.upper()}y"
    )


@pytest.mark.parametrize("broken", ["%", "%4", "%zz", "%%41"])
def test_what_only_looks_encoded_stays(broken):
    once = weburls.canonical(f"https://a.example/{broken}")
    assert weburls.canonical(once) == once


def test_an_accent_behind_an_escape_leaves_it_whole():
    assert weburls.canonical("https://a.example/%3C\u0301") == "https://a.example/%3C\u0301"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_longest_address_has_a_canonical_form_within_the_limit(scheme):
    start = f"{scheme}://a.example/"
    whole = start + "x" * (2000 - len("https://a.example/"))
    once = weburls.canonical(whole)
    assert len(once) == 2000
    assert weburls.canonical(once) == once
    with pytest.raises(ValueError, match="2000 characters"):
        weburls.clean(f"{whole}x")
