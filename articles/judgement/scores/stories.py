"""Articles as scores are learned from them and suggested for them: four queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Max

from articles.judgement.scores.features import Story
from articles.models import Article, ArticleImage, ArticleTopic, Topic
from articles.text import display_text, summary

COLUMNS = (
    *("pk", "title", "excerpt", "published_at", "type", "amp_url"),
    *("provider__domain", "provider__logo"),
)


def stories(keys: Sequence[int]) -> Iterator[tuple[int, Story]]:
    """Yield these articles by their keys."""
    topics, pictures = _topics(keys), _pictures(keys)
    keywords = _keywords({topic for held in topics.values() for topic in held})
    found = Article.objects.order_by().filter(pk__among=keys)
    for pk, title, excerpt, at, kind, amp_url, domain, logo in found.values_list(*COLUMNS):
        headline = display_text(title)
        yield (
            pk,
            Story(
                title=headline,
                excerpt=summary(excerpt, headline),
                published_at=at,
                provider=domain,
                is_known=logo is not None,
                picture=pictures.get(pk),
                has_amp=bool(amp_url),
                is_video=kind == "video",
                topics=len(topics.get(pk, ())),
                keywords={word for topic in topics.get(pk, ()) for word in keywords[topic]},
            ),
        )


def _topics(keys: Sequence[int]) -> Mapping[int, list[int]]:
    listed = ArticleTopic.objects.filter(article__among=keys, position__isnull=False)
    found: dict[int, list[int]] = defaultdict(list)
    for article, topic in listed.values_list("article", "topic"):
        found[article].append(topic)
    return found


def _keywords(topics: Collection[int]) -> Mapping[int, list[str]]:
    rows = Topic.objects.order_by().filter(pk__in=topics) if topics else Topic.objects.none()
    return {
        pk: [word for word in (name, short_name, *keywords) if word]
        for pk, name, short_name, keywords in rows.values_list(
            "pk", "name", "short_name", "keywords"
        )
    }


def _pictures(keys: Sequence[int]) -> Mapping[int, int]:
    """Return the width of the widest picture of each article that has any."""
    widest = ArticleImage.objects.filter(article__among=keys).values("article")
    found = widest.annotate(widest=Max("image__width")).values_list("article", "widest")
    return {article: width or 0 for article, width in found}
