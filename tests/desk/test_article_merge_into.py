"""One article is merged into another that is the same story."""

import pytest

from articles.actions.judgement import duplicates
from articles.models import Article, Event
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article


@pytest.fixture
def stays(db):
    return make_article(title="A quarry is a battery")


def merged(article):
    return Article.objects.get(pk=article.pk).merged_into


def test_doors(doors, article):
    doors(url("article-merge", article))


def test_merges_it(as_alice, article, stays):
    response = post(as_alice, "article-merge", article, into=stays.pk, next="/desk/duplicates/")
    assert response.headers["Location"] == "/desk/duplicates/"
    assert merged(article) == stays
    page = text(as_alice.get("/desk/duplicates/"))
    assert "Merged “A quarry becomes a battery”" in page
    assert "Undo" in page


def test_sent_twice_it_is_one_act(as_alice, article, stays):
    fields = {"into": stays.pk, "key": "6f2ad5c2-7a0c-4b1c-8f63-0d5d2b6f5a10"}
    for _ in range(2):
        response = post(as_alice, "article-merge", article, htmx=True, **fields)
        assert response.status_code == 200
        assert "Merged “A quarry becomes a battery”" in text(response)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("into", ["", "x", "999"])
def test_into_what_is_not_there(as_alice, article, into):
    assert post(as_alice, "article-merge", article, into=into).status_code == 422


def test_into_itself(as_alice, article):
    response = post(as_alice, "article-merge", article, into=article.pk)
    assert response.status_code == 422
    assert "cannot be merged into itself" in text(response)


def test_into_one_that_is_merged(as_alice, alice, article, stays):
    last = make_article(title="The battery in the quarry")
    duplicates.merge(article=stays, into=last, by=alice, version=1)
    response = post(as_alice, "article-merge", article, into=stays.pk)
    assert response.status_code == 422
    assert "merged into “The battery in the quarry”: choose that one" in text(response)


def test_a_stale_version_changes_nothing(as_alice, article, stays):
    assert stale(as_alice, "article-merge", article, into=stays.pk).status_code == 409
    assert merged(article) is None


def test_each_page_leads_to_the_other(as_alice, alice, article, stays):
    duplicates.merge(article=article, into=stays, by=alice, version=1)
    page = text(as_alice.get(url("article-detail", article)))
    assert f'Merged into <a href="{url("article-detail", stays)}"' in page
    assert "Make this the lead" not in page
    page = text(as_alice.get(url("article-detail", stays)))
    assert "1 copy merged into this" in page
    assert f'href="{url("article-detail", article)}"' in page
    assert "Folded into this story" not in page


def test_what_is_folded_is_listed_beside_the_copies(as_alice, alice, article, stays):
    make_article(folded_into=stays, title="Another side of it")
    for copy in (article, make_article()):
        duplicates.merge(article=copy, into=stays, by=alice, version=1)
    page = text(as_alice.get(url("article-detail", stays)))
    assert "2 copies merged into this" in page
    folded = page.index("Folded into this story")
    assert page.index("Another side of it") > folded


def test_it_can_be_made_a_story_of_its_own(as_alice, alice, article, stays):
    duplicates.merge(article=article, into=stays, by=alice, version=1)
    article.refresh_from_db()
    assert "Make it a story of its own" in text(as_alice.get(url("article-detail", article)))
    post(as_alice, "article-unfold", article)
    assert merged(article) is None


def test_the_history_says_into_what(as_alice, alice, article, stays):
    duplicates.merge(article=article, into=stays, by=alice, version=1)
    page = text(as_alice.get(url("article-detail", article)))
    assert "Alice merged it into “A quarry is a battery”" in page
    assert "<ins>“A quarry is a battery”</ins>" in page
