"""Articles and links get the addresses of today's rule; nothing is merged."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Article, RelatedLink, SeedFile
from tests.factories import make_article, make_link, make_seed
from tests.ingest.batches import seed

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0013_address_identity")


def migrate():
    migration.address_anew(apps, None)


def story(old, url, **fields):
    return make_article(canonical_url=old, web_url=url, **fields)


def addresses(model=Article):
    return list(model.objects.order_by("pk").values_list("canonical_url", flat=True))


def test_articles_get_their_own_addresses(monkeypatch):
    monkeypatch.setattr(migration, "CHUNK", 2)
    story("https://spa.example", "https://spa.example/#/1")
    story("https://a.example/%C3%A4", " https://a.example/%C3%A4 ")
    story("https://b.example/x", "", original_url="https://www.b.example/x?utm_id=1")
    migrate()
    assert addresses() == [
        "https://spa.example#/1",
        "https://a.example/ä",
        "https://b.example/x",
    ]


def test_two_with_one_address_stay_two():
    story("https://a.example/%7Ex", "https://a.example/%7Ex")
    story("https://a.example/~x", "https://a.example/~x")
    migrate()
    assert addresses() == ["https://a.example/~x"] * 2


def test_what_this_version_would_refuse_stays():
    story("old", "https://[::1]/")
    migrate()
    assert addresses() == ["old"]


def test_links_find_their_articles():
    target = story("https://spa.example", "https://spa.example/#/1")
    link = make_link(
        make_article(), url="https://spa.example/#/1", canonical_url="https://spa.example"
    )
    migrate()
    link.refresh_from_db()
    assert (link.canonical_url, link.target) == ("https://spa.example#/1", target)


def test_an_article_has_a_page_once():
    """What the reader of its seed drops by now is dropped, but for what a person added."""
    article = story("https://a.example/own", "https://a.example/%6Fwn")
    urls = {"%7Ex": "seed", "~x": "seed", "%7e%78": "editor", "own": "seed", "z": "seed"}
    for url, origin in urls.items():
        make_link(
            article,
            url=f"https://a.example/{url}",
            canonical_url=f"https://a.example/{url}#old",
            origin=origin,
        )
    migrate()
    assert addresses(RelatedLink) == [
        "https://a.example/~x",
        "https://a.example/%7e%78#old",
        "https://a.example/z",
    ]


def test_links_may_change_places():
    article = make_article()
    for url, old in (("b", "a"), ("a", "b")):
        make_link(article, url=f"https://x.example/{url}", canonical_url=f"https://x.example/{old}")
    migrate()
    assert addresses(RelatedLink) == ["https://x.example/b", "https://x.example/a"]


def test_a_file_that_was_taken_for_another_story_is_read_again():
    article = story("https://spa.example", "https://spa.example/#/2", path="_news/2.md")
    make_seed(article, seed(web_url="https://spa.example/#/2").decode())
    for number in (1, 2):
        SeedFile.objects.create(
            path=f"_news/other-{number}.md",
            kind="article",
            digest="ab",
            text=seed(web_url=f"https://spa.example/#/{number}").decode(),
            article=article,
            batch=article.batch,
        )
    migrate()
    digests = dict(SeedFile.objects.exclude(path="_news/2.md").values_list("path", "digest"))
    assert digests == {"_news/other-1.md": "", "_news/other-2.md": "ab"}
