"""Acts on many articles as the desk's forms send them."""

from django.urls import reverse

from articles.models import BulkJob
from tests.bulk.many import worked


def propose(client, *articles, what="publish", **fields):
    picks = [f"{article.pk}.{article.version}" for article in articles]
    form = {"what": what, "pick": picks, **fields}
    return client.post(reverse("desk:bulk-propose"), form)


def proposed(client, *articles, **fields):
    assert propose(client, *articles, **fields).status_code == 302
    return BulkJob.objects.latest("pk")


def act(client, name, job, **fields):
    return client.post(url(name, job), fields)


def started(client, *articles, **fields):
    job = proposed(client, *articles, **fields)
    assert act(client, "bulk-start", job, count=job.total).status_code == 302
    return job


def done(client, *articles, **fields):
    return worked(started(client, *articles, **fields))


def url(name, job):
    return reverse(f"desk:{name}", args=[job.pk])
