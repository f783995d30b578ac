"""Addresses of one page, with what AMP, mobile and tracking variants add."""

import pytest

from articles.judgement.duplicates import addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/a/story.html",
        "http://www.paper.example/a/story.html?utm_source=x#top",
        "https://m.paper.example/a/story.html",
        "https://mobile.paper.example/a/story.html/",
        "https://amp.paper.example/a/story.html",
        "https://paper.example/amp/a/story.html",
        "https://paper.example/a/story.html/amp/",
        "https://paper.example/a/story.amp.html",
        "https://paper.example/a/story.html?outputType=amp",
        "https://paper.example/a/story.html?amp",
        "https://paper.example/a/story.html?ref=rss&source=feed",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/a/story.html",
        "https://www.google.com/amp/s/www.paper.example/a/story.html",
    ],
)
def test_addresses_that_are_the_same(url):
    assert addresses.address(url) == "https://paper.example/a/story.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/watch?v=1", "https://paper.example/watch?v=2"),
        ("https://paper.example/a", "https://paper.example/b"),
        ("https://paper.example/ample", "https://paper.example/le"),
        ("https://m.example/a", "https://example.example/a"),
        ("https://paper.example/a?reference=1", "https://paper.example/a?reference=2"),
    ],
)
def test_addresses_that_differ(one, other):
    assert addresses.address(one) != addresses.address(other)


@pytest.mark.parametrize("url", ["", " ", "https://paper.example/", "https://www.m.paper.example"])
def test_a_home_page_is_no_story(url):
    assert addresses.address(url) == ""
