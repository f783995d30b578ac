"""The files of an import: their classes, what they say, leaving some out."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.imports import import_all, send, settled, work
from tests.seeds.samples import ARTICLE

pytestmark = pytest.mark.django_db(transaction=True)


def test_see_what_a_file_says(preview):
    preview.get_by_role("link", name="New 2").click()
    expect(preview.locator(".item")).to_have_count(2)
    settled(preview)
    row = preview.locator(".item").first
    row.locator("summary").click()
    expect(row.locator(".difference")).to_contain_text("Harbour pilots test a quiet ferry")


def test_leave_a_file_out(preview):
    preview.get_by_role("link", name="New 2").click()
    preview.get_by_role("button", name="Leave out 2026-11-19-ferry.md").click()
    expect(preview.locator(".item.out")).to_contain_text("Left out")
    import_all(preview)
    assert Article.objects.count() == 1


def test_left_out_and_taken_in_by_key(preview):
    preview.get_by_role("link", name="New 2").click()
    settled(preview)
    leave = preview.get_by_role("button", name="Leave out 2026-11-19-ferry.md")
    leave.press("Enter")
    take = preview.get_by_role("button", name="Take in 2026-11-19-ferry.md")
    expect(take).to_be_focused()
    expect(preview.locator("#tab-new")).to_have_text("New 1")
    expect(preview.locator("#tab-skipped")).to_have_text("Left out 1")
    expect(preview.locator("#decide")).to_contain_text("1 that you left out")
    take.press("Enter")
    expect(leave).to_be_focused()
    expect(preview.locator("#tab-new")).to_have_text("New 2")
    expect(preview.locator("#tab-skipped")).to_have_count(0)


def test_a_number_leads_to_its_files(preview):
    preview.locator("#outlook").get_by_role("link", name="2 new articles").click()
    preview.wait_for_url("**?class=articles#files")
    expect(preview.locator(".item")).to_have_count(2)
    expect(preview.locator("#found")).to_contain_text("New articles")


def test_find_by_path(preview):
    preview.get_by_role("link", name="New 2").click()
    expect(preview.locator(".item")).to_have_count(2)
    preview.get_by_label("Part of the title or path").fill("vid")
    expect(preview.locator(".item")).to_have_count(1)
    expect(preview.locator(".item")).to_contain_text("video.md")


def test_a_filter_typed_at_once_is_for_the_new_class(preview, forgiven):
    forgiven += ["htmx:afterRequest", "htmx:sendAbort"]  # the newest request wins
    held = []
    of_new = re.compile(r"/items/\?class=new$")
    preview.route(
        of_new, lambda route: held.append(route)
    )  # the list of the new class is still to come
    preview.get_by_role("link", name="New 2").click()
    preview.get_by_label("Part of the title or path").fill("vid")
    expect(preview.locator(".item")).to_have_count(1)
    expect(preview.locator(".item")).to_contain_text("video.md")
    expect(preview.locator(".tabs [aria-current]")).to_have_text("New 2")
    expect(preview.get_by_label("Part of the title or path")).to_have_value("vid")
    assert len(held) == 1
    assert preview.url.endswith("?class=new&q=vid")


def test_another_class_begins_without_a_filter(preview):
    preview.get_by_label("Part of the title or path").fill("nothing")
    expect(preview.locator(".nothing")).to_be_visible()
    preview.get_by_role("link", name="New 2").click()
    expect(preview.locator(".item")).to_have_count(2)
    expect(preview.get_by_label("Part of the title or path")).to_have_value("")
    expect(preview.get_by_role("link", name="New 2")).to_be_focused()
    expect(preview.get_by_role("link", name="the list (CSV)")).to_be_hidden()
    preview.go_back()
    expect(preview.locator(".nothing")).to_be_visible()
    preview.go_back()
    expect(preview.locator(".item")).to_contain_text("2026-11-19-broken.md:2")
    expect(preview.get_by_role("link", name="the list (CSV)")).to_be_visible()


def test_a_duplicate_is_named_and_left_out(imports, files, tmp_path):
    again = tmp_path / "again.md"
    again.write_text(ARTICLE.replace("harbour.example/ferry", "harbour.example/2026/ferry"))
    send(imports, [files[1], again])
    work()
    imports.get_by_role("link", name="1 article seems to be a duplicate of another").click()
    row = imports.locator(".item")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Seems to be a duplicate of")
    expect(row).to_contain_text(f"{files[1].name} in this import")
    row.get_by_role("button", name="Leave out again.md").click()
    expect(imports.locator(".item.out")).to_contain_text("Seems to be a duplicate")
    import_all(imports)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits_the_screen(scheme, width, open_page, bob, live_server, files, imports):
    send(imports, files)
    work()
    page = open_page(bob, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(imports.url)
    page.locator("summary").first.click()
    expect(page.get_by_label("The file")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
