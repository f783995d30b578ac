import json
from functools import partial

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from articles.models import Article, ImportBatch
from tests.ingest.batches import PATH, command, numbered, seed, tarred, write, zipped

pytestmark = pytest.mark.django_db


run = partial(command, "import_seeds")


@pytest.fixture
def site(tmp_path):
    return write(tmp_path / "site", {PATH: seed(), "_news/b.md": numbered(1), "README.md": b""})


@pytest.fixture
def broken(tmp_path):
    bad = seed().replace(b"quality: 80", b"quality: high")
    return write(tmp_path / "broken", {PATH: bad, "_news/b.md": numbered(1)})


def test_all_imported(site):
    status, out, err = run(site)
    assert (status, err) == (0, "")
    assert out == (
        "2 new, 0 unchanged, 0 metrics, 0 content, 0 conflict, 0 clash, 0 error, 1 ignored\n"
    )
    assert Article.objects.count() == 2


def test_some_refused(broken):
    status, out, err = run(broken)
    assert status == 1
    assert err == f'{PATH}:8:10: quality is "high" (write a whole number, 0 to 10000)\n'
    assert "1 new" in out
    assert "1 error" in out


def test_a_refused_file_in_an_archive_is_named_with_it(tmp_path):
    path = zipped(tmp_path / "b.zip", {PATH: b"nonsense"})
    status, _, err = run(path)
    assert status == 1
    assert err == f"b.zip/{PATH}:1: no front matter (begin the file with a line ---)\n"


@pytest.mark.parametrize("name", ["missing", "missing.zip"])
def test_a_source_that_is_not_there(site, name):
    status, out, err = run(site, site / name)
    assert (status, out) == (2, "")
    assert err == f"{site / name}: cannot be read: No such file or directory\n"
    assert not Article.objects.exists()


def test_a_source_that_breaks_off(tmp_path):
    path = tarred(tmp_path / "b.tar", {"_news/a.md": numbered(1), "_news/b.md": numbered(2)}, "w")
    path.write_bytes(path.read_bytes()[:1600])
    status, out, err = run(path)
    assert status == 2
    assert err.startswith("b.tar: damaged or cut short: ")
    assert "1 new" in out


def test_wrong_usage():
    with pytest.raises(CommandError, match="PATH"):
        run()


def test_several_paths(tmp_path):
    one = write(tmp_path, {"one/_news/a.md": numbered(1), "two.md": numbered(2)})
    path = zipped(tmp_path / "three.zip", {"_news/c.md": numbered(3)})
    status, _, _ = run(one / "one", one / "two.md", path)
    assert status == 0
    assert set(Article.objects.values_list("path", flat=True)) == {
        "_news/a.md",
        "two.md",
        "_news/c.md",
    }
    assert ImportBatch.objects.get().source == "one, two.md, three.zip"


def test_a_dry_run_says_the_same_and_writes_nothing(broken):
    foreseen = run(broken, "--dry-run")
    assert not ImportBatch.objects.exists()
    assert not Article.objects.exists()
    status, out, err = run(broken)
    assert foreseen == (status, f"would be: {out}", err)


def test_hold(site):
    run(site, "--hold")
    assert not Article.objects.public().exists()
    assert ImportBatch.objects.get().hold


def test_the_second_time_there_is_nothing_new(site):
    run(site)
    (site / "README.md").unlink()
    _, out, _ = run(site)
    assert out.endswith("Nothing new: all of it was imported before.\n")


def test_the_report(broken, tmp_path):
    run(broken)
    write(broken, {"_news/c.md": numbered(3), "_learning/x.md": b""})
    run(broken, "--report", tmp_path / "report.json")
    text = (tmp_path / "report.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "counts": {
            "new": 1,
            "unchanged": 1,
            "metrics": 0,
            "content": 0,
            "conflict": 0,
            "clash": 0,
            "error": 1,
            "ignored": 1,
        },
        "files": [
            line("_learning/x.md", "ignored", message="not an article"),
            line(
                PATH,
                "error",
                line=8,
                column=10,
                message='quality is "high" (write a whole number, 0 to 10000)',
            ),
            line("_news/c.md", "new"),
        ],
    }


def line(path, result, **fields):
    return {"path": path, "result": result, "line": None, "column": None, "message": "", **fields}


def test_a_report_that_cannot_be_written(site, tmp_path):
    status, _, err = run(site, "--report", tmp_path / "missing" / "report.json")
    assert status == 2
    assert "No such file or directory" in err
    assert not Article.objects.exists()


def test_keys_that_mean_nothing_are_listed_once(tmp_path):
    files = {f"_news/{n}.md": numbered(n, extra={"mood": "calm"}) for n in range(3)}
    _, out, _ = run(write(tmp_path / "site", files))
    assert out.startswith("key 'mood' means nothing here and is kept (3 files)\n")


def test_a_database_that_is_busy(site, monkeypatch):
    def locked(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr("articles.management.commands.import_seeds.import_seeds", locked)
    status, _, err = run(site)
    assert status == 2
    assert err == (
        "The database cannot be used: database is locked "
        "(what was imported so far is kept: run it again once that is mended)\n"
    )
