"""The three-way merge. Pure: base is the last imported seed, theirs the new one, ours the article.

A field nobody edited follows the seed; a field an editor edited stays; where both changed, ours
stays and the field is in conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from articles.seeds.values import EDITABLE, FOLLOWING, METRICS, LinkValue, Values


@dataclass
class Merge:
    """What an import does to one article.

    `updates` are new values by field, metrics included; `conflicts` the fields where ours was kept
    against a change of theirs.
    """

    updates: Values = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`conflict`, `content`, `metrics` or `unchanged`, by what is new to this article."""
        if self.conflicts:
            return "conflict"
        if any(name not in METRICS for name in self.updates):
            return "content"
        return "metrics" if self.updates else "unchanged"


def merge(base: Values, theirs: Values, ours: Values, pinned: Collection[str] = ()) -> Merge:
    """Merge field by field. `pinned` fields count as edited even where ours equals the base:
    an editor who looked and agreed has decided, too."""
    result = Merge()
    for name in FOLLOWING + METRICS:
        if theirs[name] != base[name] and theirs[name] != ours[name]:
            result.updates[name] = theirs[name]
    for name in EDITABLE:
        if theirs[name] == base[name] or theirs[name] == ours[name]:
            continue
        if name == "related":
            links = merge_links(base[name], theirs[name], ours[name])
            if links != ours[name]:
                result.updates[name] = links
        elif ours[name] == base[name] and name not in pinned:
            result.updates[name] = theirs[name]
        else:
            result.conflicts.append(name)
    return result


def merge_links(
    base: Sequence[LinkValue], theirs: Sequence[LinkValue], ours: Sequence[LinkValue]
) -> tuple[LinkValue, ...]:
    """Related stories merge one by one, so they are never in conflict as a whole.

    What the seed adds or rewrites comes in, what it drops goes, what an editor added stays and
    what an editor removed stays away. The order is the seed's unless an editor changed it.
    """
    in_base = {link.canonical_url for link in base}
    in_ours = {link.canonical_url for link in ours}
    in_theirs = {link.canonical_url: link for link in theirs}
    removed_here = in_base - in_ours
    kept = [
        in_theirs.get(link.canonical_url, link)
        for link in ours
        if link.canonical_url in in_theirs or link.canonical_url not in in_base
    ]
    added = [link for link in theirs if link.canonical_url not in in_ours | removed_here]
    if _seed_order(base, ours):
        return _in_order_of(theirs, kept + added)
    return tuple(kept + added)


def _seed_order(base: Sequence[LinkValue], ours: Sequence[LinkValue]) -> bool:
    """Whether ours still stand as the seed had them, with an editor's own at the end."""
    in_base = [link.canonical_url for link in base]
    in_ours = [link.canonical_url for link in ours]
    own = [url for url in in_ours if url not in in_base]
    return in_ours == [url for url in in_base if url in in_ours] + own


def _in_order_of(theirs: Sequence[LinkValue], links: list[LinkValue]) -> tuple[LinkValue, ...]:
    """The seed's own in its order, the editors' after them in theirs."""
    place = {link.canonical_url: index for index, link in enumerate(theirs)}
    return tuple(sorted(links, key=lambda link: place.get(link.canonical_url, len(place))))
