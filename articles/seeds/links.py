"""Related links of imported articles: kept in step with the merge, and joined to their targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles.models import Article, RelatedLink
from articles.seeds.values import LinkValue


def find_targets(articles: Sequence[Article]) -> None:
    """Join links to articles by canonical URL, both ways.

    Links of these articles find what is here already; links anywhere that waited for these
    articles find them now.
    """
    own = RelatedLink.objects.filter(article__in=articles, target=None)
    wanted = set(own.values_list("canonical_url", flat=True))
    here = Article.objects.filter(canonical_url__in=wanted).order_by("-pk")
    targets = dict(here.values_list("canonical_url", "pk"))
    arrived = {article.canonical_url: article.pk for article in articles}
    waiting = RelatedLink.objects.filter(target=None, canonical_url__in=arrived)
    found = []
    for link in [*own.filter(canonical_url__in=targets), *waiting]:
        target = targets.get(link.canonical_url) or arrived[link.canonical_url]
        if target != link.article_id:
            link.target_id = target
            found.append(link)
    RelatedLink.objects.bulk_update(found, ["target"], batch_size=200)


def sync_links(article: Article, wanted: Iterable[LinkValue]) -> None:
    """Make an article's links these, in this order; links that stay keep their origin."""
    present = {link.canonical_url: link for link in article.links.all()}
    keep = []
    for place, value in enumerate(wanted):
        link = present.pop(value.canonical_url, None) or RelatedLink(article=article)
        for name, content in value._asdict().items():
            setattr(link, name, content)
        link.position = place
        link.save()
        keep.append(link)
    article.links.filter(pk__in=[link.pk for link in present.values()]).delete()
    find_targets([article])
