"""The demo newsroom: its days follow the day on which it is brought in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.management import demo
from articles.models import Article, Event, ImportBatch, Provider, StateBy
from articles.times import DAY
from tests.factories import make_user

MORNING = datetime(2027, 3, 1, 6, 30, 15, 400, tzinfo=UTC)


@pytest.fixture
def laid_out(tmp_path):
    demo.lay_out(tmp_path / "demo", MORNING)
    return tmp_path / "demo"


@pytest.fixture
def newsroom(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people = {name: make_user(name) for name in ("admin", "editor")}
    demo.bring_in()
    demo.decide(people)


def stories_in(folder):
    """The name of each story without its date, and when it appeared."""
    week = [path for path in folder.rglob("_news/*") if is_of_this_week(path)]
    return {path.name[11:]: demo.published(path) for path in week}


def is_of_this_week(path):
    return "_archive" not in path.parts


def test_the_newest_story_is_of_this_moment_and_the_others_keep_their_distance(laid_out):
    before, now = stories_in(demo.SEEDS), stories_in(laid_out)
    assert max(now.values()) == MORNING.replace(microsecond=0)
    (shift,) = {now[name] - moment for name, moment in before.items()}
    assert len(now) == len(before)
    assert shift == MORNING.replace(microsecond=0) - max(before.values())


def test_related_coverage_moves_with_its_story(laid_out):
    lead = next(laid_out.rglob("*-salt-caverns-under-eskmouth-*"))
    moments = demo.MOMENT.findall(lead.read_bytes())
    assert len(moments) == 9
    assert max(map(demo.parse, moments)) <= MORNING
    assert b"2026-11-2" not in b"".join(moments)


def test_names_and_folders_tell_the_days(laid_out):
    for path in laid_out.rglob("_news/*"):
        moment = demo.published(path)
        assert path.name.startswith(f"{moment:%Y-%m-%d}-")
        if is_of_this_week(path):
            came = demo.parse(path.parts[-3].encode())
            assert timedelta(0) <= came - moment < DAY


def test_what_is_no_story_of_the_week_stays_as_it_is(laid_out):
    first = min(laid_out.iterdir())
    for path in demo.SEEDS.rglob("*"):
        if path.is_file() and "_news" not in path.relative_to(demo.SEEDS).parts[:1]:
            assert (first / path.relative_to(demo.SEEDS)).read_bytes() == path.read_bytes()


def test_stories_came_in_day_by_day(newsroom):
    now = timezone.now()
    assert ImportBatch.objects.count() == 6
    arrivals = Event.objects.arrivals().filter(article__isnull=False)
    for event in arrivals.select_related("article"):
        assert event.at == event.article.imported_at <= now
        assert event.at >= event.article.published_at
    assert now - Article.objects.latest("published_at").published_at < timedelta(minutes=5)


def test_people_decided_after_a_story_came_and_before_now(newsroom):
    decided = Article.objects.filter(decided_at__isnull=False)
    assert decided.count() == 29
    for article in decided:
        event = article.events.exclude(action="import").get()
        assert article.imported_at < article.decided_at == event.at < timezone.now()
    assert decided.values("decided_by").distinct().count() == 2
    assert {*Article.objects.values_list("state_by", flat=True)} == {
        StateBy.SEED,
        StateBy.RULE,
        StateBy.PERSON,
    }
    assert Provider.objects.exclude(note="").count() == 2


def test_history_is_told_in_the_order_of_its_moments(newsroom):
    by_people = Event.objects.filter(batch=None, article__isnull=False).order_by("pk")
    moments = list(by_people.values_list("at", flat=True))
    assert moments == sorted(moments)


def test_a_start_that_was_broken_off_changes_no_day(newsroom, monkeypatch):
    rows = Article.objects.order_by("pk").values("path", "version", "published_at", "imported_at")
    before, events = list(rows), Event.objects.filter(article__isnull=False).count()
    tomorrow = timezone.now() + DAY
    monkeypatch.setattr(demo.timezone, "now", lambda: tomorrow)
    demo.bring_in()
    assert list(rows.all()) == before
    assert Event.objects.filter(article__isnull=False).count() == events


def test_half_a_copy_is_made_anew(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    half = tmp_path / "demo-draft" / "2026-01-01T00:00:00Z" / "_news"
    half.mkdir(parents=True)
    demo.bring_in()
    assert not (tmp_path / "demo-draft").exists()
    assert len(list((tmp_path / "demo").iterdir())) == 6
