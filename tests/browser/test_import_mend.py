"""Broken files of an import, mended by key: one after the other, on any page, and all at once."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.desk.imports import item_list
from articles.models import Article
from tests.browser.imports import import_all, settled, status, work
from tests.imports.staged import previewed
from tests.ingest.batches import numbered
from tests.seeds.samples import ARTICLE

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("first", "second", "third")


def broken(name):
    good = numbered(name, title=f"Ferry {name}: again").decode()
    return good.replace(f'"Ferry {name}: again"', f"Ferry {name}: again").encode()


@pytest.fixture
def batch(bob):
    """An import of which three files are broken in their third line, and one in no known way."""
    files = {f"_news/{n}-{name}.md": broken(name) for n, name in enumerate(NAMES)}
    return previewed(bob, files | {"_news/9.md": b"---\nname: x\n---\n", **GOOD})


GOOD = {"_news/0-a-good.md": numbered("good", title="Night ferries begin")}


@pytest.fixture
def mending(open_page, bob, live_server, batch):
    page = open_page(bob)
    page.goto(live_server.url + reverse("desk:import-detail", args=[batch.pk]))
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def pages(monkeypatch):
    """Pages of the list of files are of two."""
    monkeypatch.setattr(item_list, "PAGE_SIZE", 2)


def at(page, name):
    """The caret is in the box of this file, in the line that is broken."""
    box = page.locator(".item", has_text=f"-{name}.md").get_by_label("The file")
    expect(box).to_be_focused()
    before = box.evaluate("box => box.value.slice(0, box.selectionStart)").split("\n")
    assert (len(before), before[-1]) == (3, f"title: Ferry {name}")
    return box


def step(page, key="n"):
    """Esc leaves the file's box: keys type in there."""
    page.keyboard.press("Escape")
    page.keyboard.press(key)


def test_one_after_the_other(mending):
    items = mending.locator(".item")
    items.nth(0).locator("summary").click()
    for number, name in enumerate(NAMES):
        box = at(mending, name)
        box.fill(numbered(name).decode())
        box.press("Control+Enter")
        expect(items.nth(number)).to_contain_text("Mended")
        expect(mending.locator("#tab-error")).to_have_text(f"Errors {3 - number}")
    expect(mending.locator("#outlook")).to_contain_text("4 new articles")
    expect(items.nth(3).get_by_label("The file")).to_be_focused()


def test_after_the_last_one_those_passed_over_come_again(mending):
    step(mending)
    at(mending, "first")
    for _ in range(3):
        step(mending)
    last = mending.locator(".item").last.get_by_label("The file")
    expect(last).to_be_focused()
    last.fill(numbered("last").decode())
    last.press("Control+Enter")
    at(mending, "first")


def test_behind_the_last_one_the_first_comes_and_says_so(mending):
    for _ in range(4):
        step(mending)
    expect(mending.locator(".item").last.get_by_label("The file")).to_be_focused()
    step(mending)
    at(mending, "first")
    expect(mending.locator(".item").first).to_contain_text("Round again: the first error")
    expect(mending.locator("#said")).to_have_text("Round again: the first error")
    step(mending, "Shift+N")
    expect(mending.locator(".item").last.get_by_label("The file")).to_be_focused()
    expect(mending.locator(".item").last).to_contain_text("Round again: the last error")
    expect(mending.locator(".item").first).not_to_contain_text("Round again")


def test_only_the_last_mended_says_how_many_are_left(mending):
    step(mending)
    for name in ("first", "second"):
        box = at(mending, name)
        box.fill(numbered(name).decode())
        box.press("Control+Enter")
    expect(mending.locator(".item").nth(1)).to_contain_text("2 left")
    expect(mending.locator(".item").first).not_to_contain_text("left")


@pytest.mark.usefixtures("pages")
def test_by_key_over_all_pages_and_back(mending):
    expect(mending.locator(".item")).to_have_count(2)
    for name in NAMES:
        step(mending)
        at(mending, name)
    expect(mending.locator(".item")).to_have_count(4)
    for name in reversed(NAMES[:2]):
        step(mending, "Shift+N")
        at(mending, name)
    expect(mending.locator(".item [open]")).to_have_count(1)


@pytest.mark.usefixtures("pages")
def test_by_button_over_all_pages_and_back(mending):
    mending.locator("summary").first.click()
    for name in NAMES[1:]:
        mending.locator(".item:has([open])").get_by_role("link", name="Next error").click()
        at(mending, name)
    mending.locator(".item:has([open])").get_by_role("link", name="Previous error").click()
    at(mending, "second")


