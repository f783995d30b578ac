"""Files of a preview tried again: what changes for them changes for the others of their stories."""

import pytest

from articles.actions.errors import Refused
from articles.imports import actions, trials
from articles.models import Article, BatchState, ImportBatch
from articles.seeds.kinds import AddressChoice
from tests.imports.staged import (
    BOATS,
    FERRIES,
    applied,
    counted,
    imported,
    items,
    now,
    previewed,
)
from tests.ingest.batches import bring_in, numbered, seed, topic, write

pytestmark = pytest.mark.django_db
A, B, C = "_news/a.md", "_news/b.md", "_news/c.md"
TITLE = "Ferries: a quiet year"
BROKEN = seed(title=TITLE).replace(b'"Ferries: a quiet year"', b"Ferries: a quiet year")
LONG = "A quiet ferry crosses the fjord"


def mend(batch, by, path, **fields):
    """Mend the file at this path as a seed that says so."""
    item = batch.items.get(path=path)
    return actions.mend(item=item, by=by, text=seed(**fields).decode())


def skip(batch, by, path, *, out=True):
    actions.skip(batch=batch, by=by, items=[batch.items.get(path=path).pk], skip=out)
    return now(batch)


def duplicates(batch):
    return dict(batch.items.exclude(duplicate_of="").values_list("path", "duplicate_of"))


def promised(batch, by):
    """What the preview says, after it has come true."""
    said = items(batch)
    assert items(applied(batch, by)) == said
    return said


def test_a_mended_file_that_clashes_does_so_in_the_preview(bob):
    batch = previewed(bob, {A: seed(title="Night ferries begin"), B: BROKEN})
    item = mend(batch, bob, B, title=TITLE)
    assert (item.result, item.same_address_as) == ("clash", A)
    assert counted(now(batch)) == {"new": 1, "clash": 1}
    assert promised(batch, bob) == {A: "new", B: "clash"}


def test_where_the_mended_file_comes_first_the_other_clashes(bob):
    batch = previewed(bob, {A: BROKEN, B: seed(title="Night ferries begin")})
    assert mend(batch, bob, A, title=TITLE).result == "new"
    assert batch.items.get(path=B).same_address_as == A
    assert promised(batch, bob) == {A: "new", B: "clash"}


@pytest.mark.parametrize(("choice", "result"), [("own", "new"), ("update", "content")])
def test_an_admin_decides_on_a_mended_file_that_clashes(bob, choice, result):
    batch = previewed(bob, {A: seed(title="Night ferries begin"), B: BROKEN})
    item = mend(batch, bob, B, title=TITLE)
    actions.decide(item=item, by=bob, choice=AddressChoice(choice))
    assert promised(batch, bob) == {A: "new", B: result}


def test_a_mended_update_follows_the_file_before_it(bob):
    batch = previewed(bob, {A: seed(title=TITLE), B: BROKEN, C: seed(title=TITLE, excerpt="C")})
    assert batch.items.get(path=C).follows == A
    item = mend(batch, bob, B, title=TITLE, excerpt="B")
    assert (item.result, item.follows, "same story as" in item.message) == ("content", A, True)
    assert batch.items.get(path=C).follows == B
    assert promised(batch, bob) == {A: "new", B: "content", C: "content"}
    assert Article.objects.get().excerpt == "C"


def test_a_mended_update_of_a_story_that_is_here_follows_that(bob):
    imported(bob, {A: seed(title=TITLE)})
    batch = previewed(bob, {B: BROKEN})
    item = mend(batch, bob, B, title=TITLE, excerpt="B")
    assert (item.result, item.follows) == ("content", A)


def test_a_file_of_another_path_that_is_known_here_comes_along(bob):
    imported(bob, {A: seed(title="Night ferries begin")})
    moved = seed(title="Night ferries begin", web_url="https://harbour.example/night")
    batch = previewed(bob, {A: moved, B: BROKEN})
    assert mend(batch, bob, B, title=TITLE).result == "new"
    assert promised(batch, bob) == {A: "content", B: "new"}


