"""Rules of the desk by keys: made, tried as they are typed, applied, ordered, switched, undone."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, BulkJob, Rule
from tests.browser.test_accessibility import LOOKS, found, look_at
from tests.bulk.many import worked
from tests.factories import make_article
from tests.rules import make_rule

__all__ = ["found", "look_at"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(open_page, bob, live_server):
    """The page of rules, for an admin."""

    def open_rules(path=""):
        page = open_page(bob)
        page.goto(f"{live_server.url}/desk/rules/{path}")
        page.wait_for_load_state("networkidle")
        return page

    return open_rules


def work():
    worked(BulkJob.objects.latest("pk"))


def test_a_rule_by_keys_from_the_first_word_to_its_undo(desk, forgiven):
    forgiven.append("422")  # for the condition that is not understood
    for number in range(3):
        make_article(title=f"Ferry {number}")
    page = desk()
    page.keyboard.press("c")
    page.wait_for_url("**/rules/new/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Ferries wait")
    page.keyboard.press("Tab")
    page.keyboard.type("ferry topic:nowhere")
    expect(page.locator("#trial mark")).to_have_text("nowhere")
    for _ in " topic:nowhere":
        page.keyboard.press("Backspace")
    main = page.locator("#rule-dock .primary")
    expect(main).to_contain_text("Save, and hold the 3")
    expect(page.get_by_label("When")).to_have_value("ferry")
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/bulk/\d+/"))
    work()
    page.reload()
    expect(page.locator("h1")).to_have_text("3 changed")
    assert Article.objects.filter(state_by="desk").count() == 3
    page.keyboard.press("z")
    expect(page.locator("#job")).to_have_attribute("data-state", "running")
    work()
    assert not Article.objects.filter(state_by="desk").exists()


def test_moving_ordering_and_switching_by_keys(desk, bob):
    for name in "ABC":
        make_rule(bob, name=name)
    page = desk()
    title = page.locator("#pane h2")
    page.keyboard.press("j")
    expect(title).to_have_text("A")
    page.keyboard.press("j")
    expect(title).to_have_text("B")
    page.keyboard.press("x")
    expect(page.locator("tr[aria-current] .switch")).to_have_attribute("aria-checked", "false")
    page.keyboard.press("+")
    expect(page.locator("tr[aria-current] td").first).to_have_text("1")
    page.keyboard.press("k")
    expect(page.locator("tr[aria-current] td").first).to_have_text("1")
    page.keyboard.press("-")
    expect(page.locator("#toasts")).to_contain_text("Moved “B” from 1 to 2")
    assert [rule.name for rule in Rule.objects.here()] == ["A", "B", "C"]
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/rules/")


def test_what_a_rule_takes_shows_with_its_act(desk):
    page = desk("new/")
    page.get_by_label("Then").select_option("score")
    expect(page.get_by_label("Points")).to_be_visible()
    expect(page.get_by_label("Reason")).to_be_hidden()


def test_lists_what_would_come_of_which(desk, bob):
    make_article(title="Ferry one")
    make_article(title="Ferry two", state="unpublished")
    page = desk(f"{make_rule(bob).pk}/")
    expect(page.locator(".fits")).to_have_text(re.compile("Ferry one"))
    page.get_by_role("button", name=re.compile("are held already")).click()
    expect(page.locator(".fits")).to_have_text(re.compile("Ferry two"))


def test_works_without_scripts(open_page, bob, live_server):
    make_article(title="Ferry one")
    page = open_page(bob, java_script_enabled=False)
    page.goto(f"{live_server.url}/desk/rules/new/")
    page.get_by_label("Name").fill("Ferries wait")
    page.get_by_label("When").fill("ferry")
    page.get_by_role("button", name="Dry run").click()
    page.get_by_role("button", name="Save, and hold the 1").click()
    page.wait_for_url(re.compile(r"/desk/bulk/\d+/"))
    assert Rule.objects.get().name == "Ferries wait"


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_rules_by_axe(look_at, alice, bob, found, look):  # noqa: F811
    context, options = LOOKS[look]
    make_article(title="Ferry one")
    rule, off = make_rule(bob), make_rule(bob, act="score", points=-5)
    Rule.objects.filter(pk=off.pk).update(is_on=False, weeks=[0] * 12, counted_at=rule.changed_at)
    Rule.objects.filter(pk=rule.pk).update(weeks=[*range(12)], month=30, problem="No topic.")

    def tried(page):
        page.wait_for_load_state("networkidle")

    lines = []
    for person in (alice, bob):
        page = look_at(person, **context)
        for path in ("", f"{rule.pk}/", f"{rule.pk}/hits/", *(["new/"] if person == bob else [])):
            lines += found(page, f"/desk/rules/{path}", options, tried)
    assert not lines, "\n".join(lines)
