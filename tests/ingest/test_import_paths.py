"""The same story under another path."""

import pytest

from articles.ingest import engine
from articles.models import Article, SeedFile
from tests.ingest.batches import bring_in, counted, seed, write, zipped

pytestmark = pytest.mark.django_db


def said(report, path):
    return next(line.message for line in report.files if line.path == path)


def test_in_a_later_batch_it_is_an_update_and_the_old_file_is_gone(tmp_path):
    bring_in(write(tmp_path / "one", {"_news/old.md": seed()}))
    report = bring_in(write(tmp_path / "two", {"_news/new.md": seed(excerpt="New.")}))
    article = Article.objects.get()
    assert counted(report) == {"content": 1}
    assert (article.path, article.slug, article.excerpt) == ("_news/new.md", "old", "New.")
    assert dict(SeedFile.objects.values_list("path", "current")) == {
        "_news/old.md": False,
        "_news/new.md": True,
    }
    assert said(report, "_news/new.md") == "same story as _news/old.md: read as an update of it"


def test_in_one_batch_both_files_stay(tmp_path):
    files = {"_news/a.md": seed(), "_news/b.md": seed(excerpt="B")}
    report = bring_in(write(tmp_path, files))
    article = Article.objects.get()
    assert counted(report) == {"new": 1, "content": 1}
    assert (article.path, article.excerpt) == ("_news/b.md", "B")
    assert set(SeedFile.objects.values_list("current", flat=True)) == {True}
    assert counted(bring_in(tmp_path)) == {"unchanged": 2}


def test_an_editor_is_not_blamed_for_what_the_other_file_said(tmp_path):
    files = {"_news/a.md": seed(excerpt="A"), "_news/b.md": seed(excerpt="B")}
    bring_in(write(tmp_path, files))
    report = bring_in(write(tmp_path, {"_news/a.md": seed(excerpt="A again")}))
    assert counted(report) == {"content": 1, "unchanged": 1}
    assert Article.objects.get().excerpt == "A again"


def test_three_files_of_one_story(tmp_path):
    files = {f"_news/{name}.md": seed(excerpt=name) for name in "abc"}
    assert counted(bring_in(write(tmp_path, files))) == {"new": 1, "content": 2}
    assert Article.objects.get().excerpt == "c"


@pytest.mark.parametrize("second", [seed(), seed(excerpt="B"), seed(heat=99)])
def test_a_dry_run_foresees_it(tmp_path, second):
    folder = write(tmp_path, {"_news/a.md": seed(), "_news/b.md": second})
    foreseen = bring_in(folder, dry_run=True)
    assert foreseen == with_batch_of(foreseen, bring_in(folder))


def with_batch_of(foreseen, report):
    report.batch = foreseen.batch
    return report


def test_addresses_that_mean_the_same_page(tmp_path):
    bring_in(write(tmp_path, {"_news/a.md": seed(web_url="https://www.harbour.example/ferry/")}))
    files = {"_news/b.md": seed(web_url="http://harbour.example/ferry?utm_source=x#top")}
    bring_in(write(tmp_path, files))
    assert Article.objects.count() == 1


def test_the_same_batch_as_folder_and_archive(tmp_path):
    files = {"_news/a.md": seed()}
    bring_in(write(tmp_path / "site", files))
    report = bring_in(zipped(tmp_path / "site.zip", {f"site/{k}": v for k, v in files.items()}))
    assert counted(report) == {"unchanged": 1}


def test_the_same_batch_twice_in_one_import(tmp_path):
    folder = write(tmp_path, {"_news/a.md": seed()})
    assert counted(bring_in(folder, folder)) == {"new": 1, "unchanged": 1}


def test_a_heap_that_becomes_a_site(tmp_path):
    write(tmp_path, {"a.md": seed()})
    bring_in(tmp_path)
    write(tmp_path, {"_news/b.md": seed(web_url="https://harbour.example/b")})
    assert counted(bring_in(tmp_path)) == {"new": 1, "unchanged": 1}


def test_two_imports_at_the_same_time_have_one_effect(tmp_path, monkeypatch):
    """Another import brings in the same files between the look at them and the writing."""
    folder = write(tmp_path, {"_news/a.md": seed()})
    jobs = engine.reading_jobs

    def meanwhile(files):
        monkeypatch.setattr(engine, "reading_jobs", jobs)
        bring_in(folder)
        return jobs(files)

    monkeypatch.setattr(engine, "reading_jobs", meanwhile)
    assert counted(bring_in(folder)) == {"unchanged": 1}
    assert Article.objects.get().version == 1
