"""Acts on many articles, without a browser and without a worker."""

from django.contrib.auth.models import Group
from django.utils import timezone

from articles.bulk import actions, jobs
from articles.bulk.seen import Seen
from articles.models import Article, BulkAct, BulkJob
from articles.permissions import EDITORS


def all_that_match(articles=None, **seen):
    articles = Article.objects.all() if articles is None else articles
    return Seen(articles, **{"at": timezone.now(), "query": "queue=all", **seen})


def picked(*articles, at=None):
    return Seen.picked({article.pk: article.version for article in articles}, at or timezone.now())


def proposed(by, what=BulkAct.PUBLISH, articles=None, **arguments):
    articles = articles or all_that_match()
    return actions.propose(by=by, what=what, articles=articles, arguments=arguments)


def begun(by, what=BulkAct.PUBLISH, articles=None, **arguments):
    articles = articles or all_that_match()
    return actions.begin(by=by, what=what, articles=articles, arguments=arguments)


def done(by, what=BulkAct.PUBLISH, articles=None, **arguments):
    return worked(begun(by, what, articles, **arguments))


def undone(by, job):
    return worked(actions.undo(job=job, by=by))


def worked(job):
    jobs.run_bulk.call(job.pk)
    return now(job)


def now(job):
    return BulkJob.objects.get(pk=job.pk)


def results(job):
    """How many articles came to which end."""
    found = {}
    for result, reason in job.items.values_list("result", "reason"):
        key = f"{result}: {reason}" if reason else result
        found[key] = found.get(key, 0) + 1
    return found


def editors():
    return Group.objects.get(name=EDITORS)
