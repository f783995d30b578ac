"""What an editor does to one article: publish, hold, reject, agree, score, edit, and take it all
back.

A state is the rule's, or pinned by a person: publishing, holding, rejecting and agreeing pin it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.actions import lists, text_input
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.actions.values import Values
from articles.judgement.scores import suggesting
from articles.models import PLANS, Article, Image, Review, State, StateBy, Topic
from articles.seeds.errors import SeedError
from articles.seeds.limits import MAX_EXCERPT, MAX_SCORE, MAX_TITLE, MAX_TOPICS
from articles.seeds.parse import parse_article
from articles.seeds.values import STATES
from articles.site import choices
from articles.text import display_excerpt

MAX_REASON = 300  # letters of why an article was rejected
# Of an earlier version. Whose its state was belongs to it.
DECISION = {"state", "state_by", "review", "decided_by", "decided_at", "ruled_by", "ruled"}
RESTORABLE = {"title", "excerpt", "topics", "images", "quality", *DECISION}


def publish(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    to = {"state": State.PUBLISHED.value, **pinned(by, State.PUBLISHED)}
    return change(article=article, by=by, version=version, action="publish", to=to, group=group)


def unpublish(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    to = held(by)
    return change(article=article, by=by, version=version, action="unpublish", to=to, group=group)


def reject(
    *,
    article: Article | int,
    by: User,
    version: int,
    reason: str = "",
    group: uuid.UUID | None = None,
) -> Done[Article]:
    to = {**pinned(by), "review": Review.REJECTED.value}
    reason = text_input.clean_line("reason", reason, MAX_REASON)
    return change(
        article=article, by=by, version=version, action="reject", to=to, group=group, reason=reason
    )


def agree(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    """Pin the state as it is. Where the seed does not say, that stays so, and readers see it."""
    row = current(article)
    to = agreed(row, by)
    return change(article=row, by=by, version=version, action="agree", to=to, group=group)


def reopen(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    """Undo all decisions: the state is what it came with, and the article waits for review."""
    row = current(article)
    to = {
        **_state_at_arrival(row),
        "changed_at": None,
        "review": Review.UNREVIEWED.value,
        "decided_by": None,
        "decided_at": None,
        **dict.fromkeys(PLANS),
    }
    return change(article=row, by=by, version=version, action="reopen", to=to, group=group)


@transaction.atomic
def score(
    *,
    article: Article | int,
    by: User,
    version: int,
    quality: int | None,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Set the score, 0 to 10,000, or None for unscored.

    The rule decides the state anew in the same act, unless a person has pinned it.
    """
    if quality is not None and not 0 <= quality <= MAX_SCORE:
        raise Refused(f"A score lies between 0 and {MAX_SCORE:,}; {quality} does not.")
    row = current(article)
    to = {"quality": quality, **scored(row, by, quality)}
    done = change(article=row, by=by, version=version, action="score", to=to, group=group)
    if done.act:
        suggesting.compare(row.events.get(group=done.act), quality)
    return done


def edit(
    *,
    article: Article | int,
    by: User,
    version: int,
    title: str,
    excerpt: str,
    topics: list[Topic],
    images: list[Image],
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Set title and excerpt as they are to be read, the listed topics, and the order of pictures.

    A field that reads as before keeps the seed's own spelling.
    """
    row = current(article)
    to = {
        "title": text_input.typed_over(row.title, "title", title, MAX_TITLE, needed=True),
        "excerpt": text_input.typed_over(
            row.excerpt, "excerpt", excerpt, MAX_EXCERPT, shown=display_excerpt
        ),
        "topics": _listed(topic.name for topic in topics),
        "images": _image_urls(row, images),
    }
    return change(article=row, by=by, version=version, action="edit", to=to, group=group)


def restore(
    *, article: Article | int, by: User, version: int, to: Values, group: uuid.UUID | None = None
) -> Done[Article]:
    """Set what an earlier version said, as `history.versions` knows it. Who decided on it then has
    decided on it again; whoever restores it has seen what a seed changed since."""
    if unknown := to.keys() - RESTORABLE:
        raise Refused(f"An earlier version has no {' or '.join(sorted(unknown))} to restore.")
    to = {**to, "changed_at": None}
    return change(article=article, by=by, version=version, action="restore", to=to, group=group)


def add_topic(
    *,
    article: Article | int,
    by: User,
    version: int,
    topic: Topic,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """List the topic after those that are listed; one that is listed keeps its place."""
    row = current(article)
    to = {"topics": _listed([*lists.topics(row), topic.name])}
    return change(article=row, by=by, version=version, action="add-topic", to=to, group=group)


def remove_topic(
    *,
    article: Article | int,
    by: User,
    version: int,
    topic: Topic,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    row = current(article)
    to = {"topics": [name for name in lists.topics(row) if name != topic.name]}
    return change(article=row, by=by, version=version, action="remove-topic", to=to, group=group)


def by_rule(quality: int | None, own: int | None) -> State:
    """Return the state that a score gives, by an article's own threshold or the site's: without a
    score, it is held."""
    over = quality is not None and quality >= choices.threshold(own)
    return State.PUBLISHED if over else State.UNPUBLISHED


def scored(row: Article, by: User, quality: int | None) -> Values:
    """Return what follows when an editor scores the article: a review, and the rule's word, but for
    what is pinned."""
    if row.is_pinned:
        return {"changed_at": None}
    ruled = {"state": by_rule(quality, row.threshold).value, "state_by": StateBy.RULE.value}
    return {**_decided(by), **ruled}


def pinned(by: User | None, state: State | None = None) -> Values:
    """Return what is set, beside the state itself, when an editor decides on it now: what was
    planned otherwise is cancelled. What is published can still be held later."""
    cancelled = ["publish_at"] if state == State.PUBLISHED else PLANS
    return {**_decided(by), "state_by": StateBy.PERSON.value, **dict.fromkeys(cancelled)}


def held(by: User) -> Values:
    return {"state": State.UNPUBLISHED.value, **pinned(by)}


def agreed(row: Article, by: User) -> Values:
    """Return what pins the state as it is; what is rejected stays rejected."""
    rejected = row.review == Review.REJECTED
    return {**pinned(by), **({"review": Review.REJECTED.value} if rejected else {})}


def _decided(by: User | None) -> Values:
    return {
        "changed_at": None,
        "review": Review.REVIEWED.value,
        "decided_by": by.pk if by else None,
        "decided_at": timezone.now().isoformat(),
        "assigned_to": None,
    }


def seed_state(article: Article) -> str:
    """Return the state that the article's seed asks for; `unset` where no seed can be asked."""
    if article.seed is None:
        return State.UNSET.value
    try:
        published = parse_article(article.seed.text.encode()).published
    except SeedError:
        return State.UNSET.value
    return STATES[published]


def _state_at_arrival(row: Article) -> Values:
    arrival = row.events.arrivals().select_related("batch").first()
    batch = arrival.batch if arrival else None
    if (batch or row.batch).hold:
        return {"state": State.UNPUBLISHED.value, "state_by": StateBy.IMPORT.value}
    return {"state": seed_state(row), "state_by": StateBy.SEED.value}


def _listed(topics: Iterable[str]) -> list[str]:
    names = list(dict.fromkeys(topics))
    if len(names) > MAX_TOPICS:
        raise Refused(f"An article has at most {MAX_TOPICS} topics; these are {len(names)}.")
    return names


def _image_urls(article: Article, images: list[Image]) -> list[str]:
    urls = [image.url for image in images]
    if sorted(urls) != sorted(lists.images(article)):
        raise Refused("The pictures are not those of the article: only their order can change.")
    return urls
