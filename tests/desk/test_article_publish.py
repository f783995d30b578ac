from datetime import timedelta

import pytest
from django.utils import timezone

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
    assert "<span>by Alice</span><span>, just now</span>" in text(response)
    assert "/desk/undo/" in text(response)
    assert '"acted"' in response["HX-Trigger-After-Swap"]


def test_of_a_folded_one_it_says_where_readers_see_it(as_alice):
    folded = make_article(heat=-1)
    page = text(post(as_alice, "article-publish", folded, htmx=True))
    assert "Published, readers see it only below its lead:" in page
    assert '<span class="status">Folded</span>' in page
    assert "<span>published by Alice</span><span>, lead not here</span>" in page


def test_of_an_unscored_one_the_row_says_that_it_is_published(as_alice):
    unscored = make_article(quality=None)
    page = text(post(as_alice, "article-publish", unscored, htmx=True))
    assert '<span class="status">Published</span>' in page
    assert "<span>by Alice</span><span>, just now</span><span>, unscored</span>" in page


def test_again_it_says_so_and_is_no_act(as_alice, article):
    post(as_alice, "article-publish", article)
    article.refresh_from_db()
    for htmx in (True, False):
        response = post(as_alice, "article-publish", article, htmx=htmx)
        page = response if htmx else as_alice.get(response["Location"])
        assert "Already published “A quarry becomes a battery”, nothing changed" in text(page)
    assert article.events.count() == 1


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


def test_what_was_not_done_is_named(as_alice, article):
    for answer in (
        post(as_alice, "article-publish", article, version="x", htmx=True),
        stale(as_alice, "article-publish", article, htmx=True),
    ):
        assert '<p dir="auto">“A quarry becomes a battery”: No' in text(answer)


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


AHEAD = timezone.now() + timedelta(days=400)


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("article-publish", {}, "Published from {}: “Ferry”"),
        ("article-score", {"quality": 90}, "Scored 90, published by the rule from {}: “Ferry”"),
        ("article-score", {"quality": 20}, "Scored 20, held by the rule: “Ferry”"),
        ("article-unpublish", {}, "Held “Ferry”"),
        ("article-reject", {}, "Rejected “Ferry”"),
    ],
)
def test_a_story_dated_ahead_says_from_when_it_is_public(as_alice, name, fields, said):
    article = make_article(title="Ferry", quality=50, state="unpublished", published_at=AHEAD)
    page = text(post(as_alice, name, article, htmx=True, **fields))
    assert said.format(f"{AHEAD.day} {AHEAD:%B %Y}") in page


def test_agreeing_on_one_dated_ahead_says_from_when(as_alice):
    article = make_article(title="Ferry", published_at=AHEAD)
    page = text(post(as_alice, "article-agree", article, htmx=True))
    assert f"Agreed, stays published from {AHEAD.day} {AHEAD:%B %Y}: “Ferry”" in page
