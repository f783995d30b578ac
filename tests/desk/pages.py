"""What the desk's tests do again and again: act on an article, read what a page says."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.times import in_full

HTMX = {"HX-Request": "true"}


def url(name, article, *more):
    return reverse(f"desk:{name}", args=[article.pk, *more])


def post(client, name, article, *more, htmx=False, **fields):
    """An act on the version of the article that the test has in hand."""
    fields = {"version": article.version, **fields}
    headers = HTMX if htmx else {}
    return client.post(url(name, article, *more), fields, headers=headers)


def stale(client, name, article, *more, **fields):
    """The same act after somebody else has changed the article."""
    article.title = "Changed under the editor's hands"
    type(article).objects.filter(pk=article.pk).update(version=article.version + 1)
    return post(client, name, article, *more, **fields)


def text(response):
    return response.content.decode()


def shown(response):
    """The titles in the list, in order."""
    return [row.article.title for row in response.context["rows"]]


def moment(days=1):
    """A time so many days ahead, as a form sends it; and as pages say it."""
    at = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    return at.strftime("%Y-%m-%d %H:%M"), in_full(at)
