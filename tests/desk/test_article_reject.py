from tests.desk.pages import post, stale, text, url


def test_doors(doors, article):
    doors(url("article-reject", article))


def test_decides_and_goes_back_to_the_list(as_alice, article):
    response = post(as_alice, "article-reject", article, next="/desk/?at=7")
    assert (response.status_code, response["Location"]) == (302, "/desk/?at=7")
    article.refresh_from_db()
    assert (article.state, article.review) == ("published", "rejected")
    assert article.decided_by.username == "alice"


def test_with_htmx_the_row_comes_back(as_alice, article):
    response = post(as_alice, "article-reject", article, htmx=True)
    assert f'id="article-{article.pk}"' in text(response)
    assert "<span>by Alice</span><span>, just now</span>" in text(response)
    assert "/desk/undo/" in text(response)
    assert '"acted"' in response["HX-Trigger-After-Swap"]


def test_without_a_version_nothing_happens(as_alice, article):
    assert post(as_alice, "article-reject", article, version="x").status_code == 422
    article.refresh_from_db()
    assert article.version == 1


def test_a_stale_version_changes_nothing(as_alice, article):
    for htmx in (False, True):
        response = stale(as_alice, "article-reject", article, htmx=htmx)
        assert response.status_code == 409
        assert "Not saved, the article has changed since you opened it" in text(response)
    article.refresh_from_db()
    assert article.decided_by is None


def test_an_unknown_article_is_not_found(as_alice):
    assert as_alice.post("/desk/articles/999/reject/", {"version": 1}).status_code == 404
