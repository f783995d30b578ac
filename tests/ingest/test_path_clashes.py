"""A file that holds another story than before: neither takes the place of the other."""

import pytest

from articles.actions import articles as acts
from articles.export import exported_files
from articles.models import Article, ImportBatch, ImportItem, SeedFile
from articles.seeds.kinds import AddressChoice
from tests.ingest.batches import bring_in, command, counted, seed, write
from tests.ingest.test_address_clashes import decide, messages, titles
from tests.queries import queries

pytestmark = pytest.mark.django_db

A, B, C = (f"_news/{name}.md" for name in "abc")
TIDE = {"title": "Tide mill turns again", "web_url": "https://coast.example/mill"}
MOTH = {"title": "Moths return to the dunes", "web_url": "https://coast.example/moths"}
KILN = {"title": "A kiln goes cold for good", "web_url": "https://coast.example/kiln"}


@pytest.fixture
def rejected(tmp_path, alice):
    """A story that an editor rejected: nothing of it may go public, nothing else be hidden."""
    bring_in(write(tmp_path / "before", {A: seed(**TIDE)}))
    article = Article.objects.get()
    acts.reject(article=article, by=alice, version=article.version)
    return article


def reviews():
    return dict(Article.objects.values_list("title", "review"))


def paths():
    return {title: path for path, title in titles().items()}


def test_it_waits_for_a_decision(tmp_path, rejected):
    report = bring_in(write(tmp_path / "now", {A: seed(**MOTH)}))
    assert counted(report) == {"clash": 1}
    assert messages(report)[A].startswith(
        "holds another story now, with another address and title: not imported (say on the desk"
    )
    assert reviews() == {TIDE["title"]: "rejected"}
    assert SeedFile.objects.get(path=A).text == seed(**TIDE).decode()


def test_it_waits_with_its_bytes(tmp_path, rejected):
    bring_in(write(tmp_path / "now", {A: seed(**MOTH)}))
    item = ImportItem.objects.get(result="clash")
    assert (item.same_address_as, item.applied_at, bytes(item.data)) == (A, None, seed(**MOTH))


def test_a_single_file_by_the_command_as_well(tmp_path):
    path = tmp_path / "article.md"
    path.write_bytes(seed(**TIDE))
    assert command("import_seeds", path)[0] == 0
    path.write_bytes(seed(**MOTH))
    status, out, err = command("import_seeds", path)
    assert (status, err.startswith("article.md: holds another story now")) == (1, True)
    assert "1 clash" in out


@pytest.mark.parametrize("edit", [{"title": MOTH["title"]}, {"web_url": MOTH["web_url"]}])
def test_an_edit_of_one_is_followed(tmp_path, rejected, edit):
    report = bring_in(write(tmp_path / "now", {A: seed(**{**TIDE, **edit})}))
    assert counted(report) == {"content": 1}
    assert Article.objects.get().review == "rejected"


def test_the_titles_of_seed_and_editor_both_count(tmp_path, alice):
    bring_in(write(tmp_path / "before", {A: seed(**TIDE)}))
    article = Article.objects.get()
    lists = {"topics": [], "images": []}
    version = article.version
    acts.edit(article=article, by=alice, version=version, title="Ours", excerpt="", **lists)
    moved = seed(title=TIDE["title"].upper(), web_url="https://coast.example/tide-mill")
    assert counted(bring_in(write(tmp_path / "now", {A: moved}))) == {"conflict": 1}


def test_a_story_that_moved_on_keeps_its_decision(tmp_path, rejected):
    files = {A: seed(**MOTH), B: seed(**TIDE)}
    report = bring_in(write(tmp_path / "now", files))
    assert counted(report) == {"new": 1, "metrics": 1}
    assert messages(report)[B] == f"same story as {A}: read as an update of it"
    assert reviews() == {TIDE["title"]: "rejected", MOTH["title"]: "unreviewed"}
    assert titles() == {A: MOTH["title"], B: TIDE["title"]}
    assert counted(bring_in(tmp_path / "now")) == {"unchanged": 2}


def test_two_files_swap_names(tmp_path, rejected):
    bring_in(write(tmp_path / "more", {B: seed(**MOTH)}))
    report = bring_in(write(tmp_path / "now", {A: seed(**MOTH), B: seed(**TIDE)}))
    assert counted(report) == {"metrics": 2}
    assert reviews() == {TIDE["title"]: "rejected", MOTH["title"]: "unreviewed"}
    assert paths() == {MOTH["title"]: A, TIDE["title"]: B}
    assert counted(bring_in(tmp_path / "now")) == {"unchanged": 2}
    assert dict(exported_files()) == {A: seed(**MOTH), B: seed(**TIDE, published=False)}


