"""Several people at one desk: merged edits, who is where, notes, and what is planned."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.desk import all_saved, open_queue, row
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    topics = [make_topic(name="Energy")]
    make_topic(name="Storage")
    return make_article(title="Quarry becomes a battery", excerpt="Water.", topics=topics)


@pytest.fixture
def address(live_server, article):
    return f"{live_server.url}/desk/articles/{article.pk}/"


def now():
    return Article.objects.get()


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_browsers_merge_a_conflict(open_page, alice, bob, address, forgiven, scripts):
    forgiven.append("409")
    hers, his = (open_page(who, java_script_enabled=scripts) for who in (alice, bob))
    for page in (hers, his):
        page.goto(address)
    his.locator("#id_title").fill("Quarry becomes the largest battery")
    his.get_by_label("Topic 2").select_option("Storage")
    save(his)
    expect(his.get_by_role("heading", level=1)).to_have_text("Quarry becomes the largest battery")

    hers.locator("#id_title").fill("Quarry becomes the valley’s battery")
    hers.locator("#id_excerpt").fill("Typed with care.")
    save(hers)
    merge = hers.locator("#merge")
    expect(merge).to_contain_text("Bob saved this")
    expect(merge).to_contain_text("1 field clashes")
    expect(merge.locator("fieldset", has_text="Excerpt")).to_contain_text("yours, merged already")
    expect(merge.locator("fieldset", has_text="Topics")).to_contain_text("Bob’s, merged already")
    both = "Quarry becomes the valley’s largest battery"
    hers.get_by_label("Title that will stand").fill(both)
    hers.get_by_role("button", name="Save this").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text(both)
    article = now()
    assert (article.headline, article.excerpt) == (both, "Typed with care.")
    assert [topic.name for topic in article.listed_topics] == ["Energy", "Storage"]


@pytest.fixture
def clash(open_page, alice, bob, address, forgiven):
    """Hers, which came too late, on a page that is scrolled down."""
    forgiven.append("409")
    hers, his = open_page(alice), open_page(bob)
    for page, title in ((hers, "Hers"), (his, "His")):
        page.goto(address)
        page.locator("#id_title").fill(title)
    save(his)
    all_saved(his)
    save(hers)
    return hers


def test_writing_what_will_stand_chooses_it(clash):
    clash.get_by_role("radio", name="His").check()
    clash.get_by_label("Title that will stand").fill("Ours")
    clash.get_by_role("button", name="Save this").click()
    expect(clash.get_by_role("heading", level=1)).to_have_text("Ours")


def test_a_clash_comes_into_sight_and_enter_saves_it(clash):
    expect(clash.locator("#merge")).to_be_focused()
    expect(clash.get_by_label("Title that will stand")).to_be_in_viewport()
    clash.keyboard.press("Enter")
    expect(clash.get_by_role("heading", level=1)).to_have_text("Hers")


def test_escape_keeps_what_was_typed_for_later(clash, address):
    expect(clash.locator("#merge")).to_be_focused()
    clash.keyboard.press("Escape")
    clash.wait_for_url("**/desk/")
    clash.goto(address)
    expect(clash.locator("#id_title")).to_have_value("Hers")
    expect(clash.locator(".toast")).to_contain_text("What you typed here is back")
    save(clash)
    expect(clash.get_by_role("heading", level=1)).to_have_text("Hers")
    clash.reload()
    expect(clash.locator("#id_title")).to_have_value("Hers")
    expect(clash.locator("#toasts")).to_be_empty()


def test_each_sees_the_other(open_page, alice, bob, live_server, address, article):
    hers, his = open_page(alice), open_page(bob)
    hers.goto(address)
    his.goto(address)
    expect(his.locator("#present")).to_have_text("ALAlice has this open", timeout=20_000)
    queue = open_page(alice)
    open_queue(queue, live_server, "?queue=all")
    expect(row(queue, article).locator(".dot")).to_have_text("BO")


def test_a_note_leaves_the_edit_alone(page, bob, address):
    page.goto(address)
    page.locator("#id_title").fill("Half typed")
    page.locator("#id_note").fill("@bob, is it true?")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator(".notes blockquote")).to_have_text("@bob, is it true?")
    expect(page.locator("#id_title")).to_have_value("Half typed")
    expect(page.locator("#id_note")).to_have_value("")


def test_a_decision_leaves_a_half_typed_note_alone(page, address):
    page.goto(address)
    page.locator("#id_note").fill("Half typed")
    page.locator("[data-act=unpublish]").click()
    expect(page.locator(".now")).to_contain_text("held by Alice")
    expect(page.locator("#id_note")).to_have_value("Half typed")


def test_a_time_is_planned_moved_and_cancelled(page, live_server, address, article):
    day = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    page.goto(address)
    page.get_by_label("Publish on").fill(f"{day} 07:00")
    page.get_by_role("button", name="Hold now, publish then").click()
    expect(page.locator(".now .status")).to_have_text("Waits")

    page.goto(f"{live_server.url}/desk/calendar/")
    planned = page.locator(".planned-day li")
    expect(planned).to_contain_text("07:00")
    planned.get_by_text("Move…").click()
    planned.get_by_label("New time").fill(f"{day} 09:30")
    planned.get_by_role("button", name="Move it").click()
    expect(planned).to_contain_text("09:30")
    planned.get_by_role("button", name="Cancel").click()
    expect(page.locator(".calendar-head")).to_contain_text("Nothing is planned")
    page.keyboard.press("z")
    expect(planned).to_contain_text("09:30")
    assert now().publish_at.strftime("%H:%M") == "09:30"
    page.keyboard.press("]")
    expect(planned).to_have_count(0)
    page.keyboard.press("[")
    expect(planned).to_have_count(1)
    for later, earlier in (("l", "h"), ("l", "[")):
        page.keyboard.press(later)
        expect(planned).to_have_count(0)
        page.keyboard.press(earlier)
        expect(planned).to_have_count(1)


def test_a_time_that_is_none_is_said_and_stays_to_be_mended(page, address, forgiven):
    forgiven.append("422")
    page.goto(address)
    field = page.get_by_label("Publish on")
    for typed, said in (("yesterday", "is no time"), ("2020-01-01 07:00", "has passed")):
        field.fill(typed)
        for _ in range(2):
            with page.expect_response(lambda answer: answer.request.method == "GET"):
                field.press("Enter")
            expect(page.locator(".toast")).to_contain_text(said)
            expect(field).to_have_value(typed)
    field.fill((timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d 07:00"))
    field.press("Enter")
    expect(page.locator(".toast")).to_contain_text("To be published on")
