"""`backup` and `restore` as people run them, each on a place of its own."""

import os
import shutil
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.images.drawn import drawn
from tests.ingest.batches import numbered, write
from tests.soak.site import Site, sqlite_only

TABLES = (
    *("articles_article", "articles_event", "articles_seedfile", "articles_image", "auth_user"),
    *("articles_alert", "articles_mail"),
)
ALERT = """from articles.models import Alert, Mail, SavedView
from django.utils import timezone
now = timezone.now()
view = SavedView.objects.create(owner=User.objects.get(), name='All', query='queue=all')
alert = Alert.objects.create(
    view=view, every='day', hour=7, known=[1, 2], since=now, checked_at=now, next_at=now)
Mail.objects.create(alert=alert, body='{}', made_at=now, next_at=now)
"""


@pytest.fixture
def seeds(tmp_path):
    files = {f"_news/story-{number}.md": numbered(f"story-{number}") for number in range(20)}
    return write(tmp_path / "seeds", files | {"assets/images/news/one.jpg": drawn()})


class Place(Site):
    def fill(self, seeds):
        self.prepare()
        self.manage("import_seeds", str(seeds))
        self.shell("User.objects.create_user('bob')")
        self.shell(ALERT)
        self.manage("worker", "--once")
        (self.folder / "site.json").write_text('{"name": "The Herald", "threshold": 55}')

    def restored(self, backup):
        self.manage("restore", str(backup))
        return self

    def refused(self, *arguments):
        with pytest.raises(AssertionError) as refused:
            self.manage(*arguments)
        return str(refused.value)

    def all_rows(self):
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES}

    def pictures(self):
        files = (self.folder / "media").rglob("*")
        return {path.name: path.read_bytes() for path in files if path.is_file()}


@sqlite_only
def test_everything_comes_back(seeds, tmp_path):
    site, backup = Place(tmp_path / "site"), tmp_path / "out" / "backup.zip"
    site.fill(seeds)
    backup.parent.mkdir()
    said = site.manage("backup", str(backup)).decode()
    assert "20 articles, 22 events" in said
    assert backup.stat().st_mode & 0o777 == 0o600
    assert list(backup.parent.iterdir()) == [backup]

    other = Place(tmp_path / "other").restored(backup)
    assert other.all_rows() == site.all_rows()
    assert other.pictures() == site.pictures() != {}
    chosen = [place.folder / "site.json" for place in (site, other)]
    assert chosen[0].read_text() == chosen[1].read_text()
    modes = {path.stat().st_mode & 0o077 for path in other.folder.rglob("*")}
    assert modes == {0}
    assert (other.folder / "secret_key").read_text() != (site.folder / "secret_key").read_text()
    other.manage("import_seeds", str(seeds))  # it is a site like any other
    assert other.all_rows()["articles_article"] == site.all_rows()["articles_article"]

    before = other.all_rows()
    assert "There are tables in the database" in other.refused("restore", str(backup))
    assert other.all_rows() == before


@sqlite_only
def test_an_older_backup_is_brought_up_to_date(seeds, tmp_path):
    site = Place(tmp_path / "site")
    site.fill(seeds)
    newest = site.rows("SELECT max(name) FROM django_migrations WHERE app = 'articles'")
    site.manage("migrate", "-v0", "articles", "0011")
    site.manage("backup", str(tmp_path / "backup.zip"))
    other = Place(tmp_path / "other").restored(tmp_path / "backup.zip")
    assert other.rows("SELECT max(name) FROM django_migrations WHERE app = 'articles'") == newest
    assert other.rows("SELECT count(*) FROM articles_article") == [(20,)]


@sqlite_only
def test_a_damaged_backup_leaves_the_place_empty(seeds, tmp_path):
    site, backup = Place(tmp_path / "site"), tmp_path / "backup.zip"
    site.fill(seeds)
    site.manage("backup", str(backup))
    data = bytearray(backup.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4] = bytes(4 * [data[middle] ^ 0xFF])
    backup.write_bytes(data)
    other = Place(tmp_path / "other")
    assert "CommandError" in other.refused("restore", str(backup))
    assert other.rows("SELECT count(*) FROM sqlite_master") == [(0,)]
    assert {path.name for path in other.folder.iterdir()} <= {"secret_key", "newsdesk.sqlite3"}
    site.manage("backup", str(tmp_path / "whole.zip"))
    other.restored(tmp_path / "whole.zip")  # the place can still be used


@pytest.fixture
def two_databases(tmp_path):
    """Addresses of two empty PostgreSQL databases of our own."""
    psycopg = pytest.importorskip("psycopg")
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url or not shutil.which("pg_dump"):
        pytest.skip("it takes TEST_DATABASE_URL and PostgreSQL's pg_dump")
    names = [f"newsdesk_backup_{os.getpid()}_{number}" for number in range(2)]
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        yield [urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for name in names]
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_postgresql_comes_back_as_well(seeds, tmp_path, two_databases):
    def numbers(place):
        code = "from articles.models import Article, Event; print(Article.objects.count(), "
        code += "Event.objects.order_by('-pk').values_list('pk', flat=True)[0])"
        return place.manage("shell", "-v0", "-c", code)

    first, second = two_databases
    site = Place(tmp_path / "site", DATABASE_URL=first)
    site.fill(seeds)
    site.manage("backup", str(tmp_path / "backup.zip"))
    other = Place(tmp_path / "other", DATABASE_URL=second).restored(tmp_path / "backup.zip")
    assert numbers(other) == numbers(site)
    assert other.pictures() == site.pictures()
    assert "There are tables in the database" in other.refused(
        "restore", str(tmp_path / "backup.zip")
    )
    other.manage("import_seeds", str(seeds))
    sqlite = Place(tmp_path / "sqlite")
    assert "holds a postgresql database" in sqlite.refused("restore", str(tmp_path / "backup.zip"))
