import pytest

from articles.actions import articles
from articles.models import Article, Event
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article
from tests.history.acts import edit
from tests.queries import count_queries


@pytest.fixture
def edited(article, alice):
    articles.publish(article=article, by=alice, version=1)
    edit(Article.objects.get(), alice, title="A quarry becomes a lake")
    return Article.objects.get()


@pytest.fixture
def published(edited):
    return Event.objects.get(action="publish").pk


def test_doors(doors, edited, published):
    doors(url("article-version", edited, published), "get")
    doors(url("article-restore", edited, published))


def test_says_what_would_change(as_alice, edited, published):
    page = text(as_alice.get(url("article-version", edited, published)))
    assert "A quarry becomes a <del>lake</del><ins>battery</ins>" in page
    assert "Alice published “" in page


def test_restores_it(as_alice, edited, published):
    response = post(as_alice, "article-restore", edited, published)
    assert response.status_code == 302
    assert Article.objects.get().title == "A quarry becomes a battery"
    page = text(as_alice.get(response.headers["Location"]))
    assert "Restored “A quarry becomes a battery”" in page
    assert str(Event.objects.first().group) in page


def test_where_nothing_would_change_there_is_nothing_to_press(as_alice, edited):
    newest = Event.objects.first().pk
    page = text(as_alice.get(url("article-version", edited, newest)))
    assert "it is as it was then" in page
    assert url("article-restore", edited, newest) not in page


def test_a_stale_version_changes_nothing(as_alice, edited, published):
    assert stale(as_alice, "article-restore", edited, published).status_code == 409
    assert Article.objects.get().title == "A quarry becomes a lake"


def test_an_invalid_version_changes_nothing(as_alice, edited, published):
    assert post(as_alice, "article-restore", edited, published, version="x").status_code == 422


def test_the_event_of_another_article_is_not_found(as_alice, edited, published):
    other = make_article()
    assert as_alice.get(url("article-version", other, published)).status_code == 404
    assert post(as_alice, "article-restore", other, published).status_code == 404


def test_the_article_leads_there(as_alice, edited, published):
    assert url("article-version", edited, published) in text(
        as_alice.get(url("article-detail", edited))
    )


def test_takes_as_many_queries_for_20_changes_as_for_10(as_alice, alice, edited, published):
    counts = []
    for start in (0, 10):
        for number in range(start, start + 10):
            edit(Article.objects.get(), alice, excerpt=f"In {number}")
        counts.append(count_queries(as_alice, url("article-version", edited, published)))
    assert counts[0] == counts[1]