def test_they_swap_back(tmp_path, rejected):
    bring_in(write(tmp_path / "before", {B: seed(**MOTH)}))
    bring_in(write(tmp_path / "now", {A: seed(**MOTH), B: seed(**TIDE)}))
    assert counted(bring_in(tmp_path / "before")) == {"metrics": 2}
    assert paths() == {TIDE["title"]: A, MOTH["title"]: B}
    bring_in(tmp_path / "now")
    assert paths() == {MOTH["title"]: A, TIDE["title"]: B}
    assert reviews() == {TIDE["title"]: "rejected", MOTH["title"]: "unreviewed"}


def test_stories_of_one_title_go_by_their_address(tmp_path, rejected):
    """A column has the same title each day."""
    other = {**TIDE, "web_url": "https://coast.example/mill/2"}
    decide((B, seed(**other), AddressChoice.OWN))
    bring_in(write(tmp_path / "now", {A: seed(**other), B: seed(**TIDE)}))
    assert Article.objects.get(path=B) == rejected


def test_names_shift_by_one(tmp_path, rejected):
    stories = [TIDE, MOTH, KILN, {"title": "One more", "web_url": "https://coast.example/more"}]
    bring_in(write(tmp_path / "before", {B: seed(**MOTH), C: seed(**KILN)}))
    files = {path: seed(**story) for path, story in zip((A, B, C), stories[1:], strict=True)}
    report = bring_in(write(tmp_path / "now", files))
    assert counted(report) == {"new": 1, "metrics": 2}
    assert titles() == {
        A: MOTH["title"],
        B: KILN["title"],
        C: "One more",
        f"{A} (formerly article {rejected.pk})": TIDE["title"],
    }
    assert reviews()[TIDE["title"]] == "rejected"


def test_as_a_story_of_its_own(rejected):
    report = decide((A, seed(**MOTH), AddressChoice.OWN))
    assert counted(report) == {"new": 1}
    assert reviews() == {TIDE["title"]: "rejected", MOTH["title"]: "unreviewed"}
    assert titles() == {
        A: MOTH["title"],
        f"{A} (formerly article {rejected.pk})": TIDE["title"],
    }
    assert dict(exported_files()) == {A: seed(**MOTH)}


def test_as_the_one_that_was_there(rejected):
    assert counted(decide((A, seed(**MOTH), AddressChoice.UPDATE))) == {"content": 1}
    assert reviews() == {MOTH["title"]: "rejected"}


def test_the_other_comes_back_under_another_path(tmp_path, rejected):
    decide((A, seed(**MOTH), AddressChoice.OWN))
    report = bring_in(write(tmp_path / "now", {B: seed(**TIDE, excerpt="The wheel is of oak.")}))
    assert counted(report) == {"content": 1}
    rejected.refresh_from_db()
    assert (rejected.path, rejected.excerpt) == (B, "The wheel is of oak.")
    assert (rejected.review, rejected.changed_at is not None) == ("rejected", True)


def test_three_stories_one_after_the_other_have_addresses_of_their_own(rejected):
    for story in (MOTH, KILN):
        decide((A, seed(**story), AddressChoice.OWN))
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert (len(slugs), "a" in slugs) == (3, True)


def test_the_longest_path(tmp_path, alice):
    path = f"_news/{'x' * 491}.md"
    decide((path, seed(**TIDE), ""))
    decide((path, seed(**MOTH), AddressChoice.OWN))
    former = Article.objects.get(title=TIDE["title"]).path
    assert (len(former), former.startswith("_news/xxx")) == (500, True)


def test_the_same_clash_again_makes_no_batch(tmp_path, rejected):
    folder = write(tmp_path / "now", {A: seed(**MOTH)})
    bring_in(folder)
    before = ImportBatch.objects.count()
    assert counted(bring_in(folder)) == {"clash": 1}
    assert ImportBatch.objects.count() == before


@pytest.mark.parametrize("story", [TIDE, MOTH])
def test_a_preview_promises_it(tmp_path, rejected, story):
    bring_in(write(tmp_path / "more", {B: seed(**MOTH)}))
    folder = write(tmp_path / "now", {A: seed(**KILN), B: seed(**story), C: seed(**TIDE)})
    promised = bring_in(folder, dry_run=True)
    done = bring_in(folder)
    assert (counted(promised), messages(promised)) == (counted(done), messages(done))


def test_an_edit_takes_no_more_queries_for_it(tmp_path):
    costs = set()
    for many in (5, 20):
        old = {f"_news/{many}-{n}.md": seed(web_url=f"https://c.example/{n}") for n in range(many)}
        new = {
            path: seed(title="Anew", web_url=f"https://c.example/{n}", excerpt="Anew")
            for n, path in enumerate(old)
        }
        bring_in(write(tmp_path / f"{many}-old", old))
        folder = write(tmp_path / f"{many}-new", new)
        costs.add(len(queries(lambda folder=folder: bring_in(folder, dry_run=True))))
    assert len(costs) == 1
