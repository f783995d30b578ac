"""Related links of imported articles: kept in step with the merge, and joined to their targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from articles.models import Article, RelatedLink
from articles.seeds.values import LinkValue


def find_targets(articles: Mapping[str, int]) -> None:
    """Join links to articles by canonical URL, both ways; `articles` maps that to primary keys.

    Links of these articles find what is here already; links anywhere that waited for these
    articles find them now.
    """
    own = RelatedLink.objects.filter(article__in=articles.values(), target=None)
    wanted = set(own.values_list("canonical_url", flat=True))
    here = Article.objects.filter(canonical_url__in=wanted).order_by("-pk")
    targets = {**dict(here.values_list("canonical_url", "pk")), **articles}
    waiting = RelatedLink.objects.filter(target=None, canonical_url__in=articles)
    found = [*own.filter(canonical_url__in=targets), *waiting]
    for link in found:
        target = targets[link.canonical_url]
        link.target_id = target if target != link.article_id else None
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
    find_targets({article.canonical_url: article.pk})
