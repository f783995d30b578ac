import pytest

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


def test_the_button_says_what_it_would_do(as_alice, article):
    assert "Agree: stays published" in text(as_alice.get(url("article-detail", article)))
    post(as_alice, "article-agree", article)
    assert "Agree: stays" not in text(as_alice.get(url("article-detail", article)))


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-agree", article).status_code == 409
    article.refresh_from_db()
    assert not article.is_pinned


def test_a_form_without_its_version(as_alice, article):
    assert as_alice.post(url("article-agree", article)).status_code == 422
