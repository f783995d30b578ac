"""Linking, folding and putting on top from the queue, by keys, in dialogs over the list."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from articles.judgement import indexing
from articles.models import Article, Feature
from tests.browser.desk import Faults, acts, all_saved, at, hold, lost, open_queue, row, slow
from tests.factories import NOON, make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SHEET = "dialog.sheet[open]"


@pytest.fixture
def newsroom(transactional_db):
    """In the list's order; the first two are about one thing."""
    kestrel, grid = make_provider(name="Kestrel"), make_topic(name="Grid", slug="grid")
    titles = (
        "Quarry becomes iron battery",
        "Bakery wins a prize",
        "Iron battery fills old quarry",
        "Ferry leaves the harbour",
    )
    made = [make_article(title=title, provider=kestrel, topics=[grid]) for title in titles]
    indexing.index_all()
    return made


@pytest.fixture
def queue(page, live_server, newsroom):
    open_queue(page, live_server)
    return page


def sheet(page):
    return page.locator(SHEET)


def options(page):
    return sheet(page).get_by_role("option")


def chosen(page):
    return sheet(page).locator("[aria-selected=true] b")


def test_links_the_likeliest(queue, newsroom):
    queue.keyboard.press("l")
    expect(queue.locator("#find-box")).to_be_focused()
    expect(chosen(queue)).to_have_text("Iron battery fills old quarry")
    expect(sheet(queue)).to_contain_text("2 min earlier: ")
    queue.keyboard.press("Enter")
    at(queue, "Quarry becomes iron battery")  # nothing is decided: one stays
    all_saved(queue)
    assert acts() == [("Quarry becomes iron battery", "link")]
    assert newsroom[0].links.get().target == newsroom[2]
    expect(queue.locator("#pane .coverage")).to_contain_text("Iron battery fills old quarry")
    queue.keyboard.press("l")  # what is linked is not offered again
    expect(options(queue)).to_have_count(2)


def test_words_find_what_is_not_offered_first(queue, newsroom):
    queue.keyboard.press("l")
    queue.keyboard.type("harb")
    expect(options(queue)).to_have_count(1)
    queue.keyboard.press("Enter")
    all_saved(queue)
    assert newsroom[0].links.get().target == newsroom[3]


def test_arrows_choose_and_go_round(queue):
    queue.keyboard.press("l")
    expect(options(queue)).to_have_count(3)
    queue.keyboard.press("ArrowDown")
    expect(chosen(queue)).to_have_text("Bakery wins a prize")
    queue.keyboard.press("ArrowUp")
    queue.keyboard.press("ArrowUp")
    expect(chosen(queue)).to_have_text("Ferry leaves the harbour")


def test_folds_and_goes_on(queue, newsroom, alice):
    queue.keyboard.press("f")
    expect(chosen(queue)).to_have_text("Iron battery fills old quarry")
    queue.keyboard.press("Enter")
    at(queue, "Bakery wins a prize")
    all_saved(queue)
    assert Article.objects.get(pk=newsroom[0].pk).folded_into == newsroom[2]
    expect(row(queue, newsroom[0]).locator(".status")).to_have_text("Folded")
    # Its lead has changed with it, and can be decided on at once.
    queue.keyboard.press("j")
    queue.keyboard.press("p")
    all_saved(queue)
    assert acts()[-1] == ("Iron battery fills old quarry", "publish")
    queue.keyboard.press("z")
    queue.keyboard.press("z")
    expect(row(queue, newsroom[0]).locator(".status")).to_have_text("Published")
    assert Article.objects.get(pk=newsroom[0].pk).folded_into is None
    all_saved(queue)


def test_what_is_typed_ahead_goes_on_from_the_fold(queue, newsroom):
    slow(queue, 200)
    queue.keyboard.press("f")
    expect(chosen(queue)).to_have_text("Iron battery fills old quarry")
    for name in ("Enter", "j", "p"):
        queue.keyboard.press(name)
    all_saved(queue)
    assert [act for _, act in acts()] == ["fold", "link", "publish"]


def test_a_member_is_made_the_lead(queue, newsroom):
    queue.keyboard.press("m")
    expect(queue.locator("#toasts")).to_contain_text("is a story of its own")
    queue.keyboard.press("f")
    expect(chosen(queue)).to_be_visible()
    queue.keyboard.press("Enter")
    all_saved(queue)
    queue.keyboard.press("k")
    queue.keyboard.press("m")
    expect(row(queue, newsroom[2]).locator(".status")).to_have_text("Folded")
    expect(row(queue, newsroom[0]).locator(".status")).to_have_text("Published")
    assert Article.objects.get(pk=newsroom[2].pk).folded_into == newsroom[0]
    queue.keyboard.press("z")
    expect(row(queue, newsroom[0]).locator(".status")).to_have_text("Folded")
    assert Article.objects.get(pk=newsroom[0].pk).folded_into == newsroom[2]


