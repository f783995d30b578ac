"""What the seed wants otherwise: keys and buttons that answer it, in the queue and on the page."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Conflict
from tests.browser.desk import all_saved, open_queue
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(transactional_db):
    article = make_article(title="Ours")
    Conflict.objects.create(article=article, field="title", base="Once", theirs="Theirs", at=NOON)
    return article


@pytest.mark.parametrize(("key", "title"), [("y", "Theirs"), ("n", "Ours")])
def test_keys_settle_it_in_the_queue(page, live_server, article, key, title):
    open_queue(page, live_server, "?queue=conflicts")
    expect(page.locator(".since ins")).to_have_text("Theirs")
    page.keyboard.press(key)
    all_saved(page)
    assert Article.objects.get().title == title
    assert not Conflict.objects.exists()


def test_a_button_of_the_pane_settles_it(page, live_server, article):
    open_queue(page, live_server, "?queue=conflicts")
    page.get_by_role("button", name="Take the seed’s").click()
    all_saved(page)
    assert Article.objects.get().title == "Theirs"


def test_without_a_conflict_the_keys_are_silent(page, live_server, transactional_db):
    make_article()
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("y")
    page.keyboard.press("n")
    page.keyboard.press("p")
    all_saved(page)
    assert Article.objects.get().version == 2


@pytest.mark.parametrize(("key", "title"), [("y", "Theirs"), ("n", "Ours")])
def test_keys_settle_it_on_the_page(page, live_server, article, key, title):
    page.goto(f"{live_server.url}/desk/articles/{article.pk}/")
    page.keyboard.press(key)
    expect(page.locator(".since")).to_have_count(0)
    assert Article.objects.get().title == title