def test_files_that_swap_their_stories_meet_once_both_can_be_read(bob):
    other = {"title": LONG, "web_url": "https://pier.example/may"}
    imported(bob, {A: seed(title="Night ferries begin"), B: seed(**other)})
    batch = previewed(bob, {A: seed(**other, excerpt="New."), B: BROKEN})
    assert items(batch)[B] == "error"
    text = seed(title="Night ferries begin", excerpt="Also new.").decode()
    actions.mend(item=batch.items.get(path=B), by=bob, text=text)
    assert promised(now(batch), bob) == {A: "content", B: "content"}
    urls = dict(Article.objects.values_list("path", "canonical_url"))
    assert urls == {A: "https://pier.example/may", B: "https://harbour.example/ferry"}


def test_two_paths_that_are_one_file_are_unchanged_the_second_time(bob, tmp_path):
    batch = previewed(bob, {A: seed(), B: BROKEN})
    bring_in(write(tmp_path, {B: numbered(2)}))
    item = actions.mend(item=batch.items.get(path=B), by=bob, text=numbered(2).decode())
    assert (item.result, bytes(item.data)) == ("unchanged", b"")
    assert counted(now(batch)) == {"new": 1, "unchanged": 1}


def test_without_the_file_before_it_an_update_is_new(bob):
    batch = previewed(bob, {A: seed(), B: seed(excerpt="Later")})
    assert batch.items.get(path=B).result == "content"
    batch = skip(batch, bob, A)
    item = batch.items.get(path=B)
    assert (item.result, item.follows, item.message) == ("new", "", "")
    assert counted(batch) == {"new": 1, "skipped": 1}
    batch = skip(batch, bob, A, out=False)
    assert (items(batch), batch.items.get(path=B).follows) == ({A: "new", B: "content"}, A)


def test_without_the_other_story_a_file_clashes_no_more(bob):
    batch = previewed(bob, {A: seed(title="Night ferries begin"), B: seed(title=TITLE)})
    batch = skip(batch, bob, A)
    item = batch.items.get(path=B)
    assert (item.result, item.same_address_as) == ("new", "")
    batch = applied(batch, bob)
    assert (counted(batch), Article.objects.get().path) == ({"new": 1, "skipped": 1}, B)


def test_a_mended_file_may_be_a_duplicate(bob):
    batch = previewed(bob, {A: BROKEN, B: numbered(2, title=LONG)})
    item = actions.mend(
        item=batch.items.get(path=A), by=bob, text=numbered(1, title=LONG.upper()).decode()
    )
    assert (item.result, duplicates(batch)) == ("new", {A: B})


def test_without_the_other_file_nothing_is_a_duplicate(bob):
    batch = previewed(bob, {A: numbered(1, title=LONG), B: numbered(2, title=LONG)})
    assert duplicates(batch) == {B: A}
    assert duplicates(skip(batch, bob, A)) == {}
    assert duplicates(skip(batch, bob, A, out=False)) == {A: B}


def test_a_duplicate_of_something_else_stays_one(bob):
    imported(bob, {"_news/here.md": numbered(0, title=LONG)})
    batch = previewed(bob, {A: numbered(1, title=LONG), B: numbered(2, title=LONG), C: BROKEN})
    before = duplicates(batch)
    assert before == {A: "_news/here.md", B: "_news/here.md"}
    assert duplicates(skip(batch, bob, A)) == before


def test_what_somebody_decided_on_is_called_no_duplicate(bob):
    batch = previewed(bob, {A: seed(title=LONG), B: seed(title=TITLE), C: numbered(1, title=TITLE)})
    actions.decide(item=batch.items.get(path=B), by=bob, choice=AddressChoice.OWN)
    assert B not in duplicates(batch)


