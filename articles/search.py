"""Finds articles by the words of their title, excerpt and provider, as people read them.

An article says its words in `search_words`, which every writer of these fields sets with them, and
the database indexes. What is typed is folded in the same way: all words must occur, in any order
and with or without accents; the last may be unfinished; "words in quotes" occur side by side.

Chinese, Japanese, Korean and Thai, which put no spaces between words or glue endings to them, are
looked for as they are typed, anywhere: that reads every text instead of an index, and the length
limit below keeps it bearable.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.models.article import ArticleQuerySet
from articles.text import display_text, summary

LONGEST = 200  # characters that are read of what somebody types
MOST = 12  # words and phrases
SEARCHED = ("title", "excerpt", "provider_name")
QUOTES = str.maketrans("“”„‟«»", '""""""')
PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
ASCII_WORD = re.compile("[a-z0-9]+")
ACCENTS = re.compile("[\u0300-\u036f]+")
APOSTROPHES = "\u02b9\u02bb\u02bc\u02bd\u02c8"  # letters to Unicode, signs to people
# Letters that no decomposition takes apart, as they are typed without their key.
PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
    | dict.fromkeys(APOSTROPHES, " ")
)
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
SQL = {
    "sqlite": "SELECT rowid FROM articles_search WHERE articles_search MATCH %s",
    "postgresql": "SELECT id FROM articles_article WHERE search @@ to_tsquery('simple', %s)",
}


@dataclass(frozen=True)
class Term:
    """Words side by side; with `prefix`, the last of them may go on."""

    words: str
    prefix: bool = False

    @property
    def unspaced(self) -> bool:
        return bool(UNSPACED.search(self.words))


def matching(queryset: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return the articles of `queryset` that `text` describes; whatever is typed is safe.

    Nothing typed means all of them, nothing but punctuation none. The order is the caller's.
    """
    if not text.strip():
        return queryset
    terms = parse(text)
    if not terms:
        return queryset.none()
    for term in terms:
        if term.unspaced:
            queryset = queryset.filter(_anywhere(term.words))
    indexed = [term for term in terms if not term.unspaced]
    return queryset.filter(pk__in=_found([indexed])) if indexed else queryset


def holding(wordings: Iterable[Iterable[str]]) -> RawSQL:
    """Return keys of the articles that hold all words of at least one of `wordings`, which are not
    empty; the words are such as `words` gives them."""
    return _found([[Term(word) for word in wording] for wording in wordings])


def parse(text: str) -> list[Term]:
    """Return what somebody typed as terms that hold letters, digits and single spaces only."""
    pieces = PIECE.findall(text[:LONGEST].translate(QUOTES))
    terms = [
        Term(spaced, prefix=bool(word) and len(spaced) > 1)  # a letter begins every other article
        for phrase, word in pieces
        if (spaced := words(phrase or word))
    ][:MOST]
    finished = [Term(term.words) for term in terms[:-1]]
    return [part for term in finished + terms[-1:] for part in _parts(term)]


def words_of(title: str, excerpt: str, provider_name: str) -> str:
    """Return what is looked through to find an article: the words that people read of it."""
    headline = display_text(title)
    return words(f"{headline} {summary(excerpt, headline)} {display_text(provider_name)}")


def words(text: str) -> str:
    """Return the words of a text with single spaces, without case, accents and signs."""
    text = text.lower() if text.isascii() else _folded(text)
    if text.isascii():
        return " ".join(ASCII_WORD.findall(text))
    letters = (char if unicodedata.category(char)[0] in "LMN" else " " for char in text)
    return " ".join(word for word in "".join(letters).split() if any(map(str.isalnum, word)))


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    return unicodedata.normalize("NFC", ACCENTS.sub("", letters))


def _parts(term: Term) -> list[Term]:
    # A term without spaces between its words is looked for piece by piece.
    return [Term(words) for words in term.words.split()] if term.unspaced else [term]


def _anywhere(words: str) -> Q:
    return Q(search_words__contains=words)


def _found(alternatives: list[list[Term]]) -> RawSQL:
    spell, either = {"sqlite": (_for_sqlite, " OR "), "postgresql": (_for_postgresql, " | ")}[
        connection.vendor
    ]
    query = either.join(f"({spell(terms)})" for terms in alternatives)
    return RawSQL(SQL[connection.vendor], [query])  # noqa: S611 (the text is a parameter)


def _for_sqlite(terms: list[Term]) -> str:
    return " AND ".join(f'"{term.words}"{" *" if term.prefix else ""}' for term in terms)


def _for_postgresql(terms: list[Term]) -> str:
    return " & ".join(f"'{term.words}'{':*' if term.prefix else ''}" for term in terms)
