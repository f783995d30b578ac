"""Which story a file is about: told by its path, its address and its title.

The path alone follows an edit of the address or of the title, but not of both: then the file holds
another story, as one does that names the address and the title of a story under another path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from articles.ingest.sources.layout import Place
from articles.ingest.sources.limits import MAX_PATH
from articles.seeds.kinds import AddressChoice


class Story(Protocol):
    @property
    def path(self) -> str: ...

    @property
    def canonical_url(self) -> str: ...


S = TypeVar("S", bound=Story)


def story_of(
    place: Place,
    address: str,
    known: S | None,
    here: Sequence[S],
    has_title: Callable[[S], bool],
) -> S | None:
    """Return the story that a file at this place with this address is about, None for a new one.

    `known` is that of the file at its last import, which may follow another file by now; `here` are
    those at the address. What is returned may still clash with the file.
    """
    own = place.address_choice == AddressChoice.OWN
    titled = [] if own else [story for story in here if has_title(story)]
    if titled:
        return known if known in titled else titled[0]
    follows = known is not None and known.path == place.path
    if known and _goes_on(known, address, has_title, follows=follows, own=own):
        return known
    if own:
        return None
    return known if follows else next(iter(here), None)


def clashes(place: Place, address: str, story: S, has_title: Callable[[S], bool]) -> bool:
    """Return whether somebody has to say what the file is: it has the address or the path of the
    story, but not its title, and nothing else in common."""
    if place.address_choice or (story.path == place.path and story.canonical_url == address):
        return False
    return not has_title(story)


def former_path(path: str, article: int) -> str:
    """Return what an article has for a path once its file holds another story: no two have one."""
    former = f" (formerly article {article})"
    return path[: MAX_PATH - len(former)] + former


def _goes_on(
    known: S, address: str, has_title: Callable[[S], bool], *, follows: bool, own: bool
) -> bool:
    if known.canonical_url == address:
        return follows or not own
    return follows and has_title(known)
