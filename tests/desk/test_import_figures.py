"""Every number on an import's page is that of the list to which it leads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.actions import articles as acts
from articles.desk.imports import classes, item_list
from articles.imports import actions, jobs, phases
from articles.models import Article, BatchState, ImportBatch
from articles.seeds.kinds import AddressChoice
from tests.desk.imports import check, files, text, url
from tests.factories import make_topic
from tests.imports.staged import applied, imported, mended_alike, now, previewed, undone
from tests.ingest.batches import bring_in, numbered, picture, provider, tarred, topic, write

pytestmark = pytest.mark.django_db
LONG = "A quiet ferry crosses the fjord"
AHEAD = timezone.now() + timedelta(days=3)
BEFORE = {f"_news/{name}.md": numbered(name) for name in ("changed", "kept", "heat", "same")}
FILES = {
    "_news/changed.md": numbered("changed", title="Louder"),
    "_news/kept.md": numbered("kept", quality=90),
    "_news/heat.md": numbered("heat", heat=99),
    "_news/same.md": numbered("same"),
    "_news/public.md": numbered("public", title=LONG),
    "_news/unset.md": numbered("unset", published=None, quality=None, title="Nobody said"),
    "_news/held.md": numbered("held", published=False, title="Held back"),
    "_news/later.md": numbered("later", published_at=AHEAD, title="Not yet"),
    "_news/never.md": numbered("never", published_at=AHEAD, published=False, title="Nor this"),
    "_news/z-alike.md": numbered("alike", title=LONG),
    "_news/update.md": numbered("public", title=LONG, excerpt="More."),
    "_news/z-clash.md": numbered("public", title="Another thing"),
    "_news/out.md": numbered("out", title="Left out"),
    "_news/z-alike-out.md": numbered("alike-out", title=LONG),
    "_news/noted.md": numbered("noted", title="Noted \u202e", images=(picture("a"),)),
    "_news/broken.md": b"---\n",
    "_news/mendable.md": numbered("mendable", title="A: b").replace(b'"A: b"', b"A: b"),
    "_data/topics/05-ferries.yaml": topic("ferries", "Ferries", "Transport"),
    "_data/organizations/harbour.example.md": provider("harbour.example", "Harbour"),
    "assets/images/f.jpg": b"picture",
    "README.md": b"hello",
    "docs/notes.pdf": b"hello",
}


STATES = ("public", "later", "held")


@pytest.fixture
def preview(bob, alice, monkeypatch):
    """The preview of a batch with files of every class, some of which were left out."""
    monkeypatch.setattr(item_list, "PAGE_SIZE", 2)
    imported(bob, BEFORE)
    article = Article.objects.get(path="_news/kept.md")
    acts.score(article=article, by=alice, version=article.version, quality=12)
    batch = previewed(bob, FILES)
    out = batch.items.filter(path__endswith="out.md").values_list("pk", flat=True)
    actions.skip(batch=batch, by=bob, items=out, skip=True)
    return now(batch)


def test_before_the_import(as_bob, preview):
    found = check(as_bob, preview)
    assert found["4 go public"] == {"public.md", "unset.md", "z-alike.md", "noted.md"}
    assert found["1 waits for its time"] == {"later.md"}
    assert found["2 are held"] == {"held.md", "never.md"}
    assert found["7 new articles"] == {
        *found["4 go public"],
        *found["1 waits for its time"],
        *found["2 are held"],
    }
    assert found["2 articles change"] == {"changed.md", "update.md"}
    assert found["1 is in conflict with what editors said"] == {"kept.md"}
    assert found["1 looks like a duplicate"] == {"z-alike.md"}
    assert found["2 cannot be read"] == {"broken.md", "mendable.md"}
    assert found["1 clashes with another story"] == {"z-clash.md"}
    assert found["Left out 2"] == {"out.md", "z-alike-out.md"}
    assert found["3 other new files"] == {
        *("_data/topics/05-ferries.yaml", "_data/organizations/harbour.example.md"),
        "assets/images/f.jpg",
    }
    assert len(found) == 20


def test_afterwards(as_bob, bob, preview):
    found = check(as_bob, applied(preview, bob))
    assert found["4 went public"] == {"public.md", "unset.md", "z-alike.md", "noted.md"}
    public = set(Article.objects.public().filter(import_items__batch=preview))
    new = {name: {item.article for item in classes.rows(preview, name)} for name in STATES}
    assert (new["public"] <= public, new["held"] & public, new["later"] & public) == (
        True,
        set(),
        set(),
    )
    assert found["1 keeps what an editor said"] == {"kept.md"}
    assert found["2 were left out"] == {"out.md", "z-alike-out.md"}
    assert found["1 looks like a duplicate"] == {"z-alike.md"}
    assert len(found) == 21


def test_what_editors_do_later_changes_none_of_it(as_bob, bob, alice, preview):
    batch = applied(preview, bob)
    before = check(as_bob, batch)
    for article in Article.objects.filter(batch=batch):
        acts.reject(article=article, by=alice, version=article.version)
    assert check(as_bob, batch) == before


def test_with_everything_held(as_bob, bob, preview):
    found = check(as_bob, applied(preview, bob, hold=True))
    assert len(found["7 were held"]) == 7
    assert not [words for words in found if "public" in words or "waits" in words]


def test_with_files_mended_and_decided_on(as_bob, bob, preview):
    batch = mended_alike(preview, bob)
    clash = batch.items.get(result="clash")
    actions.decide(item=clash, by=bob, choice=AddressChoice.OWN)
    found = check(as_bob, batch)
    assert found["6 go public"] >= {"z-clash.md", "mendable.md"}
    assert found["1 cannot be read"] == {"broken.md"}
    assert check(as_bob, applied(now(batch), bob))["6 went public"] == found["6 go public"]


def test_mended_once_it_is_done(as_bob, bob, preview):
    batch = mended_alike(applied(preview, bob), bob)
    found = check(as_bob, batch)
    assert "mendable.md" in found["5 went public"]
    assert found["1 cannot be read"] == {"broken.md"}


def test_ended_half_way(as_bob, bob, preview, monkeypatch):
    monkeypatch.setattr(phases, "CHUNK", 1)
    monkeypatch.setattr("articles.ingest.engine.AHEAD", 0)
    calls = iter([False] * 8)

    def stop():
        ended = next(calls, True)
        ImportBatch.objects.filter(pk=preview.pk).update(stop=ended)
        return ended

    monkeypatch.setattr(jobs, "_stop", lambda batch: stop)
    batch = applied(preview, bob)
    assert batch.state == BatchState.CANCELLED
    found = check(as_bob, batch)
    left = next(rows for words, rows in found.items() if words.endswith("were left out"))
    assert {"out.md", "z-alike-out.md", "z-alike.md"} < left
    assert found["Left out " + str(len(left))] == left


def test_undone(as_bob, bob, preview):
    assert check(as_bob, undone(applied(preview, bob), bob))["Left out 2"]


def test_an_import_by_command(as_bob, preview, tmp_path):
    files = {path.replace("_news/", "_news/c-"): data for path, data in FILES.items()}
    whole = tarred(tmp_path / "cut.tar.gz", {f"{n}.md": numbered(n) for n in range(99)})
    whole.write_bytes(whole.read_bytes()[:-200])
    report = bring_in(write(tmp_path / "site", files), whole)
    batch = now(report.batch)
    assert (batch.counts["ignored"], batch.counts["error"]) == (2, 3)  # one is the archive
    assert "cut.tar.gz" in text(as_bob.get(url("import-detail", batch)))
    found = check(as_bob, batch)
    assert found["2 cannot be read"] == {"c-broken.md", "c-mendable.md"}


def test_new_topics_are_counted_and_named(as_bob, bob, preview):
    page = text(as_bob.get(url("import-detail", preview)))
    assert ("1 new topic;" in page, "New topics: Ferries" in page) == (True, True)
    key = preview.items.get(kind="topic").pk
    actions.skip(batch=preview, by=bob, items=[key], skip=True)
    page = text(as_bob.get(url("import-detail", preview)))
    assert ("new topic" in page, "New topics:" in page) == (False, False)


def test_topics_that_came_meanwhile_are_new_no_more(as_bob, bob):
    batch = previewed(bob, {"_news/a.md": numbered(1, topics=("Ships", "ships", "Boats"))})
    assert "2 new topics." in text(as_bob.get(url("import-detail", batch)))
    make_topic(name="Ships", slug="ships")
    page = text(as_bob.get(url("import-detail", batch)))
    assert ("1 new topic." in page, "New topics: Boats<" in page) == (True, True)


def test_very_many_new_topics_are_not_all_named(as_bob, bob):
    files = {f"_news/{n}.md": numbered(n, topics=(f"Topic {n}",)) for n in range(9)}
    page = text(as_bob.get(url("import-detail", previewed(bob, files))))
    assert "New topics: Topic 0, Topic 1, Topic 2, Topic 3, Topic 4 and 4 more" in page


@pytest.mark.parametrize("name", [*classes.LABELS, *classes.TITLES, *classes.ACROSS])
def test_each_class_has_a_list(as_bob, preview, name):
    address = url("import-detail", preview)
    listed = files(as_bob, f"{address}?class={name}")
    assert len(listed) == classes.figures(preview)[name]


def test_a_class_without_a_tab_is_named_above_its_files(as_bob, preview):
    page = text(as_bob.get(url("import-detail", preview), {"class": "held"}))
    assert "<h2" in page
    assert "New articles, held" in page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables")
@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("new", "importitem_of_class"),
        ("held", "importitem_outlook"),
        ("public", "importitem_of_class"),
        ("skipped", "importitem_skipped"),
        ("noted", "importitem_noted"),
        ("duplicate", "importitem_duplicate"),
    ],
)
def test_an_index_answers_for_each_list(preview, name, index):
    plan = classes.rows(preview, name).order_by("pk").explain()
    assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan
