"""Saving what the list shows, with scripts and without, and the pages of views by axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import open_queue
from tests.browser.test_accessibility import LOOKS, found, look_at
from tests.factories import make_article, make_delivery, make_hook, make_saved_view

__all__ = ["found", "look_at"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def articles(db):
    for title in ("Story one", "Story two"):
        make_article(title=title)


def save_as(page, name):
    page.locator(".save summary").click()
    page.get_by_label("Save this view as").fill(name)
    page.locator(".save").get_by_role("button").click()


def current(page):
    return page.locator("#queues [aria-current=page]")


def test_keeps_what_was_typed_just_now(articles, page, live_server):
    open_queue(page, live_server)
    page.locator("#q").fill("two")
    expect(page.locator("#rows > .row h2")).to_have_text(["Story two"])
    save_as(page, "Second ones")
    expect(current(page)).to_contain_text("Second ones")
    expect(current(page)).to_contain_text("1")
    expect(page.locator("#q")).to_have_value("two")


def test_works_without_scripts(articles, plain_page, live_server):
    plain_page.goto(f"{live_server.url}/desk/?queue=all&q=two")
    save_as(plain_page, "Second ones")
    expect(current(plain_page)).to_contain_text("Second ones")
    plain_page.goto(f"{live_server.url}/desk/views/")
    plain_page.get_by_role("button", name="Share with all editors").click()
    expect(plain_page.get_by_text("for all editors", exact=True)).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_views_by_axe(look_at, alice, found, look):  # noqa: F811
    context, options = LOOKS[look]
    for position in range(2):
        view = make_saved_view(owner=alice, position=position, problem="No topic." * position)
    make_delivery(hook=make_hook(view=view), answer="answered 503")
    page = look_at(alice, **context)

    def open_all(page):
        for summary in page.locator("summary").all():
            summary.click()

    lines = found(page, "/desk/views/", options, open_all)
    lines += found(page, f"/desk/views/{view.pk}/hook/", options)
    lines += found(page, "/desk/", options, lambda page: page.locator(".save summary").click())
    assert not lines, "\n".join(lines)


def test_a_name_in_use_is_mended_where_the_list_is(articles, page, alice, live_server, forgiven):
    forgiven.append("422")
    make_saved_view(owner=alice, name="Second ones")
    open_queue(page, live_server, "?queue=all&q=two")
    save_as(page, "second ones")
    name = page.get_by_label("Save this view as")
    expect(page.locator("#save-name-error")).to_contain_text("choose another name")
    expect(name).to_be_focused()
    assert "/desk/?queue=all" in page.url
    name.fill("Third ones")
    page.locator(".save").get_by_role("button").click()
    expect(current(page)).to_contain_text("Third ones")
