import pytest

from articles.models import Article
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article


def test_doors(doors, article):
    doors(url("article-score", article))


@pytest.mark.parametrize(
    ("typed", "quality"), [("90", 90), ("0", 0), ("10000", 10_000), ("", None)]
)
def test_scores(as_alice, article, typed, quality):
    assert post(as_alice, "article-score", article, quality=typed).status_code == 302
    article.refresh_from_db()
    assert (article.quality, article.review) == (quality, "reviewed")


def test_with_htmx_the_row_comes_back(as_alice, article):
    page = text(post(as_alice, "article-score", article, quality=40, htmx=True))
    assert 'name="quality" value="40"' in page
    assert "Scored 40, held by the rule: “A quarry becomes a battery”" in page
    assert "<span>by rule</span><span>, 40 &lt; 70</span><span>, scored by Alice</span>" in page


def test_without_a_score_the_rule_holds(as_alice, article):
    page = text(post(as_alice, "article-score", article, quality="", htmx=True))
    assert "Took the score off, held by the rule: “A quarry becomes a battery”" in page


def test_what_is_pinned_says_that_it_stays(as_alice, article):
    post(as_alice, "article-publish", article)
    article.refresh_from_db()
    page = text(post(as_alice, "article-score", article, quality=40, htmx=True))
    assert "Scored 40, stays published: “A quarry becomes a battery”" in page
    assert "<span>by Alice</span><span>, just now</span>" in page


def test_what_is_folded_says_that_it_stays(as_alice, article):
    Article.objects.filter(pk=article.pk).update(folded_into=make_article(title="Lead"))
    page = text(post(as_alice, "article-score", article, quality=40, htmx=True))
    assert "Scored 40, stays folded: “A quarry becomes a battery”" in page
    page = text(as_alice.get(url("article-detail", article)))
    assert 'aria-label="Score 90: score only, stays folded"' in page
    assert "would publish" not in page


def test_the_buttons_say_before_what_a_score_would_do(as_alice, article):
    page = text(as_alice.get(url("article-detail", article)))
    assert 'aria-label="Score 60: would hold"' in page
    assert 'aria-label="Score 70: would publish"' in page
    assert "<span>1–6 would hold</span><span>7–0 would publish</span>" in page
    assert "70 and more would publish, less or none would hold" in page


def test_of_what_is_pinned_they_say_that_it_stays(as_alice, article):
    post(as_alice, "article-unpublish", article)
    page = text(as_alice.get(url("article-detail", article)))
    assert 'aria-label="Score 90: score only, stays held"' in page
    assert "would publish" not in page


@pytest.mark.parametrize("typed", ["-1", "10001", "high", "7.5", "9" * 40])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_no_score_is_refused(as_alice, article, typed, htmx):
    response = post(as_alice, "article-score", article, quality=typed, htmx=htmx)
    assert response.status_code == 422
    assert "Nothing changed. Score: " in text(response)
    assert "is no score: write a whole number from 0 to 10,000" in text(response)
    article.refresh_from_db()
    assert article.quality == 82


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-score", article, quality=10).status_code == 409
    article.refresh_from_db()
    assert article.quality == 82
