"""What a file means here, before anything is written."""

import pytest

from articles.actions.catalog import Topics
from articles.actions.lists import articles_at
from articles.images.store import digest_of
from articles.ingest.changed import Changed
from articles.ingest.plan.classify import addresses, classify
from articles.ingest.plan.parsing import Job, read
from articles.ingest.sources.layout import Place
from articles.models import Article
from articles.seeds.kinds import FileKind
from tests.ingest.batches import PATH, bring_in, numbered, seed, write
from tests.queries import queries, writes

pytestmark = pytest.mark.django_db


def pair(data, path=PATH, base=None):
    """A file to classify, with its text at the last import."""
    seen = digest_of(base) if base else ""
    file = Changed(Place(FileKind.ARTICLE, path), data, digest_of(data), seen)
    return file, read(Job(data, base and base.decode()))


def paths(pairs):
    return {file.place.path for file, _ in pairs}


def classified(pairs, **options):
    here = articles_at(addresses(pairs))
    return classify(pairs, Topics(), paths(pairs), here, **options)


def kinds(pairs, **options):
    changes, later = classified(pairs, **options)
    return [change.result for change in changes], [file.place.path for file, _ in later]


def test_a_seed_that_is_not_here_is_new():
    assert kinds([pair(seed())]) == (["new"], [])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (seed(secured="bmV3"), "metrics"),
        (seed(heat=99), "metrics"),
        (seed(title="New"), "content"),
        (seed(topics=("Brand new",)), "content"),
        (seed().replace(b"\n", b"\r\n"), "metrics"),
    ],
)
def test_a_seed_that_is_here(tmp_path, data, kind):
    bring_in(write(tmp_path, {PATH: seed()}))
    assert kinds([pair(data, base=seed())]) == ([kind], [])


def test_a_seed_that_says_what_the_article_says(tmp_path):
    bring_in(write(tmp_path, {PATH: seed()}))
    Article.objects.update(title="Ours")
    assert kinds([pair(seed(title="Ours"))]) == (["unchanged"], [])


def test_files_of_one_story_wait_for_each_other():
    pairs = [pair(seed(), f"_news/{name}.md") for name in "abc"]
    assert kinds(pairs) == (["new"], ["_news/b.md", "_news/c.md"])


def test_nothing_is_written(tmp_path):
    bring_in(write(tmp_path, {PATH: seed()}))
    pairs = [pair(seed(title="New", topics=("New",))), pair(numbered(1), "_news/b.md")]
    assert writes(lambda: classified(pairs)) == []


def test_it_costs_a_constant_number_of_queries(tmp_path):
    files = {f"_news/{n}.md": numbered(n) for n in range(20)}
    bring_in(write(tmp_path, files))
    pairs = [pair(numbered(n, title="New"), path, numbered(n)) for n, path in enumerate(files)]
    costs = {len(queries(lambda n=n: classified(pairs[:n]))) for n in (10, 20)}
    assert len(costs) == 1


def test_a_reading_that_a_newer_import_has_overtaken_is_merged(tmp_path):
    bring_in(write(tmp_path, {PATH: seed()}))
    bring_in(write(tmp_path, {PATH: seed(heat=90)}))
    (change,), _ = classified([pair(seed(heat=99), base=seed())])
    assert change.merge
    assert (change.result, list(change.changed)) == ("metrics", ["heat"])
