"""Articles of before search knew their words, and of when imports took characters out of texts."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from articles.models import Article
from articles.search import matching
from tests.factories import make_article, make_link, make_seed
from tests.ingest.batches import related, seed

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0015_search_words")


def test_words_of_seeds_that_were_imported_before_are_filled_in():
    article = make_article(title="Sodium", search_words="")
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert list(matching(Article.objects.all(), "sodium")) == [article]


def test_texts_that_lost_characters_get_them_back():
    article = make_article(title="C++ 12", excerpt="Edited since")
    link = make_link(article, title="ab", url="https://fjord.example/one")
    document = {
        "title": "C++\u200f 12",
        "excerpt": "As \u202ait\u202c came",
        "related": (related("one", title="a\u200bb"),),
    }
    make_seed(article, seed(**document).decode())
    migration.give_back(apps, None)
    now = Article.objects.get()
    assert (now.title, now.excerpt) == ("C++\u200f 12", "Edited since")
    assert type(link).objects.get().title == "a\u200bb"


def test_a_seed_that_cannot_be_read_gives_nothing_back():
    article = make_article(title="C++ 12")
    make_seed(article, "---\ntitle: [C++\u200f 12\n---\n")
    migration.give_back(apps, None)
    assert Article.objects.get().title == "C++ 12"
