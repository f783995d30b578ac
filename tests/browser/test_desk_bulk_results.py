"""What came of an act on many articles, and going on with what it left alone."""

import pytest
from playwright.sync_api import expect

from articles.actions import articles
from articles.models import Article, Feature
from tests.browser.desk import open_queue
from tests.browser.test_desk_bulk import HELD, count, picked, result, stories, work
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_left_alone_is_selected_with_one_press(page, live_server, bob):
    stories(3)
    open_queue(page, live_server, "?queue=all&state=unpublished")
    page.keyboard.press("*")
    page.keyboard.press("p")
    expect(result(page)).to_have_text("3 articles go public")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state=running]")).to_be_visible()
    articles.score(article=Article.objects.get(title="Story 2"), by=bob, version=1, quality=5)
    work()
    expect(result(page)).to_have_text("2 published, 1 left alone")
    expect(page.locator("#items li")).to_contain_text("left alone: changed by Bob")
    page.get_by_role("link", name="All 3").click()
    expect(page.locator("#items li")).to_have_count(3)
    page.locator(".sums tr", has_text="changed by Bob").get_by_role("link").click()
    expect(page.locator("#items li")).to_have_count(1)
    page.get_by_role("link", name="Select these 1").click()
    page.wait_for_url("**/desk/?queue=all&state=unpublished")
    expect(count(page)).to_have_text("1 picked")
    expect(picked(page)).to_have_count(1)
    page.keyboard.press("u")
    expect(result(page)).to_contain_text("1 article")


def test_on_top_by_keys(page, live_server):
    topic = make_topic(name="Energy")
    for _ in range(2):
        make_article(topics=[topic], **HELD)
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("*")
    page.keyboard.press("s")
    for words in ("Energy", "2031-01-01"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(page.get_by_text("is more than a year ahead")).to_be_visible()
    assert not Feature.objects.exists()
