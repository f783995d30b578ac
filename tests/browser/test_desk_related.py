"""What seems to belong to an article, answered by keys in the queue and on the article's page."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from articles.judgement import indexing
from articles.models import Conflict, Refusal
from tests.browser.desk import acts, all_saved, current, open_queue
from tests.factories import NOON, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Quarry becomes iron battery"
LINES = "#pane .belong li"


@pytest.fixture
def newsroom(transactional_db):
    """In the list's order; all but one are about one thing."""
    titles = (TITLE, "Iron battery fills old quarry", "Old quarry, iron battery", "Ferry leaves")
    made = [make_article(title=title, excerpt="") for title in titles]
    indexing.index_all()
    return made


@pytest.fixture
def queue(page, live_server, newsroom):
    open_queue(page, live_server)
    return page


def stays(page):
    """Nothing is decided: one stays at the article."""
    expect(current(page).locator("h2")).to_have_text(TITLE)


def linked(article):
    return [(link.target_id, link.origin) for link in article.links.all()]


def refused():
    return list(Refusal.objects.values_list("one", "other"))


def test_y_links_the_first_and_z_takes_it_back(queue, newsroom):
    expect(queue.locator(LINES)).to_have_count(2)
    first = queue.locator(LINES).first.get_attribute("data-other")
    queue.keyboard.press("y")
    all_saved(queue)
    stays(queue)
    assert linked(newsroom[0]) == [(int(first), "suggestion")]
    expect(queue.locator(LINES)).to_have_count(1)
    queue.keyboard.press("z")
    all_saved(queue)
    expect(queue.locator(LINES)).to_have_count(2)
    assert linked(newsroom[0]) == []


def test_n_refuses_the_first_and_z_takes_it_back(queue):
    first = queue.locator(LINES).first.locator("a")
    title = first.text_content()
    queue.keyboard.press("n")
    all_saved(queue)
    stays(queue)
    assert len(refused()) == 1
    expect(queue.locator(LINES)).to_have_count(1)
    queue.keyboard.press("z")
    all_saved(queue)
    assert refused() == []
    expect(first).to_have_text(title)


def test_two_answers_at_once_are_two_acts(queue):
    queue.keyboard.press("y")
    queue.keyboard.press("n")
    all_saved(queue)
    assert acts() == [(TITLE, "link"), (TITLE, "refuse")]
    expect(queue.locator(LINES)).to_have_count(0)


def test_a_key_answers_the_one_that_has_the_focus(queue, newsroom):
    second = queue.locator(LINES).nth(1)
    other = int(second.get_attribute("data-other"))
    second.get_by_role("link").focus()
    queue.keyboard.press("n")
    all_saved(queue)
    assert refused() == [(newsroom[0].pk, other)]
    stays(queue)


def test_the_buttons_do_the_same(queue, newsroom):
    queue.get_by_role("button", name="No: “", exact=False).first.click()
    queue.locator(LINES).first.get_by_role("button", name="Link “", exact=False).click()
    all_saved(queue)
    assert len(refused()) == len(linked(newsroom[0])) == 1


def test_in_a_conflict_the_keys_are_about_that(page, live_server, newsroom):
    Conflict.objects.create(article=newsroom[0], field="title", base="A", theirs="B", at=NOON)
    open_queue(page, live_server, f"?queue=all&at={newsroom[0].pk}")
    expect(page.locator(f"{LINES} kbd:visible")).to_have_count(0)
    page.keyboard.press("n")
    all_saved(page)
    assert acts() == [(TITLE, "keep-ours")]
    assert refused() == []


def test_on_the_page_of_an_article(page, live_server, newsroom):
    page.goto(f"{live_server.url}/desk/articles/{newsroom[0].pk}/")
    lines = page.locator("#related .belong li")
    expect(lines).to_have_count(2)
    page.keyboard.press("y")
    expect(lines).to_have_count(1)
    page.keyboard.press("n")
    expect(lines).to_have_count(0)
    assert acts() == [(TITLE, "link"), (TITLE, "refuse")]
    page.keyboard.press("z")
    expect(lines).to_have_count(1)
    page.keyboard.press("z")
    expect(lines).to_have_count(2)
    assert (linked(newsroom[0]), refused()) == ([], [])


def test_without_scripts(plain_page, live_server, newsroom):
    plain_page.goto(f"{live_server.url}/desk/?queue=all&at={newsroom[0].pk}")
    plain_page.get_by_role("link", name="What seems to belong here").click()
    lines = plain_page.locator("#related .belong li")
    lines.first.get_by_role("button", name="Link “", exact=False).click()
    expect(lines).to_have_count(1)
    lines.first.get_by_role("button", name="No: “", exact=False).click()
    expect(lines).to_have_count(0)
    assert len(linked(newsroom[0])) == len(refused()) == 1


@pytest.mark.parametrize("width", [1440, 390])
def test_it_is_accessible(page, live_server, newsroom, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/desk/articles/{newsroom[0].pk}/")
    expect(page.locator("#related .belong li")).to_have_count(2)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "axe.run('#related').then(({ violations }) => violations.map((v) => v.id))"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
