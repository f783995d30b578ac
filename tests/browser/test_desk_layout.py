"""The queue's frame: its head stays, nothing covers a row, and a decision moves nothing."""

import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from tests.browser.desk import ROWS, Faults, all_saved, at, current, open_queue, row, status
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = {
    "desk": {"width": 1440, "height": 900},
    "wide": {"width": 1920, "height": 1080},
    "narrow": {"width": 1024, "height": 768},
    "phone": {"width": 390, "height": 844},
}
ENLARGED = {"width": 320, "height": 256}  # a screen of 1280 by 1024, enlarged four times
COVERED = """row => {
    const { left, top, width, height } = row.getBoundingClientRect();
    const points = [[4, 4], [width - 4, 4], [4, height - 4], [width - 4, height - 4]];
    return points.some(([x, y]) => !row.contains(document.elementFromPoint(left + x, top + y)));
}"""
# Items of which a part can be seen and a part not.
CUT = """() => [...document.querySelectorAll(".in, .state .why")].flatMap(line => {
    const shown = line.getBoundingClientRect();
    return [...line.children].filter(item => {
        const box = item.getBoundingClientRect();
        const hidden = box.top >= shown.bottom - 1;
        return !hidden && (box.right > shown.right + 1 || box.bottom > shown.bottom + 4);
    }).map(item => item.textContent);
})"""
PARTS = "#rows > .row, .tools, .foot, .dock .acts button, .dock .scores button"
PLACES = f"""() => [...document.querySelectorAll("{PARTS}")].map(part => {{
    const {{ x, y, width, height }} = part.getBoundingClientRect();
    const scrolled = part.matches(".row") ? document.getElementById("rows").scrollTop : 0;
    return [part.id || part.className, x, y + scrolled, width, height].join(" ");
}})"""
NAMES = ("Grid", "Policy", "Distribution networks", "Long-duration storage", "Harbours")


@pytest.fixture
def stories(transactional_db):
    topics = [make_topic(name=name) for name in NAMES]
    titles = ("Short", "A headline of quite some words that goes on " * 3, "Stories " * 12)
    return [
        make_article(title=f"{number} {titles[number % 3]}", topics=topics, provider_name=name)
        for number in range(1, 13)
        for name in ("The Paper" if number % 2 else "The Paper of the Upper and the Lower Valley",)
    ]


@pytest.fixture(params=SCREENS)
def queue(request, open_page, alice, live_server, stories):
    page = open_page(alice, viewport=SCREENS[request.param])
    open_queue(page, live_server)
    return page


def test_the_head_stays_in_sight_and_nothing_covers_the_current_row(queue, stories):
    head = queue.locator(".tools").bounding_box()
    for _ in stories[1:]:
        queue.keyboard.press("j")
        expect(current(queue)).to_be_focused()
        assert not current(queue).evaluate(COVERED)
    for _ in stories[1:]:
        queue.keyboard.press("k")
        assert not current(queue).evaluate(COVERED)
    assert queue.locator(".tools").bounding_box() == head
    expect(queue.locator(".filters summary")).to_be_in_viewport()


def test_the_last_row_rests_in_the_upper_third_as_well(queue, stories):
    for _ in stories[1:]:
        queue.keyboard.press("j")
    box = current(queue).bounding_box()
    assert box["y"] + box["height"] <= queue.viewport_size["height"] * 0.4


def test_a_decision_moves_nothing(queue, stories):
    queue.wait_for_load_state("networkidle")
    before = queue.evaluate(PLACES)
    queue.locator(".dock").get_by_role("button", name="Hold", exact=True).click()
    all_saved(queue)
    expect(queue.locator(".dock .effects span").first).to_be_attached()  # the pane has come
    assert queue.evaluate(PLACES) == before


def test_nor_does_one_that_waits_or_is_refused(queue, stories, bob, forgiven):
    forgiven += ["503", "409"]
    actions.reject(article=stories[0], by=bob, version=1)
    queue.wait_for_load_state("networkidle")
    before = queue.evaluate(PLACES)
    Faults(queue).add(status(503, **{"Retry-After": "3600"}))
    queue.keyboard.press("p")
    expect(row(queue, stories[0])).to_contain_text("Not sent")
    queue.keyboard.press("k")
    expect(queue.locator(".dock .effects span").first).to_be_attached()  # the pane has come
    assert queue.evaluate(PLACES) == before
    row(queue, stories[0]).get_by_role("button", name="Retry").click()
    expect(row(queue, stories[0])).to_contain_text("“Publish” was not done")
    rows = [place for place in queue.evaluate(PLACES) if place.startswith("article-")]
    assert rows == [place for place in before if place.startswith("article-")]


def test_no_word_is_cut(queue, stories):
    queue.keyboard.press("u")
    all_saved(queue)
    assert queue.evaluate(CUT) == []


def test_enlarged_four_times_all_of_it_scrolls_and_can_be_reached(
    open_page, alice, live_server, stories
):
    page = open_page(alice, viewport=ENLARGED)
    open_queue(page, live_server)
    page.keyboard.press("j")
    at(page, stories[1].title.strip())
    assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]
    assert page.locator(ROWS).last.evaluate("row => row.getBoundingClientRect().bottom") > 300
    page.locator(".dock").get_by_role("button", name="Hold", exact=True).click()
    expect(row(page, stories[1])).to_contain_text("Held")