@pytest.mark.usefixtures("pages")
def test_mended_at_the_end_of_a_page_the_next_comes_up(mending):
    mending.locator("summary").nth(1).click()
    box = at(mending, "second")
    box.fill(numbered("second").decode())
    box.press("Control+Enter")
    at(mending, "third")


@pytest.mark.usefixtures("pages")
def test_back_over_the_start_of_a_list(mending):
    address = mending.locator("#more a").evaluate("link => link.href")
    mending.goto(address)
    mending.wait_for_load_state("networkidle")
    step(mending)
    at(mending, "third")
    step(mending, "Shift+N")
    mending.wait_for_url("**/items/*/")
    at(mending, "second")
    step(mending)
    mending.wait_for_load_state("networkidle")
    at(mending, "third")


def test_from_another_class_the_key_leads_to_the_errors(mending):
    mending.get_by_role("link", name="New 1").click()
    expect(mending.locator(".item")).to_have_count(1)
    step(mending)
    at(mending, "first")


def test_what_was_typed_stays_open(mending):
    step(mending)
    at(mending, "first").fill("typed")
    step(mending)
    at(mending, "second")
    expect(mending.locator(".item [open]")).to_have_count(2)
    mending.locator(".item textarea").first.evaluate("box => { box.value = box.defaultValue }")


def test_all_alike_at_once(mending, batch):
    step(mending)
    at(mending, "first")
    mending.get_by_role("link", name="Put quotes: 3 files").press("Enter")
    mending.wait_for_url("**/mend/quotes/")
    button = mending.get_by_role("button", name="Put quotes in all of them")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(status(mending)).to_have_text("Mending")
    work()
    expect(status(mending)).to_have_text("Waits for you")
    expect(mending.locator("#mended")).to_have_text("Put quotes: done in 3 files.")
    expect(mending.locator("#tab-error")).to_have_text("Errors 1")
    expect(mending.locator("#outlook")).to_contain_text("4 new articles: 4 go public")
    expect(mending.locator(".item").get_by_label("The file")).to_be_focused()


def test_with_nothing_left_to_mend_the_import_is_next(mending, batch):
    batch.items.filter(path="_news/9.md").delete()
    mending.goto(f"{mending.url}mend/quotes/")
    mending.keyboard.press("Enter")
    expect(status(mending)).to_have_text("Mending")
    work()
    expect(mending.get_by_role("button", name="Import all")).to_be_focused()


def test_what_clashes_once_it_is_mended_is_decided_on_the_spot(mending, forgiven):
    step(mending)
    box = at(mending, "first")
    box.fill(numbered("good", title="Something else").decode())
    box.press("Control+Enter")
    own = mending.get_by_role("button", name="A story of its own")
    expect(own).to_be_focused()
    expect(mending.locator(".item").first).to_contain_text("Night ferries begin")
    expect(mending.locator("#outlook")).to_contain_text("1 clashes with another story")
    own.press("Enter")
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(own).to_be_focused()
    expect(mending.locator("#outlook")).to_contain_text("2 new articles")
    expect(mending.locator("#outlook")).not_to_contain_text("address")


def test_mend_what_is_broken(preview, forgiven):
    forgiven.append("422")
    row = preview.locator(".item")
    row.locator("summary").click()
    expect(row.locator(".spot")).to_contain_text("title: Ferry: the return")
    row.get_by_label("The file").fill("---\ntitle: Still: wrong\n---\n")
    row.get_by_role("button", name="Try again").click()
    expect(row.locator(".spot")).to_contain_text("title: Still: wrong")
    mended = ARTICLE.replace("example/ferry", "example/other")
    row.get_by_label("The file").fill(mended)
    row.get_by_role("button", name="Try again").click()
    expect(row).to_contain_text("Mended: it will be imported with the others.")
    import_all(preview)
    assert Article.objects.count() == 3


def test_mend_what_was_parked(preview):
    import_all(preview)
    tab = preview.get_by_role("link", name="Errors 1")
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")
    settled(preview)
    row = preview.locator(".item")
    row.locator("summary").click()
    row.get_by_label("The file").fill(ARTICLE.replace("example/ferry", "example/other"))
    row.get_by_role("button", name="Try again and import it").click()
    expect(row).to_contain_text("Mended and imported.")
    assert Article.objects.count() == 3
