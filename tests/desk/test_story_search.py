import pytest

from tests.desk.pages import HTMX, text, url
from tests.desk.stories import make_story
from tests.factories import make_article


@pytest.fixture
def story(db):
    return make_story()


def search(client, lead, query, **options):
    return client.get(url("story-search", lead), {"q": query}, **options)


def test_doors(doors, story):
    doors(url("story-search", story[0]), "get")


@pytest.mark.parametrize("query", ["ferry", "https://www.ferry.example/a"])
def test_by_words_or_by_address(as_alice, story, query):
    make_article(title="Ferry leaves", canonical_url="https://ferry.example/a")
    said = text(search(as_alice, story[0], query, headers=HTMX))
    assert "Merge “Ferry leaves” into this story" in said
    assert "<!doctype" not in said


def test_neither_itself_nor_members(as_alice, story):
    assert "No story here matches “quarry”" in text(search(as_alice, story[0], "quarry"))


def test_without_scripts_it_is_the_storys_page(as_alice, story):
    make_article(title="Ferry leaves")
    said = text(search(as_alice, story[0], "ferry"))
    assert "Time line" in said
    assert "Merge “Ferry leaves” into this story" in said


def test_nothing_typed_finds_nothing(as_alice, story):
    assert search(as_alice, story[0], " ").context["candidates"] == []


def test_what_is_not_there(as_alice):
    assert as_alice.get("/desk/stories/999/search/").status_code == 404
