"""The list in three densities, and without the pane beside headlines."""

import pytest
from playwright.sync_api import expect

from articles.models import DeskSettings
from tests.browser.desk import ROWS, current, open_queue
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

HEIGHTS = {"Comfortable": 78, "Compact": 43, "Headlines": 26}
IN_SIGHT = """list => {
    const end = list.getBoundingClientRect().bottom + 2; // the last one's border may be below
    return [...list.querySelectorAll(".row")]
        .filter((row) => row.getBoundingClientRect().bottom <= end).length;
}"""


@pytest.fixture
def stories(transactional_db):
    topics = [make_topic(name=f"A rather long topic {n}") for n in range(4)]
    return [
        make_article(title=f"Story {n} with a title that goes on and on for a line", topics=topics)
        for n in range(40)
    ]


@pytest.fixture
def queue(page, live_server, stories):
    open_queue(page, live_server)
    return page


def choose(page, name):
    page.get_by_role("group", name="Density").get_by_role("button", name=name).click()


def height(page):
    return page.locator(ROWS).nth(3).evaluate("row => row.getBoundingClientRect().height")


@pytest.mark.parametrize(
    ("name", "count"), [("Comfortable", 10), ("Compact", 18), ("Headlines", 30)]
)
def test_so_many_stand_on_a_screen(queue, name, count):
    choose(queue, name)
    assert height(queue) == HEIGHTS[name]
    assert queue.locator("#rows").evaluate(IN_SIGHT) == count


def test_titles_have_two_lines_until_somebody_wants_one(queue):
    lines = "link => getComputedStyle(link).webkitLineClamp"
    title = queue.locator(f"{ROWS} h2 a").first
    assert title.evaluate(lines) == "2"
    for name, count in (("Compact", "1"), ("Comfortable", "2")):
        choose(queue, name)
        assert title.evaluate(lines) == count


def test_what_is_chosen_is_there_in_another_browser(queue, open_page, alice, live_server):
    with queue.expect_response("**/desk/density/"):
        choose(queue, "Headlines")
    other = open_page(alice)
    open_queue(other, live_server)
    assert height(other) == 26
    pressed = other.get_by_role("button", name="Headlines")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_a_decision_keeps_the_row_as_high(queue):
    for name, pixels in HEIGHTS.items():
        choose(queue, name)
        before = current(queue).get_attribute("id")
        queue.keyboard.press("u")
        done = queue.locator(f"#{before}")
        expect(done.get_by_role("button", name="Undo")).to_be_visible()
        assert done.evaluate("row => row.getBoundingClientRect().height") == pixels


def test_narrow_begins_with_compact(open_page, alice, live_server, stories):
    page = open_page(alice, viewport={"width": 1024, "height": 768})
    open_queue(page, live_server)
    assert height(page) == 43
    expect(page.get_by_role("button", name="Compact")).to_have_attribute("aria-pressed", "true")
    choose(page, "Comfortable")
    assert height(page) == 78


def test_a_phone_has_one_density(open_page, alice, live_server, stories):
    DeskSettings.objects.create(user=alice, density="headlines", hides_pane=True)
    page = open_page(alice, viewport={"width": 390, "height": 844})
    open_queue(page, live_server)
    expect(page.get_by_role("group", name="Density")).to_be_hidden()
    assert height(page) > 78
    expect(page.locator(".dock")).to_be_visible()


def test_a_key_hides_the_pane_beside_headlines_and_the_meter_comes_back(queue, live_server):
    queue.keyboard.press("h")
    expect(queue.locator("#pane")).to_be_visible()
    choose(queue, "Headlines")
    meter = queue.locator(ROWS).first.locator(".meter")
    expect(meter).to_be_hidden()
    with queue.expect_response("**/desk/density/"):
        queue.keyboard.press("h")
    expect(queue.locator("#pane")).to_be_hidden()
    expect(meter).to_be_visible()
    open_queue(queue, live_server)
    expect(queue.locator("#pane")).to_be_hidden()
    queue.get_by_role("button", name="Pane").click()
    expect(queue.locator("#pane")).to_be_visible()


def test_what_is_not_kept_is_said(queue, forgiven):
    forgiven.append("Failed to load resource")
    queue.route("**/desk/density/", lambda route: route.fulfill(status=500))
    choose(queue, "Compact")
    assert height(queue) == 43
    expect(queue.locator(".toast")).to_contain_text("are not kept")


def test_without_scripts_it_is_chosen_as_well(plain_page, live_server, stories):
    open_queue(plain_page, live_server, "?queue=all")
    choose(plain_page, "Compact")
    assert height(plain_page) == 43
    assert "queue=all" in plain_page.url
