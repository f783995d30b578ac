from tests.desk.pages import moment, post, stale, text, url


def test_doors(doors, article):
    doors(url("article-hold-at", article))


def test_plans_and_says_when(as_alice, article):
    typed, said = moment()
    response = post(as_alice, "article-hold-at", article, at=typed)
    page = text(as_alice.get(response["Location"]))
    assert f"To be held on {said}: “A quarry becomes a battery”" in page
    article.refresh_from_db()
    assert (article.state, article.hold_by.username) == ("published", "alice")


def test_what_readers_do_not_see_cannot_be_held(as_alice, article):
    post(as_alice, "article-unpublish", article)
    article.refresh_from_db()
    response = post(as_alice, "article-hold-at", article, at=moment()[0])
    assert response.status_code == 422
    assert "Readers do not see it" in text(response)
    assert "Hold then" not in text(response)


def test_what_is_no_time_is_refused(as_alice, article):
    assert post(as_alice, "article-hold-at", article, at="soon").status_code == 422


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-hold-at", article, at=moment()[0]).status_code == 409
