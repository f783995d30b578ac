"""The basket, by keys alone."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, BasketItem
from tests.browser.desk import all_saved, open_queue
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def stories(number=4):
    return [make_article(title=f"Story {n + 1}") for n in range(number)]


def test_in_and_out_and_grouped(page, live_server, alice):
    lead, second, third, _ = stories()
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("b")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    page.keyboard.press("b")
    all_saved(page)
    expect(page.locator("#count-basket")).to_have_text("3")
    page.reload()
    page.keyboard.press("Escape")
    expect(page.locator(".row.in-basket")).to_have_count(3)
    page.keyboard.press("b")
    expect(page.locator(".row.in-basket")).to_have_count(2)
    page.keyboard.press("b")
    all_saved(page)
    items = BasketItem.objects.filter(person=alice).values_list("article", flat=True)
    assert list(items) == [lead.pk, second.pk, third.pk]
    page.goto(f"{live_server.url}/desk/basket/")
    expect(page.locator("#items > li")).to_have_count(3)
    page.keyboard.press("f")
    expect(page.locator("#items > li")).to_have_count(1)
    expect(page.locator("#toasts")).to_contain_text("Made one story of")
    assert Article.objects.filter(folded_into=lead).count() == 2


def test_all_that_match(page, live_server, alice):
    stories()
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("*")
    page.keyboard.press("b")
    all_saved(page)
    expect(page.locator("#count-basket")).to_have_text("4")


def test_without_scripts(plain_page, live_server):
    stories(2)
    open_queue(plain_page, live_server, "?queue=all")
    plain_page.get_by_label("Pick all that match").check()
    plain_page.get_by_role("button", name="Basket").click()
    expect(plain_page.locator("#toasts")).to_contain_text("Put 2 articles into your basket")
    plain_page.goto(f"{live_server.url}/desk/basket/")
    plain_page.get_by_role("button", name="Down").first.click()
    expect(plain_page.locator("#items h2").first).to_have_text("Story 1")
    plain_page.get_by_role("button", name="Remove").first.click()
    expect(plain_page.locator("#items h2")).to_have_count(1)
