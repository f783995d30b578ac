"""An import by hand: look, decide, watch, take back. `work` is the worker."""

import re

import pytest
from playwright.sync_api import expect

from articles.actions.articles import score
from articles.imports.actions import start
from articles.models import Article, ImportBatch, State
from tests.browser.imports import import_all, send, status, work
from tests.seeds.samples import ARTICLE

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_preview_comes_up_by_itself(preview):
    expect(preview.locator(".tabs")).to_contain_text("New 2")
    expect(preview.locator(".tabs")).to_contain_text("Errors 1")
    expect(preview.locator(".item")).to_contain_text("2026-11-19-broken.md:2")
    assert not Article.objects.exists()


def test_import_with_live_progress(preview):
    preview.evaluate("window.stayed = true")
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    preview.evaluate("window.stayed = true")
    ImportBatch.objects.update(done=1, total=2)
    expect(preview.locator("#progress")).to_contain_text("1 of 2 files")
    expect(preview.locator("#said")).to_have_text("Importing, 50 %")
    work()
    expect(status(preview)).to_have_text("Imported")
    expect(preview.locator("#said")).to_have_text("Imported")
    assert preview.evaluate("window.stayed")
    assert Article.objects.count() == 2


def test_hold_everything(preview):
    preview.get_by_role("button", name="Import on hold").click()
    expect(status(preview)).to_have_text("Importing")
    work()
    expect(status(preview)).to_have_text("Imported")
    assert not Article.objects.exclude(state=State.UNPUBLISHED).exists()


def test_cancel(preview):
    preview.get_by_role("button", name="Cancel").click()
    expect(status(preview)).to_have_text("Cancelled")
    assert not Article.objects.exists()


def test_cancel_while_it_runs(preview):
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    preview.get_by_role("button", name="Cancel").click()
    expect(preview.locator("#progress")).to_contain_text("Ends after the files at hand.")
    expect(preview.get_by_role("button", name="Cancel")).to_be_hidden()
    work()
    expect(status(preview)).to_have_text("Cancelled")


def test_a_conflict_is_seen_kept_and_settled(imports, files, bob, live_server):
    send(imports, files[1:])
    work()
    batch = ImportBatch.objects.get()
    start(batch=batch, by=bob, hold=False)
    work()
    article = Article.objects.get(path__endswith="ferry.md")
    score(article=article, by=bob, version=article.version, quality=33)

    files[1].write_text(ARTICLE.replace("quality: 81", "quality: 82"))
    imports.goto(f"{live_server.url}/desk/imports/")
    send(imports, files[1])
    work()
    expect(imports.locator(".tabs")).to_have_text(re.compile("Conflicts 1"))
    row = imports.locator(".item")
    expect(row).to_contain_text("ours kept for quality: an editor picks")
    row.locator("summary").click()
    expect(row.locator(".difference")).to_contain_text("81")
    import_all(imports)
    assert Article.objects.get(pk=article.pk).quality == 33

    imports.goto(f"{live_server.url}/desk/conflicts/")
    imports.keyboard.press("2")
    expect(imports.locator(".toast")).to_contain_text("Took the seed's version")
    assert Article.objects.get(pk=article.pk).quality == 82


def test_take_it_back_and_do_it_again(preview):
    import_all(preview)
    preview.get_by_role("button", name="Undo this import").click()
    expect(status(preview)).to_have_text("Undoing")
    work()
    expect(status(preview)).to_have_text("Undone")
    assert not Article.objects.public().exists()
    preview.get_by_role("button", name="Redo this import").click()
    expect(status(preview)).to_have_text("Importing again")
    work()
    expect(status(preview)).to_have_text("Imported")
    assert Article.objects.public().exists()


def test_the_same_again_is_nothing_new(preview, live_server, files):
    import_all(preview)
    first = ImportBatch.objects.get()
    preview.goto(f"{live_server.url}/desk/imports/")
    send(preview, files)
    work()
    expect(preview.locator(".notice:visible")).to_contain_text(f"same as batch {first.pk}")


def test_all_of_it_without_scripts(open_page, bob, live_server, files):
    page = open_page(bob, java_script_enabled=False)
    page.goto(f"{live_server.url}/desk/imports/")
    send(page, files)
    work()
    page.get_by_role("link", name="Refresh").click()
    page.locator("summary").click()
    page.get_by_role("link", name="See the line and mend it").click()
    page.get_by_label("The file").fill(ARTICLE.replace("example/ferry", "example/other"))
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("link", name="2026-11-19").click()
    page.get_by_role("button", name="Import all").click()
    work()
    page.get_by_role("link", name="Refresh").click()
    expect(status(page)).to_have_text("Imported")
    page.get_by_role("button", name="Undo this import").click()
    expect(status(page)).to_have_text("Undoing")
