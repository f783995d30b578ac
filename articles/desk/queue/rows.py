"""What one row of the queue shows of an article, read with a few narrow queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from articles import wording
from articles.desk.queue.columns import MORE, More, added
from articles.desk.queue.corroboration import Corroboration, corroborations
from articles.desk.queue.effects import ScoreButton, captions, exact_effect, kept, score_buttons
from articles.desk.queue.explanations import Standing, explain, phrase
from articles.display.cards import COLUMNS, Card, TopicName, ValueRow, card, topic_name, topics_of
from articles.display.prepared import NUMBERS, Prepared
from articles.models import (
    FOLDED,
    Article,
    ArticleImage,
    Conflict,
    Event,
    ImageState,
    Note,
    RelatedLink,
    Review,
    StateBy,
)
from articles.models.lookups import Joined
from articles.query.stories import listing_leads
from articles.site import choices
from articles.text import display_text

SCALE = 200  # the score at which the meter is full: the machines' go up to about there
FIGURES, ROOM = (0, 100, 150, SCALE), 20


def _of(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(article=OuterRef("pk")).order_by()


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(_of(rows).values("article").annotate(count=Count("pk")).values("count"))


def beside() -> dict[str, Any]:
    """Return what other tables know of an article, each by a short look into one of their indexes:
    a query of its own would cost more."""
    pictures = ArticleImage.objects.filter(article=OuterRef("pk")).order_by("position")
    ready = Case(When(image__state=ImageState.READY, then=F("image__digest")), default=Value(""))
    conflicts = _of(Conflict.objects.all()).values("article").annotate(fields=Joined("field"))
    return {
        "picture": Subquery(pictures.annotate(ready=ready).values("ready")[:1]),
        "conflict_fields": Subquery(conflicts.values("fields")),
        "related": _count(RelatedLink.objects.all()),
        "note_count": _count(Note.objects.all()),
        "listed_by": Case(When(heat=FOLDED, then=_listed_by()), default=None),
        "withdrawn": Case(
            When(state_by=StateBy.IMPORT, then=_is_withdrawn()),
            default=Value(False),
            output_field=BooleanField(),
        ),
    }


def _listed_by() -> Subquery:
    """Return the headline of the story that lists an article which its seed has folded."""
    return Subquery(listing_leads().values("article__title")[:1])


def _is_withdrawn() -> Exists:
    """Return whether an article that an import keeps off the site is so since the import that
    brought it was undone: not where the undo left it because somebody had changed it."""
    return Exists(Event.objects.order_by().withdrawals().filter(article=OuterRef("pk")))


def _articles(keys: Any) -> QuerySet[Article, ValueRow]:
    found = Article.objects.order_by().filter(pk__among=keys)
    return found.annotate(**beside()).values_list(*COLUMNS, *MORE, *BESIDE)


BESIDE = tuple(beside())
ARTICLES = Prepared(NUMBERS, _articles)


@dataclass(frozen=True, slots=True)
class Row:
    """`bar` is the score on the meter, in per cent of it. `stands` goes after "stays"; `can_agree`
    tells whether agreeing would change anything. `following` is the key of the article below it in
    the list. `changed` says that an import has changed what a person had decided on, `threshold_of`
    names the topic whose threshold it is, "" for the site's. `sources` are those of a story that it
    leads, where a list or the pane shows it."""

    article: Card
    version: int
    is_reviewed: bool
    status: str
    label: str
    phrase: list[str]
    explanation: str
    bar: str
    related: int
    notes: int
    stands: str
    is_pinned: bool
    can_agree: bool
    assignee: str
    threshold: int
    threshold_of: str
    following: int | None = None
    changed: bool = False
    withdrawn: bool = False
    sources: Corroboration | None = None

    @property
    def threshold_at(self) -> str:
        return on_scale(self.threshold)

    @property
    def figures(self) -> list[tuple[str, int]]:
        """Return the figures under the scale with their places; the threshold drives others off."""
        marks = [self.threshold, *(n for n in FIGURES if abs(n - self.threshold) >= ROOM)]
        return [(on_scale(mark), mark) for mark in sorted(marks) if 0 <= mark <= SCALE]

    @property
    def score_buttons(self) -> list[ScoreButton]:
        return score_buttons(self.threshold, self.kept)

    @property
    def kept(self) -> str:
        return kept(self.status, self.stands, pinned=self.is_pinned)

    @property
    def exact_effect(self) -> str:
        return exact_effect(self.threshold, self.kept)

    @property
    def effects(self) -> list[str]:
        return captions(self.score_buttons)

    @property
    def heat(self) -> int | None:
        """Return the heat where it says more than the score, else None."""
        heat = self.article.heat
        return None if heat is None or heat < 0 or heat == self.article.quality else heat


def on_scale(score: int) -> str:
    return f"{100 * min(max(score, 0), SCALE) / SCALE:g}"


def rows(keys: Sequence[int]) -> list[Row]:
    """Return the rows of these articles, in their order; those that are gone are left out."""
    found = {row[0]: row for row in ARTICLES(keys)}
    keys = [key for key in keys if key in found]
    topics, now, end = topics_of(keys), timezone.now(), len(COLUMNS)
    mores = {key: More(*found[key][end:]) for key in keys}
    by_rules = added(mores)
    made = {
        key: _row(found[key][:end], mores[key], topics[key], following, now, by_rules.get(key, ()))
        for key, following in zip_longest(keys, keys[1:])
    }
    leads = [
        key
        for key, row in made.items()
        if mores[key].folded_into is None and row.article.heat != FOLDED
    ]
    for key, sources in corroborations(leads, now).items():
        made[key] = replace(made[key], sources=sources)
    return [*made.values()]


def current(pk: int) -> Row | None:
    return next(iter(rows([pk])), None)


def of_article(article: Article, now: datetime) -> Row:
    """Return the row of an article that has been read with its topics and what is `beside` it."""
    values = tuple(_value(article, name) for name in (*COLUMNS, *MORE, *BESIDE))
    topics = [
        topic_name(topic.pk, topic.slug, topic.name, topic.short_name, topic.parent_id)
        for topic in article.listed_topics
    ]
    end = len(COLUMNS)
    more = More(*values[end:])
    by_rules = added({article.pk: more}).get(article.pk, ())
    return _row(values[:end], more, topics, None, now, by_rules)


def _value(article: Article, path: str) -> Any:
    value: Any = article
    for name in path.split("__"):
        value = None if value is None else getattr(value, name)
    return value


def _row(
    values: ValueRow,
    more: More,
    topics: Sequence[TopicName],
    following: int | None,
    now: datetime,
    by_rules: Sequence[str],
) -> Row:
    article = card(values, more.picture or "", topics)
    lead = more.lead or more.listed_by
    standing = Standing(
        state=more.state,
        state_by=more.state_by,
        review=more.review,
        quality=article.quality,
        heat=article.heat,
        is_folded=more.folded_into is not None or article.heat == FOLDED,
        lead=display_text(lead) if lead else None,
        copy_of=display_text(more.copy_of or ""),
        decided_at=more.decided_at,
        decided_by=more.editor,
        changed=more.decided_at is not None and more.changed_at is not None,
        withdrawn=more.withdrawn,
        conflicts=more.conflicts,
        published_at=article.published_at,
        muted_until=more.muted_until,
        muted_by=more.muted_by,
        publish_at=more.publish_at,
        hold_at=more.hold_at,
        rule=more.rule,
        by_rules=by_rules,
        threshold_of=more.threshold_of,
    )
    threshold = choices.threshold(more.threshold)
    status = wording.status(standing, in_conflict=bool(more.conflicts))
    return Row(
        article=article,
        version=more.version,
        is_reviewed=more.review != Review.UNREVIEWED,
        status=status,
        label=status.word,
        phrase=phrase(standing, threshold, now),
        explanation=explain(standing, threshold, now),
        bar=on_scale(article.quality or 0),
        related=more.related or 0,
        notes=more.note_count or 0,
        stands=wording.stands(more),
        is_pinned=more.state_by == StateBy.PERSON,
        can_agree=more.state_by != StateBy.PERSON or standing.changed or bool(more.assignee),
        assignee=more.assignee,
        threshold=threshold,
        threshold_of=more.threshold_of,
        following=following,
        changed=standing.changed,
        withdrawn=bool(more.withdrawn),
    )
