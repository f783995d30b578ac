"""Acts on many articles, by keys alone."""

import pytest
from playwright.sync_api import expect

from articles.actions import articles
from articles.bulk import jobs
from articles.models import Article, BulkJob, Event, State
from tests.browser.desk import at, current, open_queue, row
from tests.factories import make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

HELD = {"state": State.UNPUBLISHED, "quality": 100}
MANY, TOUCHED = 2000, 50


def work():
    """What the worker does."""
    jobs.run_bulk.call(BulkJob.objects.latest("pk").pk)


def stories(number=3, **fields):
    """The first one comes first in the list."""
    titles = [f"Story {n + 1}" for n in range(number)]
    return [make_article(title=title, **{**HELD, **fields}) for title in titles]


def picked(page):
    return page.locator(".row .pick input:checked")


def count(page):
    return page.locator("#picked-count")


def result(page):
    """What the page of an act says once it listens to keys."""
    expect(page.get_by_role("button", name="all keys")).to_be_visible()
    return page.locator("#job h1")


def many(number):
    """As `make_article`, but quick."""
    one = make_article(topics=[make_topic(slug="energy")], title="Story", **HELD)
    names = [f.attname for f in Article._meta.concrete_fields if not f.generated]
    values = {name: getattr(one, name) for name in names if name != "id"}
    Article.objects.bulk_create(
        Article(**{**values, "path": f"{n}.md", "slug": str(n), "title": f"Story {n}"})
        for n in range(number - 1)
    )


def test_two_thousand_while_a_colleague_changes_fifty(page, live_server, alice, bob):
    many(MANY)
    open_queue(page, live_server, "?queue=all&state=unpublished")
    page.keyboard.press("*")
    expect(count(page)).to_contain_text("All that match")
    page.keyboard.press("p")
    expect(result(page)).to_have_text("2,000 articles go public")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state=running]")).to_be_visible()
    touched = Article.objects.order_by("?").values_list("pk", flat=True)[:TOUCHED]
    for key in touched:
        articles.score(article=key, by=bob, version=1, quality=5)
    work()
    expect(result(page)).to_have_text("1,950 published, 50 left alone")
    expect(page.locator("#items li")).to_have_count(TOUCHED)
    expect(page.locator("#items small").first).to_contain_text("changed by Bob")
    assert Article.objects.filter(state="published", decided_by=alice).count() == MANY - TOUCHED
    page.keyboard.press("z")
    expect(page.locator("[data-state=running]")).to_be_visible()
    work()
    expect(result(page)).to_have_text("1,950 taken back")
    assert not Article.objects.filter(decided_by=alice).exists()
    assert Article.objects.filter(decided_by=bob, quality=5).count() == TOUCHED
    assert Event.objects.filter(actor=alice).count() == 2 * (MANY - TOUCHED)


def test_rows_are_picked_by_keys(page, live_server):
    stories(6)
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("x")
    expect(count(page)).to_have_text("1 picked")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(picked(page)).to_have_count(3)
    page.keyboard.press("x")
    expect(count(page)).to_have_text("2 picked")
    page.keyboard.press("Escape")
    expect(picked(page)).to_have_count(0)
    expect(page.locator("#picks")).to_be_hidden()
    at(page, "Story 3")


def test_every_key_has_a_control(page, live_server):
    stories(4)
    open_queue(page, live_server, "?queue=all")
    page.locator(".row .pick input").first.check()
    page.locator(".row .pick input").nth(2).click(modifiers=["Shift"])
    expect(count(page)).to_have_text("3 picked")
    page.get_by_role("button", name="Unpick all").click()
    page.get_by_label("Pick all that match").check()
    expect(picked(page)).to_have_count(4)
    page.locator(".row .pick input").first.uncheck()
    expect(count(page)).to_have_text("3 picked")
    row(page, Article.objects.get(title="Story 1")).locator(".meta").click()
    page.get_by_role("button", name="To here").click()
    expect(count(page)).to_have_text("4 picked")


def test_picks_survive_further_pages_and_going_away(page, live_server):
    stories(70)
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("x")
    for _ in range(55):
        page.keyboard.press("j")
    at(page, "Story 56")
    page.keyboard.press("Shift+X")
    expect(count(page)).to_have_text("56 picked")
    page.reload()
    expect(count(page)).to_have_text("56 picked")
    page.keyboard.press("u")
    expect(page.locator("[data-key=Enter]")).to_contain_text("Hold 56")


