from tests.desk.pages import HTMX, post, stale, text, url
from tests.factories import make_article, make_image, make_link, make_topic


def test_doors(doors, article):
    doors(url("article-publish", article))


def test_decides_and_goes_back_to_the_list(as_alice, article):
    response = post(as_alice, "article-publish", article, next="/desk/?at=7")
    assert (response.status_code, response["Location"]) == (302, "/desk/?at=7")
    article.refresh_from_db()
    assert (article.state, article.review) == ("published", "reviewed")
    assert article.decided_by.username == "alice"


def test_with_htmx_the_row_comes_back(as_alice, article):
    response = post(as_alice, "article-publish", article, htmx=True)
    assert f'id="article-{article.pk}"' in text(response)
    assert "by Alice, just now" in text(response)
    assert "/desk/undo/" in text(response)
    assert '"acted"' in response["HX-Trigger-After-Swap"]


def test_without_a_version_nothing_happens(as_alice, article):
    assert post(as_alice, "article-publish", article, version="x").status_code == 422
    article.refresh_from_db()
    assert article.version == 1


def test_a_stale_version_changes_nothing(as_alice, article):
    for htmx in (False, True):
        response = stale(as_alice, "article-publish", article, htmx=htmx)
        assert response.status_code == 409
        assert "Not saved, the article has changed since you opened it" in text(response)
    article.refresh_from_db()
    assert article.decided_by is None


def test_says_who_changed_what(as_alice, as_bob, article):
    post(as_bob, "article-reject", article)
    response = post(as_alice, "article-publish", article)
    assert "Bob rejected it" in text(response)


def test_goes_on_to_pages_of_the_desk_only(as_alice, article):
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "/admin/", "desk"):
        article.refresh_from_db()
        response = post(as_alice, "article-publish", article, next=target)
        assert response["Location"] == url("article-detail", article)


def test_offers_to_undo_on_the_next_page(as_alice, article):
    response = as_alice.get(post(as_alice, "article-publish", article, next="/desk/")["Location"])
    assert "Published “A quarry becomes a battery”" in text(response)
    assert str(article.events.get().group) in text(response)


def test_counts_follow(as_alice, article):
    page = text(post(as_alice, "article-publish", article, htmx=True))
    assert '<span id="count-review" hx-swap-oob="true">0</span>' in page


def test_a_click_takes_few_queries(as_alice, django_assert_max_num_queries):
    article = make_article(
        topics=[make_topic(parent=make_topic())], images=[make_image()], folded_into=make_article()
    )
    make_link(article)
    with django_assert_max_num_queries(20):
        assert post(as_alice, "article-publish", article, htmx=True).status_code == 200


def test_an_unknown_article_is_not_found(as_alice):
    for version in (1, "x"):
        for headers in ({}, HTMX):
            fields = {"version": version}
            response = as_alice.post("/desk/articles/999/publish/", fields, headers=headers)
            assert response.status_code == 404
