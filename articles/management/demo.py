"""The demo newsroom, as if it had been at work on the days before: its stories are moved to them,
come in day by day, and people have decided on some."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from articles.actions import articles, providers
from articles.actions.change import Done
from articles.models import Article, Event, ImportBatch, ImportItem, Provider
from articles.times import DAY

SEEDS = settings.BASE_DIR / "fixtures" / "demo"
DECISIONS = settings.BASE_DIR / "fixtures" / "demo-decisions.json"
NEWS, ARCHIVE = "_news", "_archive"
MOMENT = re.compile(rb"(?<=publishedDateTime: )\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FORM = "%Y-%m-%dT%H:%M:%SZ"
DATE = len("2026-11-20")  # which the name of a story's file begins with

ACTS: Mapping[str, Callable[..., Done[Article]]] = {
    "publish": articles.publish,
    "hold": articles.unpublish,
    "reject": articles.reject,
    "agree": articles.agree,
    "score": articles.score,
}


def bring_in() -> None:
    """Import what came on each day, with that day's date. A start that was broken off goes on."""
    folder = Path(settings.DATA_DIR) / "demo"
    if not folder.exists():
        draft = folder.with_name("demo-draft")
        shutil.rmtree(draft, ignore_errors=True)
        lay_out(draft, timezone.now())
        draft.rename(folder)
    for day in sorted(folder.iterdir()):
        call_command("import_seeds", str(day), stdout=StringIO())
        move_import(ImportBatch.objects.latest("pk"), parse(day.name.encode()))


def lay_out(folder: Path, now: datetime) -> None:
    """Write a copy of the seeds whose newest story appears now, in a folder for each day on which
    some came in. The first has all that is not of this week."""
    stories = sorted((SEEDS / NEWS).iterdir())
    shift = now.replace(microsecond=0) - max(map(published, stories))
    for story in stories:
        moment = published(story) + shift
        came = now.replace(microsecond=0) - (now - moment) // DAY * DAY
        target = folder / came.strftime(FORM) / NEWS
        target.mkdir(parents=True, exist_ok=True)
        name = f"{moment:%Y-%m-%d}{story.name[DATE:]}"
        (target / name).write_bytes(moved(story.read_bytes(), shift))
    for part in SEEDS.iterdir():
        if part.name != NEWS:
            shutil.copytree(part, min(folder.iterdir()) / part.name)


def published(story: Path) -> datetime:
    found = MOMENT.search(story.read_bytes())
    assert found, story
    return parse(found[0])


def moved(seed: bytes, shift: timedelta) -> bytes:
    return MOMENT.sub(lambda found: f"{parse(found[0]) + shift:{FORM}}".encode(), seed)


def parse(moment: bytes) -> datetime:
    return datetime.strptime(f"{moment.decode()}+0000", f"{FORM}%z")


def move_import(batch: ImportBatch, moment: datetime) -> None:
    """Have the history say that the import was at that moment."""
    brought = Article.objects.filter(batch=batch)
    brought.update(imported_at=moment, updated_at=moment)
    brought.filter(first_published_at__isnull=False).update(first_published_at=moment)
    Event.objects.filter(batch=batch).update(at=moment)
    ImportItem.objects.filter(batch=batch, applied_at__isnull=False).update(applied_at=moment)
    ImportBatch.objects.filter(pk=batch.pk).update(
        started_at=moment, phase_at=moment, finished_at=moment
    )


def decide(people: Mapping[str, User]) -> None:
    """Have people decide on stories, so many hours after these came in, and note what they think of
    sources, so many hours ago."""
    told = json.loads(DECISIONS.read_text())
    for moment, decision, article in sorted(_planned(told["stories"]), key=lambda plan: plan[0]):
        act, by = ACTS[decision["act"]], people[decision["by"]]
        score = {"quality": decision["score"]} if "score" in decision else {}
        done = act(article=article, by=by, version=article.version, **score)
        move_act(done.act, moment)
    for source in told["sources"]:
        provider, by = Provider.objects.get(domain=source["domain"]), people[source["by"]]
        noted = providers.note(
            provider=provider, by=by, version=provider.version, note=source["note"]
        )
        move_act(noted.act, timezone.now() - timedelta(hours=source["hours"]))


def _planned(decisions: list[dict[str, Any]]) -> Iterator[tuple[datetime, dict[str, Any], Article]]:
    for decision in decisions:
        article = Article.objects.get(path__endswith=f"-{decision['story']}.md")
        yield article.imported_at + timedelta(hours=decision["hours"]), decision, article


def move_act(act: uuid.UUID | None, moment: datetime) -> None:
    """Have the history say that the act was at that moment."""
    assert act, "there was nothing to decide"
    events = Event.objects.filter(group=act)
    touched = Article.objects.filter(pk__in=events.values("article"))
    touched.filter(decided_at__isnull=False).update(decided_at=moment)
    touched.filter(first_published_at__gt=moment).update(first_published_at=moment)
    events.update(at=moment)
