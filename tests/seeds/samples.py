"""Seeds to test with: small ones made here, and real ones from outside the repository."""

import os
from pathlib import Path

import pytest

ARTICLE = """\
---
category: news
title: "Harbour pilots test a quiet ferry"
excerpt: "The vessel crossed in eleven minutes."
publishedDateTime: 2026-11-19T08:30:00Z
originalUrl: "https://www.harbour.example/ferry"
webUrl: "https://www.harbour.example/ferry"
type: article
quality: 81
heat: 91
published: true

provider:
  name: The Harbour & Coast
  domain: harbour.example
  images:
    - url: "https://site.example/assets/images/organizations/harbour.example-50x50.jpg"
      width: 50
      height: 50

topics:
  - Transport
  - Shipping

images:
  - url: "https://cdn.harbour.example/ferry.jpg"
    width: 1200
    height: 800
    isCached: true

related:
  - title: "Quiet ferries reach the fjords"
    excerpt: "A second operator \\"follows\\" suit."
    publishedDateTime: 2026-11-19T10:00:00Z
    webUrl: "https://fjord.example/ferries"
    ampWebUrl: "https://fjord.example/amp/ferries"
    cdnAmpWebUrl: "https://fjord-example.cdn.example/ferries"
    type: article
    provider:
      name: Fjord Daily
      domain: fjord.example
    quality: 40
    images:
      - url: "https://fjord.example/a.jpg"
        width: 900
        height: 600
        isCached: true

secured: "c2VhbGVk;a2V5"
---

"""

VIDEO = """\
---
category: news
title: "Inside the tidal turbine"
excerpt: "A walk through\\r\\nthe hall &#8217; all of it"
publishedDateTime: 2026-11-18T21:00:10Z
originalUrl: "https://video.example/watch?v=abcdefghijk"
type: video
quality: 12
heat: -1
published: false

featuredContent: "<iframe src=\\"https://video.example/embed/abcdefghijk\\"></iframe>"

provider:
  name: Port's Eye
  domain: video.example

topics:
  - Energy

secured: "c2VhbGVk;a2V5"
---

"""

PLAIN_URLS = """\
---
category: news
title: "An old report: still here"
excerpt: "One"
publishedDateTime: 2019-12-24T11:15:00Z
webUrl: https://old.example/1884699/report?a=1&b=2
type: article

provider:
  name: old.example
  domain: old.example

topics:
  - Archive

images:
  - url: https://old.example/a.jpg
    width: 580
    height: 387
    title: "An old report: still here"

secured: "c2VhbGVk;a2V5"
---

"""

CANONICAL = [ARTICLE, VIDEO, PLAIN_URLS, ARTICLE.replace("\n", "\r\n"), "\ufeff" + VIDEO]

TOPIC = """\
taxonomy: topic
_id: ferries
name: Ferries
shortname: Boats
parent: Transport
description: How people cross water.
keywords:
  - ferry
hashtags:
  - "#ferries"
images:
  - https://site.example/assets/images/topics/ferries.jpg
services:
  news: https://site.example/api/news/ferries/
"""

PROVIDER = """\
---
taxonomy: organization
_id: harbour.example
name: The Harbour & Coast
domain: harbour.example
description: News from the quay.
images:
  - url: /assets/images/organizations/harbour.example-50x50.jpg
    width: 50
    height: 50
---
"""


def article(old: str = "", new: str = "") -> bytes:
    """Return the sample article, with one part of it replaced."""
    assert old in ARTICLE
    return ARTICLE.replace(old, new, 1).encode()


def titled(value: str) -> bytes:
    """Return the sample article with other words behind `title:`."""
    return article('"Harbour pilots test a quiet ferry"', value)


def extra_files(folder: str) -> list[Path]:
    """Return the real files of a kind ("_news", "topics", …); skips the test without any.

    NEWSDESK_EXTRA_SEEDS names folders of real seeds; files directly in one count as news.
    """
    roots = [Path(name) for name in os.environ.get("NEWSDESK_EXTRA_SEEDS", "").split(os.pathsep)]
    files = [path for root in roots if root.name for path in root.rglob("*") if path.is_file()]
    kind = [
        p for p in files if p.parent.name == folder or (folder == "_news" and p.parent in roots)
    ]
    if not kind:
        pytest.skip(f"no {folder} files: set NEWSDESK_EXTRA_SEEDS to folders of real seeds")
    return kind
