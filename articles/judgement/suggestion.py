"""An article that seems to belong to another, with all that a decision about it needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from articles import times
from articles.text import clip

MODEL = "related-1"  # what judges: another number where it would judge otherwise


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that seems to belong to another: which, how sure from 0 to 1, why, and by which
    version of what judges. `hours` is how much later it is; `story` the article that leads the one
    that it is part of, and `leads` tells whether others are part of its own. Between an article and
    a story, `like` tells how many of the story's articles say the like, and of how many."""

    article: int
    title: str
    source: str
    likeness: float
    words: tuple[str, ...]
    hours: float
    same_picture: bool
    named_in_seed: bool
    story: str
    leads: bool
    is_folded: bool
    is_linked: bool
    is_refused: bool
    model: str = MODEL
    like: tuple[int, int] = (1, 1)

    @property
    def reasons(self) -> list[str]:
        """Say why, in a few words each: what both say, and what else they have in common."""
        alike, of = self.like
        more = {
            f"like {alike} of {of} articles": of > 1,
            "same picture": self.same_picture,
            "its seed names this one": self.named_in_seed,
            f"part of “{clip(self.story, 80)}”": self.story,
            "part of another story": self.is_folded and not self.story,
            "others are folded into it": self.leads,
        }
        said = [", ".join(self.words)] if self.words else []
        return [*said, *(words for words, holds in more.items() if holds)]

    @property
    def why(self) -> str:
        """Say it as a whole: "3 h later: quarry, iron battery; same picture"."""
        return ": ".join(filter(None, [_apart(self.hours), "; ".join(self.reasons)]))

    @property
    def sentence(self) -> str:
        """Say it for the history, with how sure that was and what judged so."""
        return f"suggested, {self.why} ({self.likeness:.2f}, {self.model})"


def apart(moment: datetime, other: datetime) -> str:
    """Say how far the moment is from the other one: "3 h later"."""
    return _apart((moment - other).total_seconds() / 3600)


def _apart(hours: float) -> str:
    seconds = round(abs(hours) * 3600)
    if not seconds:
        return "at the same time"
    return f"{times.wait(seconds)} {'later' if hours > 0 else 'earlier'}"
