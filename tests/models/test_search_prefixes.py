"""An index of before has its words again with their first letters."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from articles import search
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0023_search_prefixes")


def test_articles_of_before_are_found_afterwards():
    article = make_article(title="Sodium")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        if connection.vendor == "sqlite":
            migration._search.drop(None, editor)
            old = migration._search.SQLITE[0].replace("prefix='2 3',", "")
            cursor.execute(old)
        migration.Migration.operations[0].code(None, editor)
    assert list(search.matching(Article.objects.all(), "so")) == [article]
    assert make_article(title="Salt") in search.matching(Article.objects.all(), "sa")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the index of SQLite")
def test_the_index_has_prefixes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_search'")
        assert "prefix='2 3'" in cursor.fetchone()[0]
