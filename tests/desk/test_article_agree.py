import re

import pytest

from articles.actions import articles as actions
from articles.actions.teamwork import assignment
from articles.models import State
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article


def test_doors(doors, article):
    doors(url("article-agree", article))


def test_pins_what_is(as_alice, article):
    assert post(as_alice, "article-agree", article).status_code == 302
    article.refresh_from_db()
    assert (article.state, article.is_pinned, article.review) == ("published", True, "reviewed")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.PUBLISHED, "Agreed, stays published: “A quarry”"),
        (State.UNPUBLISHED, "Agreed, stays held: “A quarry”"),
        (State.UNSET, "Agreed, stays as it is: “A quarry”"),
    ],
)
def test_with_htmx_the_row_comes_back(as_alice, state, said):
    article = make_article(title="A quarry", state=state)
    page = text(post(as_alice, "article-agree", article, htmx=True))
    assert f'id="article-{article.pk}"' in page
    assert said in page


def agree_button(client, article):
    page = text(client.get(url("article-detail", article)))
    return re.search(r'<button[^>]* data-act="agree".*?</button>', page, re.DOTALL)[0]


def test_the_button_says_what_it_would_do(as_alice, article):
    assert 'Agree<span class="more">: stays published</span>' in agree_button(as_alice, article)


def test_where_it_would_do_nothing_it_keeps_its_place(as_alice, article):
    assert "disabled" not in agree_button(as_alice, article)
    post(as_alice, "article-agree", article)
    assert "disabled" in agree_button(as_alice, article)


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-agree", article).status_code == 409
    article.refresh_from_db()
    assert not article.is_pinned


def test_a_form_without_its_version(as_alice, article):
    assert as_alice.post(url("article-agree", article)).status_code == 422


def test_whoever_agrees_to_what_is_pinned_releases_it(as_alice, alice, article):
    row = actions.publish(article=article, by=alice, version=1).row
    assert "data-agreed" in text(as_alice.get("/desk/?queue=all"))
    assignment.assign(article=row, by=alice, version=2, to=alice)
    assert "data-agreed" not in text(as_alice.get("/desk/?queue=all"))
    row.refresh_from_db()
    post(as_alice, "article-agree", row)
    assert type(article).objects.get(pk=article.pk).assigned_to is None
