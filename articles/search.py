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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q, TextField
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from articles.models.article import ArticleQuerySet
from articles.models.lookups import SQL
from articles.paging import COUNT_CAP
from articles.text import LETTERS, display_text, seen, summary

LONGEST = 200  # characters that are read of what somebody types
MOST = 12  # words and phrases
FEW = 4000  # hits that are sorted in no time
SEARCHED = ("title", "excerpt", "provider_name")
QUOTES = str.maketrans("“”„‟«»", '""""""')
PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
ASCII_WORD = re.compile("[a-z0-9]+")
# Marks that people leave out when they type: accents, Hebrew points, Arabic and Syriac vowels.
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
JOINERS = re.compile("[\u200c\u200d]+")
APOSTROPHES = "\u02b9\u02bb\u02bc\u02bd\u02c8"  # letters to Unicode, signs to people
RARE = {"ð": "d", "þ": "th", "ħ": "h"}  # letters that addresses keep as they are
PLAIN = str.maketrans(LETTERS | RARE | dict.fromkeys(APOSTROPHES, " "))
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
KEYS = {
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


@dataclass(frozen=True)
class Hits:
    """The condition on articles with the words; of very many, `some` are the keys of a few,
    among which other conditions can be counted."""

    condition: Q
    some: list[int] | None = None


def matching(queryset: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return the articles of `queryset` that `text` describes; whatever is typed is safe.

    Nothing typed means all of them, nothing but punctuation none. The order is the caller's.
    """
    if not text.strip():
        return queryset
    terms = parse(text)
    return queryset.filter(condition([terms])) if terms else queryset.none()


def condition(wordings: Sequence[Sequence[Term]]) -> Q:
    """Return the condition on articles that hold all terms of at least one of `wordings`, of which
    none is empty."""
    return look_up(wordings).condition


def look_up(wordings: Sequence[Sequence[Term]]) -> Hits:
    """Look for articles as `condition` says.

    Few are collected, and the database sorts them. Many are met soon on a walk along whatever
    order is asked for, which looks at the words of each article that it comes by.
    """
    if any(term.unspaced for terms in wordings for term in terms):
        return Hits(reduce(or_, map(_partly_anywhere, wordings)))
    if connection.vendor == "sqlite":
        keys = _first(wordings)
        if len(keys) <= FEW:
            return Hits(Q(pk__among=keys))
        return Hits(Q(search_words__holding=wordings), keys[: 2 * COUNT_CAP])
    return Hits(Q(search_words__holding=wordings))


def holding(wordings: Iterable[Iterable[str]]) -> RawSQL:
    """Return keys of the articles that hold all words of at least one of `wordings`, which are not
    empty; the words are such as `words` gives them."""
    return _found([[Term(word) for word in wording] for wording in wordings])


@TextField.register_lookup
class Holding(Lookup[str]):
    """Whether the words of a row are those of one of the wordings, without SQLite's index, which
    would be opened once for each row."""

    lookup_name = "holding"
    prepare_rhs = False
    rhs: Sequence[Sequence[Term]]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        column, _ = compiler.compile(self.lhs)
        alike = " OR ".join(
            "({})".format(" AND ".join(f"INSTR(' ' || {column} || ' ', %s)" for _ in terms))
            for terms in self.rhs
        )
        return f"({alike})", [_between_blanks(term) for terms in self.rhs for term in terms]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        query = " | ".join(f"({_for_postgresql(terms)})" for terms in self.rhs)
        return f"{alias}.search @@ to_tsquery('simple', %s)", [query]


def parse(text: str) -> list[Term]:
    """Return what somebody typed as terms that hold letters, digits and single spaces only."""
    pieces = PIECE.findall(text[:LONGEST].translate(QUOTES))
    spelled = [(words(phrase or word), bool(word)) for phrase, word in pieces]
    found = [(spaced, is_word) for spaced, is_word in spelled if spaced][:MOST]
    last = len(found) - 1
    return [
        term
        for place, (spaced, is_word) in enumerate(found)
        for term in terms_of(spaced, unfinished=is_word and place == last)
    ]


def terms_of(text: str, *, unfinished: bool = False) -> list[Term]:
    """Return the words of `text`, side by side, as what is looked for: nothing, a term, or several
    where no spaces part its words."""
    spaced = words(text)
    if UNSPACED.search(spaced):
        return [Term(word) for word in spaced.split()]
    # A letter begins every other article.
    return [Term(spaced, prefix=unfinished and len(spaced) > 1)] if spaced else []


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
    text = JOINERS.sub("", seen(text))
    letters = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    return unicodedata.normalize("NFC", ACCENTS.sub("", letters))


def _partly_anywhere(terms: Sequence[Term]) -> Q:
    indexed = [term for term in terms if not term.unspaced]
    anywhere = (Q(search_words__contains=term.words) for term in terms if term.unspaced)
    return reduce(and_, anywhere, condition([indexed]) if indexed else Q())


def _between_blanks(term: Term) -> str:
    return f" {term.words}" if term.prefix else f" {term.words} "


def _first(wordings: Sequence[Sequence[Term]]) -> list[int]:
    """Return the keys that SQLite comes by first: not by way of the articles, for which it would
    collect all."""
    found = _found(wordings)
    with connection.cursor() as cursor:
        cursor.execute(f"{found.sql} LIMIT {FEW + 1}", found.params)
        return [key for (key,) in cursor.fetchall()]


def _found(alternatives: Sequence[Sequence[Term]]) -> RawSQL:
    spell, either = {"sqlite": (_for_sqlite, " OR "), "postgresql": (_for_postgresql, " | ")}[
        connection.vendor
    ]
    query = either.join(f"({spell(terms)})" for terms in alternatives)
    return RawSQL(KEYS[connection.vendor], [query])  # noqa: S611 (the text is a parameter)


def _for_sqlite(terms: Iterable[Term]) -> str:
    return " AND ".join(f'"{term.words}"{" *" if term.prefix else ""}' for term in terms)


def _for_postgresql(terms: Iterable[Term]) -> str:
    return " & ".join(f"'{term.words}'{':*' if term.prefix else ''}" for term in terms)
