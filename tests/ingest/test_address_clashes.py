"""Two files with one address and different titles: neither is lost, somebody decides."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.ingest.engine import Options, import_seeds
from articles.ingest.sources.files import Source
from articles.ingest.sources.layout import Place
from articles.ingest.sources.limits import Entry, Limits
from articles.models import Article, ImportBatch, ImportItem, SeedFile
from articles.seeds.kinds import AddressChoice, FileKind
from tests.history.acts import edit
from tests.ingest.batches import bring_in, command, counted, numbered, seed, write
from tests.queries import queries

pytestmark = pytest.mark.django_db

A, B, C = (f"_news/{name}.md" for name in "abc")
FIRST, SECOND = seed(title="Night ferries begin"), seed(title="Pier closes in May")


class Decided(Source):
    """Files in their order, some with a decision, as an import from the desk reads them."""

    def __init__(self, files):
        super().__init__(Path("decided"), Limits())
        self.files = files

    def survey(self):
        return self

    @property
    def total(self):
        return len(self.files)

    def placed(self, source):
        for path, data, choice in self.files:
            place = Place(FileKind.ARTICLE, path, "", choice)
            yield place, Entry(path, lambda data=data: data)


def decide(*files, **options):
    return import_seeds([Decided(files)], Options(**options))


def messages(report):
    return {line.path: line.message for line in report.files}


def results(report):
    return [(line.path, line.result.value, line.message) for line in report.files]


def titles():
    return dict(Article.objects.values_list("path", "title"))


def test_in_one_batch_the_second_waits(tmp_path):
    report = bring_in(write(tmp_path, {A: FIRST, B: SECOND}))
    assert counted(report) == {"new": 1, "clash": 1}
    assert titles() == {A: "Night ferries begin"}
    assert messages(report)[B].startswith(
        f"has the address of {A} under another title: not imported (say on the desk whether"
    )
    assert not SeedFile.objects.filter(path=B).exists()


def test_it_waits_with_its_bytes_until_somebody_decides(tmp_path):
    report = bring_in(write(tmp_path, {A: FIRST, B: SECOND}))
    item = ImportItem.objects.get(result="clash")
    assert (item.batch, item.same_address_as, item.applied_at) == (report.batch, A, None)
    assert bytes(item.data) == SECOND


def test_in_a_later_batch_as_well(tmp_path):
    bring_in(write(tmp_path / "one", {A: FIRST}))
    report = bring_in(write(tmp_path / "two", {B: SECOND}))
    assert counted(report) == {"clash": 1}
    assert titles() == {A: "Night ferries begin"}


@pytest.mark.parametrize(
    "title", ["NIGHT FERRIES BEGIN", "Night&nbsp;ferries begin", " Night  ferries\nbegin"]
)
def test_the_same_title_in_other_letters_is_the_same_story(tmp_path, title):
    bring_in(write(tmp_path / "one", {A: FIRST}))
    assert counted(bring_in(write(tmp_path / "two", {B: seed(title=title)}))) == {"content": 1}


def test_a_file_that_gets_another_title_is_updated(tmp_path):
    bring_in(write(tmp_path / "one", {A: FIRST}))
    assert counted(bring_in(write(tmp_path / "two", {A: SECOND}))) == {"content": 1}
    assert titles() == {A: "Pier closes in May"}


@pytest.mark.parametrize("first", [A, B])
def test_an_old_path_and_a_new_one_with_other_titles_in_one_batch(tmp_path, first):
    """Whichever comes first, the other does not overwrite it."""
    bring_in(write(tmp_path, {A: FIRST}))
    files = {A: (A, SECOND, ""), B: (B, FIRST, "")}
    report = decide(files.pop(first), *files.values())
    assert counted(report) == {"content": 1, "clash": 1} if first == A else {"clash": 1}
    assert len(titles()) == 1


def test_the_seeds_title_counts_where_an_editor_has_another(tmp_path, alice):
    bring_in(write(tmp_path / "one", {A: FIRST}))
    edit(Article.objects.get(), alice, title="Ours")
    report = bring_in(write(tmp_path / "two", {B: seed(title="Night ferries begin", heat=90)}))
    assert counted(report) == {"metrics": 1}
    assert titles() == {B: "Ours"}


def test_as_a_story_of_its_own():
    report = decide((A, FIRST, ""), (B, SECOND, AddressChoice.OWN))
    assert counted(report) == {"new": 2}
    assert titles() == {A: "Night ferries begin", B: "Pier closes in May"}


def test_once_on_its_own_it_follows_its_file(tmp_path):
    decide((A, FIRST, ""), (B, SECOND, AddressChoice.OWN))
    files = {A: seed(title="First again"), B: seed(title="Second again")}
    assert counted(bring_in(write(tmp_path, files))) == {"content": 2}
    assert titles() == {A: "First again", B: "Second again"}


def test_a_third_file_goes_to_the_one_with_its_title(tmp_path):
    decide((A, FIRST, ""), (B, SECOND, AddressChoice.OWN))
    report = bring_in(write(tmp_path, {C: seed(title="Pier closes in May", heat=90)}))
    assert messages(report)[C] == f"same story as {B}: read as an update of it"
    assert titles() == {A: "Night ferries begin", C: "Pier closes in May"}


def test_as_an_update():
    report = decide((A, FIRST, ""), (B, SECOND, AddressChoice.UPDATE))
    assert counted(report) == {"new": 1, "content": 1}
    assert titles() == {B: "Pier closes in May"}


def test_a_story_that_an_older_rule_took_for_another_gets_its_own(tmp_path):
    """Both files lead to one article, though their addresses differ."""
    bring_in(write(tmp_path, {A: seed(web_url="https://spa.example/#/1", title="One")}))
    two = seed(web_url="https://spa.example/#/2", title="Two")
    report = bring_in(write(tmp_path, {B: two}))
    article = Article.objects.get(path=A)
    Article.objects.filter(path=B).delete()
    SeedFile.objects.create(
        path=B, kind="article", digest="", text=two.decode(), article=article, batch=report.batch
    )
    assert counted(bring_in(write(tmp_path, {B: two}))) == {"new": 1, "unchanged": 1}
    assert titles() == {A: "One", B: "Two"}


def test_the_same_clash_again_makes_no_batch(tmp_path):
    bring_in(write(tmp_path, {A: FIRST, B: SECOND}))
    report = bring_in(tmp_path)
    assert counted(report) == {"unchanged": 1, "clash": 1}
    assert ImportBatch.objects.count() == 1
    write(tmp_path, {B: seed(title="Pier closes in June")})
    bring_in(tmp_path)
    assert ImportBatch.objects.count() == 2


def test_the_command_says_so_and_ends_with_1(tmp_path):
    write(tmp_path, {A: FIRST, B: SECOND})
    status, out, err = command("import_seeds", tmp_path)
    assert (status, err.partition(" (")[0]) == (
        1,
        f"{B}: has the address of {A} under another title: not imported",
    )
    assert "1 new" in out
    assert "1 clash" in out


def test_many_clashes_take_no_more_queries_than_few(tmp_path):
    bring_in(write(tmp_path / "here", {f"_news/{n}.md": numbered(n) for n in range(40)}))
    costs = set()
    for many in (10, 40):
        files = {f"_news/{n}-{many}.md": numbered(n, title=f"Other {n}") for n in range(many)}
        folder = write(tmp_path / f"{many}", files)
        costs.add(len(queries(lambda folder=folder: bring_in(folder, dry_run=True))))
    assert len(costs) == 1


FILES = st.lists(
    st.tuples(
        st.sampled_from([A, B, C, "_news/d.md"]),
        st.builds(
            seed,
            title=st.sampled_from(["One", "Two", "ONE"]),
            excerpt=st.sampled_from(["x", "y"]),
            web_url=st.sampled_from(["https://a.example/x", "https://a.example/y"]),
        ),
        st.sampled_from(["", "", AddressChoice.OWN, AddressChoice.UPDATE]),
    ),
    unique_by=lambda file: file[0],
)


def test_the_same_file_twice_is_unchanged_in_a_preview_too():
    report = decide((A, FIRST, ""), (A, FIRST, ""), dry_run=True)
    assert counted(report) == {"new": 1, "unchanged": 1}


class TestAgreement(TestCase):
    @given(st.lists(FILES, min_size=1, max_size=3))
    @settings(database=None, derandomize=True, deadline=None, max_examples=40)
    def test_a_preview_promises_what_happens(self, batches):
        for files in batches:
            promised = decide(*files, dry_run=True)
            assert sorted(results(promised)) == sorted(results(decide(*files)))
            assert Article.objects.count() == len(set(titles()))
