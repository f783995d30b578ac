"""Articles whose words are indexed."""

from datetime import timedelta

from articles.judgement import indexing, related
from tests.factories import NOON, make_article

QUARRY = "A quarry becomes an iron battery"


def near(title, hours=0, **fields):
    """An article so many hours after noon."""
    return make_article(
        **{"title": title, "excerpt": "", "published_at": NOON + timedelta(hours=hours), **fields}
    )


def suggested(article):
    """What is suggested to it, once all is indexed."""
    indexing.index_all()
    return related.suggested(article)


def titles(article):
    names = dict(type(article).objects.values_list("pk", "title"))
    return [names[one.article] for one in suggested(article)]
