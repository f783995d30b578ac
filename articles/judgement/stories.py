"""Which articles seem to belong to a story, and which story an article seems to belong to.

Both by how much an article is linked to each of the members, on the mean: what is like one of ten
does not belong to all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp

from django.db.models import Q

from articles.judgement import related
from articles.judgement.related import Likely, Story
from articles.judgement.suggestion import Suggestion
from articles.models import Article, Refusal
from articles.query.stories import leads_of, members_of

MODEL = "story-1"
FADES = 240.0  # hours in which a link fades to a third
LEAST = 0.20
MOST = 10
OPEN = timedelta(days=10)  # from its first article on, a story takes new members
ASKED = 5  # of a story's articles, each by a statement: its lead, and the newest


def link(cosine: float, hours: float) -> float:
    """Return how much two articles are linked, from 0 to 1."""
    return min(cosine, 1.0) * exp(-abs(hours) / FADES)


def means(links: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Return the mean link of each candidate; `links` holds for each member its candidates. To a
    member whose candidate it is not, the link is 0."""
    found = {key for of_member in links for key in of_member}
    return {key: sum(one.get(key, 0.0) for one in links) / len(links) for key in found}


def suggested(lead: Article, members: Sequence[Article]) -> list[Suggestion]:
    """Return what seems to belong to the story, the likeliest first: nothing that is part of one,
    nor what an editor said does not belong to one of its articles."""
    asked = _asked(lead, members)
    ranked = [{one.article: one for one in related.ranked(article)} for article in asked]
    links = [{key: _link(one) for key, one in of_one.items()} for of_one in ranked]
    known = {lead.pk, *(one.pk for one in members)}
    mean = {k: m for k, m in means(links).items() if m >= LEAST and k not in known}
    if not mean:
        return []
    late = _after(closes([lead, *members]), asked, ranked)
    out = leads_of(mean).keys() | _refused(mean, known) | late
    best = sorted(mean.keys() - out, key=lambda key: (-mean[key], key))[:MOST]
    return [_suggestion(key, mean[key], asked, ranked) for key in best]


def likely_story(
    article: Story, likely: Sequence[Likely], leads: Mapping[int, int]
) -> Suggestion | None:
    """Return the story that an article of none seems to belong to, as a suggestion of its lead;
    `likely` is what is `related.ranked` for the article, `leads` who leads the stories of these."""
    links = {one.article: _link(one) for one in likely}
    near = {leads[key] for key, linked in links.items() if linked >= LEAST and key in leads}
    if not near or article.pk in leads:
        return None  # no mean is higher than the best link
    stories = _open_to(article, near)
    mean = {key: _mean(links, story) for key, story in stories.items()}
    best = max(mean, key=lambda key: (mean[key], -key), default=0)
    if not best or mean[best] < LEAST:
        return None
    return _story(article, stories[best], mean[best], likely)


def closes(articles: Iterable[Article]) -> datetime:
    """Return until when a story of these takes new members."""
    return min(article.published_at for article in articles) + OPEN


def _link(likely: Likely) -> float:
    return link(likely.cosine, likely.hours)


def _mean(links: Mapping[int, float], story: Sequence[Article]) -> float:
    """Return the mean link of an article to a story, its lead first."""
    asked = _asked(story[0], story[1:])
    return sum(links.get(one.pk, 0.0) for one in asked) / len(asked)


def _asked(lead: Article, members: Sequence[Article]) -> list[Article]:
    newest = sorted(members, key=lambda one: (one.published_at, one.pk), reverse=True)
    return [lead, *newest[: ASKED - 1]]


def _open_to(article: Story, leads: Collection[int]) -> dict[int, list[Article]]:
    """Return these stories, each with its lead first, that the article may still join."""
    stories = {lead.pk: [lead] for lead in Article.objects.order_by("pk").filter(pk__in=leads)}
    for member in members_of(leads).order_by("pk"):
        stories[member.lead_key].append(member)
    refused = _refused({one.pk for story in stories.values() for one in story}, [article.pk])
    return {
        key: story
        for key, story in stories.items()
        if article.published_at <= closes(story) and refused.isdisjoint(one.pk for one in story)
    }


def _refused(keys: Collection[int], others: Collection[int]) -> set[int]:
    """Return those of the keys of which an editor said that they do not belong to one of the
    others."""
    pairs = Q(one__in=keys, other__in=others) | Q(one__in=others, other__in=keys)
    found = Refusal.objects.filter(pairs).values_list("one", "other")
    return {key for pair in found for key in pair} & {*keys}


def _after(
    moment: datetime, asked: Sequence[Article], ranked: Sequence[Mapping[int, Likely]]
) -> set[int]:
    """Return those that were published later than that."""
    return {
        key
        for article, of_one in zip(asked, ranked, strict=True)
        for key, likely in of_one.items()
        if article.published_at + timedelta(hours=likely.hours) > moment
    }


def _suggestion(
    key: int, mean: float, asked: Sequence[Article], ranked: Sequence[Mapping[int, Likely]]
) -> Suggestion:
    """Tell of one with the words that it shares with the article that it is most like; how much
    later it is, beside the lead."""
    alike = [
        (article, of_one[key])
        for article, of_one in zip(asked, ranked, strict=True)
        if key in of_one
    ]
    article, likely = max(alike, key=lambda pair: _link(pair[1]))
    later = (article.published_at - asked[0].published_at).total_seconds() / 3600
    return replace(
        related.suggestions(article, [likely])[0],
        likeness=mean,
        hours=likely.hours + later,
        same_picture=any(one.known.same_picture for _, one in alike),
        named_in_seed=any(one.known.named_in_seed for _, one in alike),
        is_folded=False,
        like=(len(alike), len(asked)),
        model=MODEL,
    )


def _story(
    article: Story, story: Sequence[Article], mean: float, likely: Sequence[Likely]
) -> Suggestion:
    """Tell of a story with the words of the article of it that this one is most like."""
    lead, keys = story[0], {one.pk for one in story}
    alike = [one for one in likely if one.article in keys]
    return replace(
        related.suggestions(article, [max(alike, key=_link)])[0],
        article=lead.pk,
        title=lead.headline,
        source=lead.source_name,
        likeness=mean,
        hours=(lead.published_at - article.published_at).total_seconds() / 3600,
        same_picture=any(one.known.same_picture for one in alike),
        named_in_seed=any(one.known.named_in_seed for one in alike),
        story="",
        leads=False,
        is_folded=False,
        like=(len(alike), len(story)),
        model=MODEL,
    )
