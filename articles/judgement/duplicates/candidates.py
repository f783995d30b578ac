"""Which articles are looked at as copies of others: what says the same words on the days around,
and what is at the same address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product

from articles.judgement import related
from articles.judgement.duplicates.rule import Copy, addresses_of
from articles.judgement.related import Text
from articles.models import Article
from articles.models.judgement.duplicate import left_out

ADDRESSES = ("canonical_url", "original_url", "amp_url")
HOSTS, ENDS = ("", "m.", "mobile.", "amp."), ("", "/amp")
AT_ADDRESS = (
    40  # looked at of those at one address, the newest, as `related` has it of the likeliest
)
MOST = 1000  # articles at all addresses of a portion


def copies(keys: Iterable[int]) -> dict[int, Copy]:
    """Return these articles as the rule sees them, without those that are nobody's copy."""
    found = Article.objects.order_by().filter(pk__among=sorted(set(keys))).exclude(left_out())
    columns = ("pk", "title", "excerpt", "provider__domain", "published_at", *ADDRESSES)
    return {
        pk: Copy(title, excerpt, provider, addresses_of(*urls), published_at)
        for pk, title, excerpt, provider, published_at, *urls in found.values_list(*columns)
    }


def candidates(stories: Mapping[int, Copy]) -> dict[int, list[int]]:
    """Return what may be a copy of each of these, the likeliest first."""
    here = _at_addresses(stories)
    return {pk: [*_at(here, story, but=pk), *_alike(pk, story)] for pk, story in stories.items()}


def _alike(pk: int, story: Copy) -> list[int]:
    asked = Text(story.title, story.excerpt, story.published_at, pk)
    return [likely.article for likely in related.ranked(asked)]


def _at(here: Mapping[str, Sequence[int]], story: Copy, but: int) -> list[int]:
    found = chain.from_iterable(here.get(address, ()) for address in story.addresses)
    return [pk for pk in dict.fromkeys(found) if pk != but][:AT_ADDRESS]


def _at_addresses(stories: Mapping[int, Copy]) -> dict[str, list[int]]:
    """Return what is at the addresses of these, by the address without its variants."""
    asked = {bare for story in stories.values() for bare in story.addresses}
    variants = sorted(set(chain.from_iterable(map(_variants, asked))))
    at = Article.objects.order_by("-pk").filter(canonical_url__among=variants)
    found = defaultdict[str, list[int]](list)
    for pk, *urls in at.values_list("pk", *ADDRESSES)[:MOST] if variants else ():
        for bare in addresses_of(*urls):
            found[bare].append(pk)
    return found


def _variants(bare: str) -> Iterator[str]:
    page, mark, query = bare.removeprefix("https://").partition("?")
    for host, end in product(HOSTS, ENDS):
        yield f"https://{host}{page}{end}{mark}{query}"
