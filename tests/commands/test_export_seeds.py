from datetime import timedelta
from functools import partial

import pytest
from django.core.management import CommandError
from django.utils import timezone

from articles.actions import articles
from articles.models import Article
from tests.ingest.batches import PATH, bring_in, command, numbered, seed, write

pytestmark = pytest.mark.django_db


run = partial(command, "export_seeds")


@pytest.fixture(autouse=True)
def site(tmp_path):
    bring_in(write(tmp_path / "site", {PATH: seed(), "_news/b.md": numbered(1)}))


def test_everything(tmp_path):
    folder = tmp_path / "out"
    assert run(folder) == (0, f"2 files written to {folder}\n", "")
    assert (folder / PATH).read_bytes() == seed()


def test_only_what_changed(tmp_path):
    Article.objects.filter(path=PATH).update(title="Ours")
    assert run(tmp_path / "out", "--changed")[1].startswith("1 files written")
    assert [path.name for path in (tmp_path / "out" / "_news").iterdir()] == [PATH[6:]]


def test_a_folder_that_cannot_take_it(tmp_path):
    write(tmp_path, {"out": b"a file"})
    status, out, err = run(tmp_path / "out")
    assert (status, out) == (2, "")
    assert "cannot be written" in err


def test_only_what_people_changed_since_a_day(tmp_path, alice):
    articles.score(article=Article.objects.get(path=PATH), by=alice, version=1, quality=12)
    today = timezone.now().date()
    assert run(tmp_path / "a", "--changed", "--since", today)[1].startswith("1 files written")
    tomorrow = today + timedelta(days=1)
    assert run(tmp_path / "b", "--changed", "--since", tomorrow)[1].startswith("0 files written")


def test_since_says_what_a_date_looks_like(tmp_path):
    with pytest.raises(CommandError, match="write 2026-11-01, or 2026-11-01T12:00"):
        run(tmp_path, "--since", "yesterday")
