"""A story of three, and how the desk's tests act on it."""

from articles.judgement import indexing
from articles.models import Article
from tests.desk.pages import HTMX, url
from tests.factories import make_link
from tests.judgement.news import QUARRY, near


def make_story():
    """A lead, a member that an editor folded, and one by the seed; what else says the like."""
    lead = near(QUARRY)
    edited = near("Iron battery fills the quarry", 1, folded_into=lead)
    by_seed = near("The old quarry", 2, heat=-1)
    for member in (edited, by_seed):
        make_link(lead, target=member)
    return lead, edited, by_seed


def make_like(title="Quarry becomes iron battery", hours=3):
    other = near(title, hours)
    indexing.index_all()
    return other


def pick(*those):
    return [f"{one.pk}.{one.version}" for one in those]


def send(client, act, lead, *those, htmx=False, **fields):
    headers = HTMX if htmx else {}
    return client.post(url(f"story-{act}", lead), {"pick": pick(*those), **fields}, headers=headers)


def lead_of(article):
    return Article.objects.get(pk=article.pk).lead