def test_new_topics_follow_what_is_mended_and_left_out(bob):
    files = {A: seed(topics=("Transport", "Café life")), B: BROKEN}
    batch = previewed(bob, files)
    assert set(batch.items.get(path=A).new_topics.split("\n")) == {"Transport", "Café life"}
    item = mend(batch, bob, B, title=TITLE, topics=("Ships",), web_url="https://b.example/b")
    assert item.new_topics == "Ships"


def test_a_file_that_renames_a_topic_makes_none(bob):
    imported(bob, {FERRIES: topic("ferries", "Ferries", "Transport")})
    batch = previewed(bob, {FERRIES: topic("ferries", "Boats", "Leisure")})
    item = batch.items.get()
    assert (item.result, item.new_topics) == ("content", "Leisure")


def test_topic_files_are_tried_again_with_all_of_their_kind(bob):
    east, west = f"east/{FERRIES}", f"west/{FERRIES}"
    again = topic("ferries", "Ferries", hashtags="[a]", shortname="B")
    batch = previewed(bob, {east: topic("ferries", "Ferries"), west: again})
    before = items(batch)
    assert before == {east: "new", west: "content"}
    batch = skip(batch, bob, west)
    assert items(skip(batch, bob, west, out=False)) == before
    assert items(skip(batch, bob, east))[west] == "new"


def test_a_topic_file_that_another_one_refuses_is_read_without_it(bob):
    batch = previewed(bob, {FERRIES: topic("ferries", "Boats"), BOATS: topic("boats", "Boats")})
    assert items(batch) == {FERRIES: "new", BOATS: "error"}
    assert items(skip(batch, bob, FERRIES))[BOATS] == "new"
    assert counted(now(batch)) == {"new": 1, "skipped": 1}


def test_names_that_do_not_fit_are_left_out(bob):
    names = tuple(f"{number} {'long ' * 18}name" for number in range(10))
    item = previewed(bob, {A: seed(topics=names)}).items.get()
    assert 400 < len(item.new_topics) <= 500
    assert set(item.new_topics.split("\n")) < set(names)


def test_only_what_could_be_imported_is_left_out(bob):
    batch = previewed(bob, {A: seed(), B: BROKEN})
    assert actions.skip(batch=batch, by=bob, items=[batch.items.get(path=B).pk], skip=True) == 0
    assert counted(now(batch)) == {"new": 1, "error": 1}


def test_a_file_that_is_decided_on_is_taken_in(bob):
    batch = previewed(bob, {A: seed(title="Night ferries begin"), B: seed(title=TITLE)})
    actions.decide(item=batch.items.get(path=B), by=bob, choice=AddressChoice.OWN)
    skip(batch, bob, B)
    actions.decide(item=batch.items.get(path=B), by=bob, choice=None)
    assert counted(now(batch)) == {"new": 1, "clash": 1}


def test_nothing_is_written_once_somebody_started_the_import(bob):
    batch = previewed(bob, {A: seed(), B: BROKEN})
    key = batch.items.get(path=B).pk
    ImportBatch.objects.update(state=BatchState.APPLYING)
    with pytest.raises(Refused, match="started or ended"):
        trials.retry(batch, {key: numbered(2)}, bob)
    with pytest.raises(Refused, match="started or ended"):
        trials.leave_out(batch, [key], skip=True)
    assert items(batch) == {A: "new", B: "error"}


def test_very_many_files_of_one_story_are_not_all_tried(bob, monkeypatch):
    monkeypatch.setattr(trials, "MOST", 2)
    files = {f"_news/{n}.md": seed(title=TITLE, excerpt=f"Part {n}") for n in range(9)}
    batch = previewed(bob, {**files, "_news/z.md": BROKEN})
    tried = []
    monkeypatch.setattr(
        trials.StagedSource, "take_items", lambda self, outcomes: tried.extend(outcomes) or []
    )
    mend(batch, bob, "_news/z.md", title=TITLE)
    assert 1 < len(tried) <= 5
