"""Imports note what the worker is to index, in the transaction that writes it."""

import pytest

from articles.judgement import indexing, related
from articles.models import Article, Unindexed
from tests.ingest.batches import PATH, bring_in, numbered, seed, write
from tests.queries import queries

pytestmark = pytest.mark.django_db


def waiting():
    return set(Unindexed.objects.values_list("article__path", flat=True))


def test_new_articles_are_noted_at_once(tmp_path):
    bring_in(write(tmp_path, {f"_news/{n}.md": numbered(n) for n in range(3)}))
    assert waiting() == {"_news/0.md", "_news/1.md", "_news/2.md"}


def test_a_preview_notes_nothing(tmp_path):
    bring_in(write(tmp_path, {PATH: seed()}), dry_run=True)
    assert waiting() == set()


@pytest.mark.parametrize(
    ("change", "noted"),
    [
        ({"title": "A loud ferry"}, True),
        ({"excerpt": "It is heard from afar."}, True),
        ({"heat": 120}, False),
        ({"quality": 12}, False),
    ],
)
def test_only_other_words_are_noted_anew(again, change, noted):
    again()
    indexing.index_all()
    again(seed(**change))
    assert waiting() == ({PATH} if noted else set())


def test_one_statement_notes_a_whole_chunk(tmp_path):
    folder = write(tmp_path, {f"_news/{n}.md": numbered(n) for n in range(20)})
    noting = [sql for sql in queries(lambda: bring_in(folder)) if "INTO articles_unindexed" in sql]
    assert len(noting) == 1


def test_what_an_import_brings_finds_what_is_here(tmp_path):
    two = {"_news/1.md": numbered(1, title="A quiet ferry"), PATH: seed(title="A quiet ferry")}
    bring_in(write(tmp_path, two))
    indexing.index_all()
    article = Article.objects.get(path=PATH)
    (one,) = related.suggested(article)
    assert "quiet ferry" in one.words
