"""Changing fields in a seed's file, line by line."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.seeds.document import Picture, Related
from articles.seeds.emit import emit
from articles.seeds.parse import parse_article
from articles.seeds.patch import patch
from tests.seeds.samples import ARTICLE, CANONICAL, VIDEO

HAND_WRITTEN = """\
---
# Checked by Kim
heat: 91   # warm
title: |
  Harbour pilots
  # not a comment

provider: {name: Harbour, domain: harbour.example,
  city: Bergen}
webUrl: https://harbour.example/ferry
excerpt: 'It''s
  quick'
quality:
publishedDateTime: 2026-11-19T08:30:00+02:00
topics:
- Transport   # the root
# last
---
Body text.
"""

CHANGES = [
    {"title": 'New: "title"\n'},
    {"excerpt": ""},
    {"quality": 5, "heat": 15, "published": False},
    {"quality": None, "heat": None, "published": None},
    {"topics": ("Energy", "A: b")},
    {"topics": ()},
    {"images": ()},
    {"images": (Picture(url="/assets/images/a.jpg", width=3, title="x"),)},
    {"related": ()},
    {"related": tuple(Related(title=f"T{n}", web_url="https://a.example/x") for n in range(2))},
    {"featured_content": '<iframe src="x">'},
    {"secured": None},
    {"secured": "x;y"},
    {"amp_url": "https://a.example/amp", "cdn_amp_url": None, "original_url": None},
    {"web_url": "https://a.example/other"},
    {
        "published_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "type": "video",
        "category": "blog",
    },
    {"extra": {"mood": "calm", "team": {"a": ["b"]}}},
]


@pytest.mark.parametrize("changes", CHANGES, ids=lambda changes: "-".join(changes))
@pytest.mark.parametrize("text", CANONICAL, ids=["article", "video", "2019", "CRLF", "BOM"])
def test_a_canonical_file_stays_canonical(text, changes):
    document = parse_article(text.encode())
    assert patch(text.encode(), document, changes) == emit(replace(document, **changes))


@pytest.mark.parametrize("changes", CHANGES, ids=lambda changes: "-".join(changes))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_hand_written_file_gets_the_values(newline, changes):
    data = HAND_WRITTEN.replace("\n", newline).encode()
    document = parse_article(data)
    patched = parse_article(patch(data, document, changes))
    assert replace(patched, style=document.style) == replace(document, **changes)


@pytest.mark.parametrize("text", [*CANONICAL, HAND_WRITTEN])
def test_no_change_is_no_change(text):
    document = parse_article(text.encode())
    same = {"title": document.title, "quality": document.quality}
    assert (
        patch(text.encode(), document, {}) == patch(text.encode(), document, same) == text.encode()
    )


def test_other_lines_stay_byte_for_byte():
    document = parse_article(HAND_WRITTEN.encode())
    patched = patch(
        HAND_WRITTEN.encode(), document, {"quality": 7, "published": True, "title": "T"}
    )
    expected = HAND_WRITTEN.replace("|\n  Harbour pilots\n  # not a comment\n", '"T"\n')
    expected = expected.replace("quality:\n", "quality: 7\n").replace(
        "# warm\n", "# warm\npublished: true\n"
    )
    assert patched.decode() == expected


def test_mixed_line_ends_are_left_alone():
    data = VIDEO.replace("\n", "\r\n").replace("quality: 12\r\n", "quality: 12\n").encode()
    patched = patch(data, parse_article(data), {"heat": 5})
    assert patched == data.replace(b"heat: -1", b"heat: 5")


def test_an_indented_front_matter_keeps_its_indent():
    lines = ["  " + line if line and line != "---" else line for line in ARTICLE.split("\n")]
    data = "\n".join(lines).encode()
    document = parse_article(data)
    patched = patch(data, document, {"quality": 3, "amp_url": "https://a.example/amp"})
    assert b'\n  ampWebUrl: "https://a.example/amp"\n' in patched
    assert parse_article(patched).quality == 3


def test_a_flow_mapping_is_written_anew():
    flow = b'---\n{title: T, webUrl: "https://a.example/", provider: {domain: a.example},'
    data = flow + b" publishedDateTime: 2026-11-19T08:30:00Z}\n---\n"
    document = parse_article(data)
    assert parse_article(patch(data, document, {"title": "U"})).title == "U"


def test_pictures_in_a_flow_list_are_written_anew():
    pictures = "images: [{url: https://a.example/1.png}, {url: https://a.example/2.png}]"
    data = HAND_WRITTEN.replace("topics:\n", f"{pictures}\ntopics:\n").encode()
    document = parse_article(data)
    images = (Picture(url="https://a.example/3.png"), *document.images)
    patched = patch(data, document, {"images": images})
    assert parse_article(patched).images == images
    assert b"- Transport   # the root\n" in patched
