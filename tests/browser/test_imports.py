"""An import by hand: send, look, decide, watch, mend, take back. `work` is the worker."""

import re

import pytest
from playwright.sync_api import expect

from articles.actions.articles import score
from articles.imports.actions import start
from articles.imports.jobs import TASKS
from articles.models import Article, BatchState, ImportBatch, State
from tests.seeds.samples import ARTICLE, VIDEO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def files(tmp_path):
    """A site's folder with two good articles and a broken one."""
    news = tmp_path / "site" / "_news"
    news.mkdir(parents=True)
    (news / "2026-11-19-ferry.md").write_text(ARTICLE)
    (news / "2026-11-19-video.md").write_text(VIDEO)
    (news / "2026-11-19-broken.md").write_text("---\ntitle: Ferry: the return\n---\n")
    return sorted(news.iterdir())


@pytest.fixture
def imports(open_page, bob, live_server):
    page = open_page(bob)
    page.goto(f"{live_server.url}/desk/imports/")
    return page


def work():
    """Does what is queued."""
    batch = ImportBatch.objects.latest("pk")
    TASKS[batch.state].call(batch.pk)


def send(page, files):
    page.get_by_label("Seeds, a site’s folder").set_input_files(files)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/desk/imports/*/")


def status(page):
    return page.locator(".batch-head .status")


@pytest.fixture
def preview(imports, files):
    """The page after the worker has read the files."""
    send(imports, files)
    expect(status(imports)).to_have_text("Reading")
    work()
    expect(status(imports)).to_have_text("Waits for you")
    return imports


def test_the_preview_comes_up_by_itself(preview):
    expect(preview.locator(".tabs")).to_contain_text("New 2")
    expect(preview.locator(".tabs")).to_contain_text("Errors 1")
    expect(preview.locator(".item")).to_contain_text("2026-11-19-broken.md:2")
    assert not Article.objects.exists()


def test_a_folder_keeps_its_paths(imports, files):
    imports.locator("#folder").set_input_files(files[0].parent.parent)
    imports.wait_for_url("**/desk/imports/*/")
    expect(imports.get_by_role("heading", level=1)).to_have_text("site")
    work()
    imports.get_by_role("link", name="New 2").click()
    expect(imports.locator(".item").first).to_contain_text("_news/2026-11-19-ferry.md")


def test_many_files_go_in_parts(imports, tmp_path):
    many = [tmp_path / f"{number}.md" for number in range(250)]
    for path in many:
        path.write_text(ARTICLE)
    sent = []
    imports.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    send(imports, many)
    assert len(sent) == 3
    assert ImportBatch.objects.get().state == BatchState.READING


def test_too_much_is_said_before_it_is_sent(imports, tmp_path):
    imports.locator("#send").evaluate("form => { form.dataset.megabytes = '0.001' }")
    large = tmp_path / "large.md"
    large.write_text("x" * 2000)
    imports.get_by_label("Seeds, a site’s folder").set_input_files(large)
    imports.get_by_role("button", name="Read it").click()
    expect(imports.get_by_role("alert")).to_contain_text("cannot be sent at once")
    assert not ImportBatch.objects.exists()


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
    preview.get_by_role("button", name="Hold everything").click()
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


def settled(page):
    """Wait until new rows listen to being opened."""
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-added")).to_have_count(0)


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
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    work()
    expect(status(preview)).to_have_text("Imported")
    assert Article.objects.count() == 1


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
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    work()
    expect(status(preview)).to_have_text("Imported")
    assert Article.objects.count() == 3


def test_mend_what_was_parked(preview):
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    work()
    expect(status(preview)).to_have_text("Imported")
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
    imports.get_by_role("button", name="Import all").click()
    expect(status(imports)).to_have_text("Importing")
    work()
    expect(status(imports)).to_have_text("Imported")
    assert Article.objects.get(pk=article.pk).quality == 33

    imports.goto(f"{live_server.url}/desk/conflicts/")
    imports.keyboard.press("2")
    expect(imports.locator(".toast")).to_contain_text("Took the seed's version")
    assert Article.objects.get(pk=article.pk).quality == 82


def test_a_duplicate_is_named_and_left_out(imports, files, tmp_path):
    again = tmp_path / "again.md"
    again.write_text(ARTICLE.replace("harbour.example/ferry", "harbour.example/2026/ferry"))
    send(imports, [files[1], again])
    work()
    imports.get_by_role("link", name="1 article seems to be a duplicate of another").click()
    row = imports.locator(".item")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"Seems to be a duplicate of {files[1].name} in this import")
    row.get_by_role("button", name="Leave out again.md").click()
    expect(imports.locator(".item.out")).to_contain_text("Seems to be a duplicate")
    imports.get_by_role("button", name="Import all").click()
    expect(status(imports)).to_have_text("Importing")
    work()
    expect(status(imports)).to_have_text("Imported")
    assert Article.objects.count() == 1


def test_take_it_back_and_do_it_again(preview):
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    work()
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
    preview.get_by_role("button", name="Import all").click()
    expect(status(preview)).to_have_text("Importing")
    work()
    first = ImportBatch.objects.get()
    preview.goto(f"{live_server.url}/desk/imports/")
    send(preview, files)
    work()
    expect(preview.locator(".notice")).to_contain_text(f"same as batch {first.pk}")


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
