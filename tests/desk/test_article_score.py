import pytest

from tests.desk.pages import post, stale, text, url


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
    assert "Scored 40: “A quarry becomes a battery”" in page


@pytest.mark.parametrize("typed", ["-1", "10001", "high", "7.5", "9" * 40])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_no_score_is_refused(as_alice, article, typed, htmx):
    response = post(as_alice, "article-score", article, quality=typed, htmx=htmx)
    assert response.status_code == 422
    assert "Nothing changed. Score:" in text(response)
    article.refresh_from_db()
    assert article.quality == 82


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-score", article, quality=10).status_code == 409
    article.refresh_from_db()
    assert article.quality == 82
