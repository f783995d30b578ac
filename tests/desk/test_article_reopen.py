from tests.desk.pages import post, stale, url


def test_doors(doors, article):
    doors(url("article-reopen", article))


def test_takes_the_decision_back(as_alice, article):
    post(as_alice, "article-reject", article)
    article.refresh_from_db()
    assert post(as_alice, "article-reopen", article).status_code == 302
    article.refresh_from_db()
    assert (article.review, article.decided_by) == ("unreviewed", None)


def test_without_a_version_nothing_happens(as_alice, article):
    assert post(as_alice, "article-reopen", article, version="").status_code == 422


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-reopen", article).status_code == 409
