"""Search finds words with and without their points, vowels and accents, and what nobody sees."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from articles import search
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

migration = import_module("articles.migrations.0020_search_marks")

WORDS = [
    ("נָמֵל חָדָשׁ", "נמל חדש"),
    ("المِينَاءُ الجَدِيدُ", "الميناء الجديد"),
    ("أسعار الميـــناء", "اسعار الميناء"),
    ("بندر می\u200cشود", "میشود"),
    ("Га\u200dвань открыта", "гавань"),
    ("Har\u200ebour opens", "harbour"),
    ("Har\u034fbour opens", "harbour"),
    ("Harbour\ufe0f\u3164opens", "harbour opens"),
    ("Quay 1\ufe0f\u20e3", "quay 1"),
    ("ܫܠܳܡܳܐ", "ܫܠܡܐ"),
]


def found(text):
    return set(search.matching(Article.objects.all(), text))


@pytest.mark.parametrize(("stored", "typed"), WORDS)
def test_found_either_way(stored, typed):
    article = make_article(title=stored)
    make_article(title="Another")
    assert found(typed) == found(stored) == {article}


def test_vowels_that_people_write_stay():
    assert search.words("हिन्दी กิน") == "हिन्दी กิน"


def test_words_of_articles_that_are_here_are_mended():
    article, plain = make_article(title="נָמֵל"), make_article(title="Plain")
    Article.objects.filter(pk=article.pk).update(search_words="נָמֵל")
    Article.objects.filter(pk=plain.pk).update(search_words="left alone")
    assert found("נמל") == set()
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert found("נמל") == {article}
    plain.refresh_from_db()
    assert plain.search_words == "left alone"
