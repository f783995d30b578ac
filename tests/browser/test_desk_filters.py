"""Filters by keyboard: what each value would leave, and chips that drop what is on."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from articles.models import State
from tests.browser.desk import current, open_queue
from tests.factories import make_article, make_provider, make_topic

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def stories(db):
    storage, grid = make_topic(name="Storage"), make_topic(name="Grid")
    kestrel = make_provider(name="Kestrel Wire")
    for number in range(12):
        topic = storage if number % 3 else grid
        make_article(title=f"Story {number}", provider=kestrel, topics=[topic])
    make_article(title="Held", topics=[grid], state=State.UNPUBLISHED)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def queue(request, open_page, alice, live_server, stories):
    page = open_page(alice, viewport=request.param, bypass_csp=True)
    open_queue(page, live_server, "?queue=all")
    return page


def open_filters(page):
    page.locator("#filters > details > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#facets")).to_be_visible()


def value(page, label):
    return page.locator("#facets").get_by_role("radio", name=label)


def numbers(page, legend):
    group = page.locator("#facets").get_by_role("group", name=legend, exact=True)
    return [" ".join(text.split()) for text in group.locator("label").all_inner_texts()]


def chips(page):
    return page.locator(".chip")


def violations(page):
    page.evaluate(AXE_SCRIPT)
    options = {"runOnly": RULES}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def test_values_are_chosen_and_chips_dropped_by_keys(queue):
    open_filters(queue)
    assert numbers(queue, "Topic") == ["Any", "Storage 8", "Grid 5"]
    value(queue, "Grid 5").focus()
    queue.keyboard.press("Space")
    expect(chips(queue)).to_have_count(1)
    expect(value(queue, "Grid 5")).to_be_focused()  # in the numbers that have come anew
    expect(queue.locator("#rows > .row")).to_have_count(5)
    assert numbers(queue, "State")[:3] == ["Any", "Published 4", "Held 1"]
    assert numbers(queue, "Topic") == ["Any", "Storage 8", "Grid 5"]
    value(queue, "Held 1").focus()
    queue.keyboard.press("Space")
    expect(chips(queue)).to_have_count(2)
    expect(chips(queue).first).to_have_accessible_name("Topic: Grid : drop this filter")
    assert violations(queue) == []
    chips(queue).first.focus()
    queue.keyboard.press("Enter")
    expect(chips(queue)).to_have_count(1)
    expect(chips(queue).first).to_be_focused()
    expect(value(queue, "Any").first).to_be_checked()
    queue.keyboard.press("Delete")
    expect(chips(queue)).to_have_count(0)
    expect(queue.locator("#rows > .row")).to_have_count(13)
    assert "filters" not in queue.url


def test_the_current_row_stays_in_sight_below_the_filters(queue):
    for _ in range(6):
        queue.keyboard.press("j")
    open_filters(queue)
    expect(current(queue).locator("h2")).to_be_in_viewport(ratio=1)
    row, head = current(queue).bounding_box(), queue.locator(".tools").bounding_box()
    assert row["y"] >= head["y"] + head["height"] - 1
    queue.keyboard.press("Enter")
    expect(queue.locator("#facets")).to_be_hidden()
    expect(current(queue).locator("h2")).to_be_in_viewport(ratio=1)


def test_days_are_typed_in_words(queue):
    open_filters(queue)
    field = queue.get_by_label("Published from")
    assert field.get_attribute("type") is None
    field.fill("since Monday")
    field.press("Enter")
    expect(chips(queue)).to_contain_text("From: since Monday, ")
    expect(field).to_have_value("since Monday")


def test_a_chip_dropped_while_the_filters_are_closed_is_gone(queue, live_server):
    open_queue(queue, live_server, "?queue=all&state=unpublished&type=article")
    chips(queue).first.focus()
    queue.keyboard.press("Delete")
    expect(chips(queue)).to_have_count(1)
    expect(chips(queue)).to_contain_text("Type: Article")
    expect(queue.locator("#rows > .row")).to_have_count(13)
    open_filters(queue)
    expect(value(queue, "Held 1")).not_to_be_checked()


def test_without_scripts_filters_are_applied(plain_page, live_server, stories):
    plain_page.goto(f"{live_server.url}/desk/?queue=all")
    plain_page.get_by_role("link", name="Filters").click()
    plain_page.get_by_label("Grid 5").check()
    plain_page.get_by_role("button", name="Apply").click()
    expect(plain_page.locator("#rows > .row")).to_have_count(5)
    chips(plain_page).click()
    expect(plain_page.locator("#rows > .row")).to_have_count(13)
