"""Related links of imported articles: kept in step with the merge, and joined to their targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from articles import rows
from articles.models import Article, RelatedLink
from articles.seeds.values import LinkValue


def articles_at(urls: Iterable[str]) -> dict[str, int]:
    """The articles here with these canonical URLs: their primary keys by it."""
    here = Article.objects.filter(canonical_url__among=set(urls))
    return dict(here.order_by("-pk").values_list("canonical_url", "pk"))


def join_waiting(arrived: Mapping[str, int]) -> None:
    """Articles have arrived, primary keys by canonical URL: links that waited for them find them.

    A story does not link to itself.
    """
    links = RelatedLink.objects.filter(canonical_url__among=arrived)
    # Asked for those without a target, SQLite would go through all of them.
    found = [
        (arrived[url], pk)
        for pk, article, url, target in links.values_list(
            "pk", "article_id", "canonical_url", "target_id"
        )
        if target is None and arrived[url] != article
    ]
    rows.update(RelatedLink, "target_id", found)


def sync_links(article: Article, wanted: Iterable[LinkValue]) -> None:
    """Make an article's links these, in this order; links that stay keep their origin."""
    present = {link.canonical_url: link for link in article.links.all()}
    wanted = list(wanted)
    targets = articles_at(link.canonical_url for link in wanted)
    for place, value in enumerate(wanted):
        link = present.pop(value.canonical_url, None) or RelatedLink(article=article)
        for name, content in value._asdict().items():
            setattr(link, name, content)
        link.position = place
        target = targets.get(value.canonical_url)
        link.target_id = target if target != article.pk else None
        link.save()
    article.links.filter(pk__in=[link.pk for link in present.values()]).delete()
