"""What a file says otherwise than before, field by field."""

import pytest

from articles.actions import articles as acts
from articles.ingest.plan.diff import difference
from articles.models import Article
from tests.imports.staged import applied, imported, previewed
from tests.ingest.batches import PATH, related, seed

pytestmark = pytest.mark.django_db


def changes(batch, path=PATH):
    found = difference(batch.items.get(path=path))
    return {change.field: (change.old, change.new, change.ours) for change in found}


def test_a_new_article_has_no_past(bob):
    said = changes(previewed(bob, {PATH: seed()}))
    assert said["title"] == ("", "A quiet ferry", None)
    assert said["topics"] == ("", "Transport", None)
    assert said["provider"] == ("", "Harbour · harbour.example", None)
    assert "images" not in said


def test_what_we_say_stands_beside(bob, alice):
    imported(bob, {PATH: seed()})
    article = Article.objects.get()
    acts.score(article=article, by=alice, version=article.version, quality=12)
    batch = previewed(bob, {PATH: seed(quality=70, heat=99, related=(related("one"),))})
    assert changes(batch) == {
        "quality": ("80", "70", "12"),
        "related": ("", "More on one", ""),
        "heat": ("80", "99", "80"),
    }


def test_after_the_import_the_history_tells(bob):
    imported(bob, {PATH: seed()})
    batch = applied(previewed(bob, {PATH: seed(title="Louder")}), bob)
    assert changes(batch) == {"title": ("A quiet ferry", "Louder", None)}


def test_a_file_of_the_same_story_is_compared_with_it(bob):
    imported(bob, {PATH: seed()})
    batch = previewed(bob, {"_news/other.md": seed(title="Louder")})
    assert changes(batch, "_news/other.md") == {
        "title": ("A quiet ferry", "Louder", "A quiet ferry")
    }


def test_what_cannot_be_read_has_none(bob):
    batch = previewed(bob, {PATH: seed(), "_news/broken.md": b"---\n", "README.md": b"hello"})
    assert changes(batch, "_news/broken.md") == changes(batch, "README.md") == {}


def test_what_left_no_trace_in_the_history_has_none(bob):
    imported(bob, {PATH: seed()})
    assert changes(applied(previewed(bob, {PATH: seed(heat=99)}), bob)) == {}


def test_keys_that_the_format_does_not_know_are_shown(bob):
    batch = previewed(bob, {PATH: seed(extra={"mood": "calm", "team": ["a"]})})
    assert changes(batch)["extra"] == ("", "mood: calm team: ['a']", None)
