import json
from functools import partial

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, OperationalError

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
        "ignored, as no seeds: README.md\n"
        "2 new, 0 unchanged, 0 metrics, 0 content, 0 conflict, 0 clash, 0 error, 1 ignored\n"
    )
    assert Article.objects.count() == 2


def test_some_refused(broken):
    status, out, err = run(broken)
    assert status == 1
    assert err == f'{PATH}:8:10: quality is "high" (write a whole number, 0 to 10000)\n'
    assert "1 new" in out
    assert "1 error" in out


LITTER = {
    **{f"_news/{name}": b"Words." for name in ("README.md", "LICENSE.txt", "CONTRIBUTING.de.md")},
    **{
        f"site/{name}": b"" for name in ("Icon\r", "Thumbs.db", "desktop.ini", ".DS_Store", "a.md~")
    },
    "_news/Icon\r": b"",
    "_news/poetry.lock": b"",
    "_news/.a.md.swp": b"",
    "__MACOSX/_news/._a.md": b"",
    "_data/topics/pnpm-lock.yaml": b"a: b",
    "package.json": b"{}",
}


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_litter_is_counted_and_named_in_one_line(tmp_path, pack):
    path = pack(tmp_path / "b.pack", {PATH: seed(), **LITTER})
    status, out, err = run(path)
    assert (status, err) == (0, "")
    named, counts = out.splitlines()
    assert named.startswith("ignored, as no seeds: ")
    assert named.endswith(" and 9 more")
    assert counts.startswith("1 new")
    assert counts.endswith(f"{len(LITTER)} ignored")


def test_a_seed_is_one_by_what_it_says(tmp_path):
    status, _, _ = run(write(tmp_path / "heap", {"README.md": seed(), "security.md": numbered(1)}))
    assert status == 0
    assert set(Article.objects.values_list("path", flat=True)) == {"README.md", "security.md"}


def test_what_is_odd_is_noted(tmp_path):
    path = write(tmp_path / "site", {PATH: seed(excerpt="N/A"), "_news/b.md": numbered(1)})
    status, out, _ = run(path, "--report", tmp_path / "report.json")
    assert status == 0
    assert f"note: {PATH}: line 4: excerpt says nothing: not shown\n" in out
    files = json.loads((tmp_path / "report.json").read_text())["files"]
    assert [file["message"] != "" for file in files] == [True, False]


def test_many_notes_are_counted(tmp_path):
    files = {f"_news/{n}.md": numbered(n, excerpt="N/A") for n in range(23)}
    _, out, _ = run(write(tmp_path / "site", files))
    assert out.count("excerpt says nothing") == 20
    assert "note: 3 more files have notes" in out


def test_an_empty_archive_says_so(tmp_path):
    status, _, err = run(zipped(tmp_path / "b.zip", {}))
    assert (status, err) == (0, "b.zip: is empty: there is nothing to import\n")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"photos/a.png": b"x", "notes.docx": b"x"}, "none of its 2 files is a seed"),
        ({"README.md": b"Words."}, "the only file in it is no seed"),
        ({}, "is empty"),
    ],
)
def test_a_folder_without_seeds_says_so(tmp_path, files, reason):
    (tmp_path / "site").mkdir()
    status, _, err = run(write(tmp_path / "site", files))
    assert status == 0
    assert err.startswith(f"site: {reason}")


def test_a_linked_folder_says_so_and_can_be_named_itself(tmp_path):
    write(tmp_path / "elsewhere", {"_news/a.md": seed()})
    (tmp_path / "site").mkdir()
    link = tmp_path / "site" / "_news"
    link.symlink_to(tmp_path / "elsewhere" / "_news")
    _, out, err = run(tmp_path / "site")
    assert out.startswith("0 new")
    assert err == "site: links are not followed: _news (name what they lead to)\n"
    _, out, err = run(link)
    assert (out[:5], err) == ("1 new", "")


def test_all_of_it_here_already_is_another_matter(site):
    run(site)
    _, out, err = run(site)
    assert "Nothing new: all of it" in out
    assert err == ""


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
    assert err == (
        f"{tmp_path}/missing/report.json: the report cannot be written: No such file or directory\n"
    )
    assert not Article.objects.exists()


def test_a_report_that_a_full_disk_does_not_take(site):
    status, out, err = run(site, "--report", "/dev/full")
    assert (status, Article.objects.count()) == (2, 2)
    assert "2 new" in out
    assert err == (
        "/dev/full: the report cannot be written: No space left on device "
        "(what it is about is done)\n"
    )


def test_an_old_report_stays_until_there_is_another(site, tmp_path, monkeypatch):
    report = tmp_path / "report.json"
    report.write_text("the old one, which is longer than the new one" * 100)
    with monkeypatch.context() as patched:
        patched.setattr("articles.management.commands.import_seeds.import_seeds", locked)
        assert run(site, "--report", report)[0] == 2
    assert report.read_text().startswith("the old one")
    assert run(site, "--report", report)[0] == 0
    assert json.loads(report.read_text())["counts"]["new"] == 2


def test_keys_that_mean_nothing_are_listed_once(tmp_path):
    files = {f"_news/{n}.md": numbered(n, extra={"mood": "calm"}) for n in range(3)}
    _, out, _ = run(write(tmp_path / "site", files))
    assert out.startswith("key 'mood' means nothing here and is kept (3 files)\n")


def locked(*args):
    raise OperationalError("database is locked")


def test_a_database_that_is_busy(site, monkeypatch):
    monkeypatch.setattr("articles.management.commands.import_seeds.import_seeds", locked)
    status, _, err = run(site)
    assert status == 2
    assert "(database is locked). Let it finish or end it, then start again." in err
    assert err.endswith(
        "What was imported so far is kept: import the same files again for the rest.\n"
    )


def test_a_mistake_of_ours_is_no_fault_of_the_database(site, monkeypatch):
    def wrong(*args):
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr("articles.management.commands.import_seeds.import_seeds", wrong)
    with pytest.raises(IntegrityError):
        run(site)