def test_puts_on_top_until_a_time(queue, newsroom):
    queue.keyboard.press("s")
    expect(queue.locator("#top-until")).to_be_focused()
    expect(queue.locator("#top-topic option")).to_have_count(1)
    queue.keyboard.press("Enter")
    at(queue, "Quarry becomes iron battery")
    all_saved(queue)
    place = Feature.objects.get()
    assert (place.article, place.until.hour, place.until.minute) == (newsroom[0], 7, 0)
    queue.keyboard.press("s")
    expect(sheet(queue).get_by_role("button", name="Take it off")).to_be_visible()
    sheet(queue).get_by_role("button", name="Take it off").click()
    all_saved(queue)
    assert not Feature.objects.exists()


def test_a_time_that_has_passed_is_said_at_once(queue):
    queue.keyboard.press("s")
    queue.keyboard.type("2020-01-01 07:00")
    queue.keyboard.press("Enter")
    expect(queue.locator("#top-until")).to_be_focused()
    expect(sheet(queue)).to_be_visible()
    assert acts() == []


def test_what_was_typed_is_there_after_a_refusal(queue, newsroom, forgiven):
    forgiven.append("422")
    for other in newsroom[1:]:
        Feature.objects.create(
            article=other, topic=newsroom[0].listed_topics[0], until=NOON.replace(year=2100)
        )
    queue.keyboard.press("s")
    expect(sheet(queue).locator("option")).to_contain_text(["3 of 3 places taken"])
    day = queue.locator("#top-until").input_value()[:10]
    queue.keyboard.type(f"{day} 09:30")
    queue.keyboard.press("Enter")
    expect(queue.locator("#toasts")).to_contain_text("take one off first")
    queue.keyboard.press("s")
    expect(queue.locator("#top-until")).to_have_value(f"{day} 09:30")
    expect(sheet(queue).get_by_role("alert")).to_contain_text("take one off first")


def test_esc_gives_keys_and_focus_back(queue):
    for name in ("l", "f", "s"):
        queue.keyboard.press("j" if name == "l" else "Shift")
        queue.keyboard.press(name)
        expect(sheet(queue)).to_be_visible()
        queue.keyboard.type("2")
        queue.keyboard.press("Escape")
        expect(sheet(queue)).to_have_count(0)
        at(queue, "Bakery wins a prize")
    queue.keyboard.press("j")
    at(queue, "Iron battery fills old quarry")
    assert acts() == []


def test_keys_that_are_held_or_typed_into_it_do_nothing(queue):
    hold(queue, "l")
    expect(sheet(queue)).to_be_visible()
    queue.keyboard.type("pums")
    expect(queue.locator("#find-box")).to_have_value("pums")
    expect(sheet(queue)).to_contain_text("No article here matches")
    queue.keyboard.press("Enter")
    expect(sheet(queue).get_by_role("alert")).to_contain_text("Nothing is chosen")
    assert acts() == []


def test_a_lost_answer_is_one_link(queue, newsroom, forgiven):
    forgiven.append("ERR_")
    Faults(queue).add(lost)
    queue.keyboard.press("l")
    expect(chosen(queue)).to_be_visible()
    queue.keyboard.press("Enter")
    all_saved(queue)
    assert [act for _, act in acts()] == ["link"]


def test_offline_it_is_kept(queue, newsroom, forgiven):
    forgiven.append("ERR_")
    queue.keyboard.press("f")
    expect(chosen(queue)).to_be_visible()
    queue.context.set_offline(True)
    queue.keyboard.press("Enter")
    at(queue, "Bakery wins a prize")
    expect(row(queue, newsroom[0]).locator(".status")).to_have_text("Not sent")
    queue.keyboard.press("l")
    expect(sheet(queue).get_by_role("alert")).to_contain_text("cannot be reached")
    queue.keyboard.press("Escape")
    queue.context.set_offline(False)
    all_saved(queue)
    assert Article.objects.get(pk=newsroom[0].pk).folded_into == newsroom[2]


def test_each_has_a_button(queue):
    dock = queue.get_by_role("region", name="Decide")
    for name in ("Link", "Fold", "On top"):
        dock.get_by_role("link", name=name).click()
        expect(sheet(queue)).to_be_visible()
        sheet(queue).get_by_role("button", name="Close").click()
        at(queue, "Quarry becomes iron battery")
    expect(dock.get_by_role("button", name="Lead")).to_be_disabled()


def test_on_a_phone_it_is_a_sheet_of_its_own(open_page, alice, live_server, newsroom):
    page = open_page(alice, **PHONE)
    open_queue(page, live_server)
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Fold").click()
    assert sheet(page).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    options(page).first.click()
    all_saved(page)
    assert Article.objects.get(pk=newsroom[0].pk).folded_into == newsroom[2]


def test_without_scripts_they_lead_to_its_page(plain_page, live_server, newsroom):
    open_queue(plain_page, live_server)
    plain_page.locator("#pane").get_by_role("link", name="Fold").click()
    assert plain_page.url.endswith(f"/desk/articles/{newsroom[0].pk}/#find")


@pytest.mark.parametrize(
    "look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"]
)
@pytest.mark.parametrize("way", ["Link", "On top"])
def test_axe_finds_nothing(open_page, alice, live_server, newsroom, look, way):
    page = open_page(alice, bypass_csp=True, **look)
    open_queue(page, live_server)
    if look is PHONE:
        page.get_by_role("button", name="More").click()
    page.get_by_role("link", name=way).click()
    expect(sheet(page).locator("option, [role=option]").first).to_be_attached()
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("() => axe.run('dialog[open]')")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