def test_another_list_begins_anew(page, live_server):
    stories(3)
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("x")
    page.keyboard.press("/")
    page.keyboard.type("Story 2")
    expect(page.locator("#rows > .row")).to_have_count(1)
    expect(page.locator("#picks")).to_be_hidden()


def test_everything_like_the_current_row(page, live_server):
    ledger = make_provider(name="Ledger")
    stories(2, provider=ledger)
    stories(2, provider=make_provider())
    open_queue(page, live_server, "?queue=all")
    page.keyboard.press("Shift+S")
    expect(count(page)).to_have_text("2 picked")
    expect(page.locator("#toasts")).to_contain_text("2 like it in this list")
    page.keyboard.press("Shift+D")
    expect(count(page)).to_have_text("4 picked")


def test_acts_with_something_to_fill_in(page, live_server):
    stories(2)
    make_topic(name="Energy")
    open_queue(page, live_server, "?queue=all")
    for keys, said in (
        (["7"], "Score 70 2"),
        (["#", *"Old", "Enter"], "Reject 2"),
        (["t", *"Energy", "Enter"], "Add topic “Energy” 2"),
    ):
        page.keyboard.press("*")
        for key in keys:
            page.keyboard.press(key)
        expect(result(page)).to_be_visible()
        expect(page.locator("[data-key=Enter]")).to_contain_text(said)
        page.keyboard.press("Escape")
        expect(current(page)).to_be_visible()


def test_a_list_that_has_changed(page, live_server, forgiven):
    forgiven.append("409")
    stories(2)
    open_queue(page, live_server, "?queue=all&state=unpublished")
    page.keyboard.press("*")
    page.keyboard.press("p")
    expect(result(page)).to_have_text("2 articles go public")
    make_article(title="Came", **HELD)
    page.keyboard.press("Enter")
    expect(result(page)).to_have_text("Nothing was done: the list has changed")
    expect(page.locator(".items")).to_contain_text("Came")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state=running]")).to_be_visible()
    work()
    expect(result(page)).to_have_text("2 published")
    page.keyboard.press("Escape")
    expect(page.locator("#rows h2")).to_have_text("Came")
    expect(page.locator("#picks")).to_be_hidden()


def test_on_a_phone_the_list_stays_in_sight(open_page, alice, live_server):
    stories(4)
    page = open_page(alice, viewport={"width": 390, "height": 844}, has_touch=True)
    open_queue(page, live_server, "?queue=all")
    box, title = (page.locator(f".row {part}").first for part in (".pick input", "h2"))
    assert abs(box.bounding_box()["y"] - title.bounding_box()["y"]) < 8
    box.check()
    assert page.locator("#picks").bounding_box()["height"] < 844 / 4
    expect(page.get_by_label("Reason")).to_be_hidden()
    page.get_by_role("button", name="More").last.click()
    page.get_by_label("Score for those picked").fill("70")
    page.get_by_role("button", name="Score…").click()
    expect(page.locator("#job h1")).to_have_text("1 article gets the score 70")


def test_escape_leads_back_to_the_list_and_what_was_picked_in_it(page, live_server):
    stories(3)
    open_queue(page, live_server, "?queue=all&q=state:held")
    page.keyboard.press("*")
    page.keyboard.press("p")
    expect(result(page)).to_have_text("3 articles go public")
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/?queue=all&q=state*")
    expect(count(page)).to_contain_text("All that match")
    page.keyboard.press("p")
    page.get_by_role("button", name="Publish 3").click()
    work()
    expect(result(page)).to_have_text("3 published")
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/?queue=all&q=state*")


def test_without_scripts(plain_page, live_server):
    stories(2)
    open_queue(plain_page, live_server, "?queue=all")
    plain_page.locator(".row .pick input").first.check()
    plain_page.get_by_role("button", name="Publish").last.click()
    expect(plain_page.locator("#job h1")).to_have_text("1 article goes public")
    plain_page.get_by_role("button", name="Publish 1").click()
    expect(plain_page.locator("[data-state=running]")).to_be_visible()
    work()
    plain_page.get_by_role("link", name="Refresh").click()
    expect(plain_page.locator("#job h1")).to_have_text("1 published")
