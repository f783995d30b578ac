"""Titles without what a desk or a site puts around them, and what tells parts of a series apart."""

from __future__ import annotations

import re

from articles.judgement.words import RUN, folded
from articles.text import display_text

FEWEST_WORDS = 4
FEWEST_LETTERS = 8  # of a title in a script that puts no spaces between words

_LABEL = re.compile(
    r"(?:(?:re-?transmission|re-?issue|re-?send|refile|repeat|updated?(?: \d{1,2})?|wrapup(?: \d)?"
    r"|correct(?:ed|ion)|clarification|exclusive|breaking(?: news)?|just in|developing|analysis"
    r"|explainer|explained|opinion|comment|commentary|editorial|feature|interview|profile|factbox"
    r"|timeline|insight|special report|fact check|watch|listen|live|live updates|video|photos?"
    r"|pictures|in pictures|gallery|podcast|sponsored|advertorial|press release|news release"
    r"|media advisory|reuters|ap|ap news|afp|dpa|upi|xinhua|tass|pti|ani|ians|bbc|bbc news|cnn"
    r"|bloomberg|axios)"
    r"(?:\s*[:|]\s*|\s+[-–—]\s+|(?<=\d)-))+",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[|–—-]\s+([^|–—]{2,30})$")
_DIGITS = re.compile(r"\d")
_MONTHS = (
    "january february march april june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
)
_ORDINALS = (
    "second third fourth fifth sixth seventh eighth ninth tenth final i ii iii iv v vi vii viii ix"
    " one two three four five six seven eight nine ten"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_TELLS_APART = frozenset(f"{_MONTHS} {_ORDINALS} {_DAYS}".split())


def bare(title: str) -> str:
    """Return the title as people read it without "UPDATE:" in front and " | Site" behind."""
    shown = display_text(title)
    text = shown[match.end() :] if (match := _LABEL.match(shown)) else shown
    site = _SITE.search(text)
    if site and not place_in_series(site[1]):
        text = text[: site.start()]
    return text or shown


def title_words(title: str) -> str:
    """Return a bare title as it is compared: words with single spaces, "" if they are too few."""
    found = RUN.findall(folded(bare(title)))
    words = [unspaced or word for unspaced, word in found]
    if any(unspaced for unspaced, _ in found):
        return " ".join(words) if sum(map(len, words)) >= FEWEST_LETTERS else ""
    return " ".join(words) if len(words) >= FEWEST_WORDS else ""


def place_in_series(text: str) -> frozenset[str]:
    """Return what tells "part 1" from "part 2" and "June" from "July": all such words of it."""
    words = (word for _, word in RUN.findall(folded(text)))
    return frozenset(word for word in words if word in _TELLS_APART or _DIGITS.search(word))
