"""The three-way merge. Pure: base is the last imported seed, theirs the new one, ours the article.

A field nobody edited follows the seed; a field an editor edited stays; where both changed, ours
stays and the field is in conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.seeds.kinds import FileResult
from articles.seeds.values import EDITABLE, FOLLOWING, METRICS, ArticleValues, LinkValue

SINGLE = tuple(name for name in FOLLOWING + METRICS + EDITABLE if name != "related")


@dataclass(frozen=True)
class Merge:
    """What an import does to one article: `merged` is what it says afterwards.

    `changed` are the fields, metrics included, in which that differs from ours; `conflicts` those
    where ours was kept against a change of theirs.
    """

    base: ArticleValues
    theirs: ArticleValues
    ours: ArticleValues
    merged: ArticleValues
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def result(self) -> FileResult:
        if self.conflicts:
            return FileResult.CONFLICT
        if any(name not in METRICS for name in self.changed):
            return FileResult.CONTENT
        return FileResult.METRICS if self.changed else FileResult.UNCHANGED

    def leaving(self, name: str) -> Merge:
        """Return the merge with ours in this field, without a conflict."""
        merged = replace(self.merged, **{name: getattr(self.ours, name)})
        changed = tuple(other for other in self.changed if other != name)
        return replace(self, merged=merged, changed=changed)


def merge(
    base: ArticleValues, theirs: ArticleValues, ours: ArticleValues, pinned: Collection[str] = ()
) -> Merge:
    """Merge field by field. `pinned` fields count as edited even where ours equals the base:
    an editor who looked and agreed has decided, too."""
    fields = (
        (name, getattr(base, name), getattr(theirs, name), getattr(ours, name)) for name in SINGLE
    )
    updates, conflicts = merge_fields(fields, follow=FOLLOWING + METRICS, pinned=pinned)
    if theirs.related not in (base.related, ours.related):
        links = merge_links(base.related, theirs.related, ours.related)
        if links != ours.related:
            updates["related"] = links
    merged = replace(ours, **updates) if updates else ours
    return Merge(base, theirs, ours, merged, tuple(updates), tuple(conflicts))


def merge_fields(
    fields: Iterable[tuple[str, Any, Any, Any]],
    *,
    follow: Collection[str] = (),
    pinned: Collection[str] = (),
) -> tuple[dict[str, Any], list[str]]:
    """Return the new values by field, and the fields in conflict.

    `fields` are names with base, theirs and ours. Those in `follow` are never edited here, those in
    `pinned` are, whatever they say.
    """
    updates: dict[str, Any] = {}
    conflicts = []
    for name, base, theirs, ours in fields:
        if theirs in (base, ours):
            continue
        if name in follow or (ours == base and name not in pinned):
            updates[name] = theirs
        else:
            conflicts.append(name)
    return updates, conflicts


def merge_links(
    base: Sequence[LinkValue], theirs: Sequence[LinkValue], ours: Sequence[LinkValue]
) -> tuple[LinkValue, ...]:
    """Merge related stories one by one: they are never in conflict as a whole.

    What the seed adds or rewrites comes in, what it drops goes, what an editor added stays and
    what an editor removed stays away. The order is the seed's unless an editor changed it.
    """
    in_base = {link.canonical_url for link in base}
    in_ours = {link.canonical_url for link in ours}
    in_theirs = {link.canonical_url: link for link in theirs}
    removed_here = in_base - in_ours
    staying = [
        in_theirs.get(link.canonical_url, link)
        for link in ours
        if link.canonical_url in in_theirs or link.canonical_url not in in_base
    ]
    added = [link for link in theirs if link.canonical_url not in in_ours | removed_here]
    links = staying + added
    if _has_seed_order(base, ours):  # then the editors' own come after the seed's
        rank = {link.canonical_url: index for index, link in enumerate(theirs)}
        links.sort(key=lambda link: rank.get(link.canonical_url, len(rank)))
    return tuple(links)


def _has_seed_order(base: Sequence[LinkValue], ours: Sequence[LinkValue]) -> bool:
    in_base = [link.canonical_url for link in base]
    in_ours = [link.canonical_url for link in ours]
    own = [url for url in in_ours if url not in in_base]
    return in_ours == [url for url in in_base if url in in_ours] + own
