"""Cuts a query into its pieces: words, phrases, operators with their values, brackets, - and or."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from articles.query.language.errors import QueryError, is_slip, quoted
from articles.query.language.operators import OPERATORS, Takes
from articles.query.language.tree import Place, Value

LONGEST = 500  # characters of a query
MOST_VALUES = 20  # behind one operator
# Each stands for one character, so that places stay what they were.
SIGNS = str.maketrans("“”„‟«»\0", '"""""" ')
FIELD = re.compile(r"([A-Za-z]+)(>=|<=|[:<>=≥≤])")
VALUE = re.compile(r'"([^"]*)"?|([^\s",()]+)')
PHRASE = re.compile(r'"([^"]*)"?')
WORD = re.compile(r'[^\s"()]+')
SAME_SIGN = {"=": ":", "≥": ">=", "≤": "<="}
SHORT = 3  # letters: operators of so few are near to many a word


class Kind(Enum):
    WORD = auto()
    PHRASE = auto()
    TERM = auto()
    MINUS = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True)
class Token:
    kind: Kind
    text: str
    place: Place
    sign: str = ""
    values: tuple[Value, ...] = ()


def tokens(text: str) -> list[Token]:
    """Return the pieces of a query; raises QueryError."""
    if len(text) > LONGEST:
        beyond = len(text) - LONGEST
        raise QueryError(text, LONGEST, beyond, f"A search has at most {LONGEST} characters.")
    reader = _Reader(readable(text))
    return list(iter(reader.next, None))


def readable(text: str) -> str:
    """Return the text with plain quotes, and without what no database takes, as long as it was."""
    text = text.translate(SIGNS)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def next(self) -> Token | None:
        while self._char.isspace():
            self.at += 1
        if not self._char:
            return None
        return self._sign() or self._term() or self._phrase() or self._word()

    @property
    def _char(self) -> str:
        return self.text[self.at : self.at + 1]

    def _sign(self) -> Token | None:
        after = self.text[self.at + 1 : self.at + 2]
        if self._char in "()":
            return self._token(Kind.OPEN if self._char == "(" else Kind.CLOSE, self._char)
        if self._char == "-" and after and not after.isspace() and after != ")":
            return self._token(Kind.MINUS, "-")
        return None

    def _phrase(self) -> Token | None:
        phrase = PHRASE.match(self.text, self.at)
        return self._token(Kind.PHRASE, phrase[0], phrase[1]) if phrase else None

    def _word(self) -> Token:
        word = WORD.match(self.text, self.at)
        written = word[0] if word else self._char
        return self._token(Kind.OR if written.lower() == "or" else Kind.WORD, written)

    def _token(self, kind: Kind, written: str, text: str | None = None) -> Token:
        start, self.at = self.at, self.at + len(written)
        return Token(kind, written if text is None else text, Place(start, self.at))

    def _term(self) -> Token | None:
        field = FIELD.match(self.text, self.at)
        if not field:
            return None
        name, sign = field[1].lower(), SAME_SIGN.get(field[2], field[2])
        if name not in OPERATORS:
            self._check_slip(name, field)
            return None
        start, self.at = self.at, field.end()
        values = self._values(field[0], start)
        place = Place(start, self.at)
        if sign not in OPERATORS[name].signs:
            rest = self.text[field.end() : self.at]
            raise self._error(place, f"“{name}” is not compared.", f"{name}:{rest}")
        return Token(Kind.TERM, name, place, sign, values)

    def _check_slip(self, name: str, field: re.Match[str]) -> None:
        """Raise where an operator is meant but for a slip; other words with a colon are words."""
        value = VALUE.match(self.text, field.end())
        if not value:
            return
        for operator in OPERATORS.values():
            known = len(operator.name) > SHORT or (value[2] or "").lower() in operator.choices
            if known and is_slip(name, operator.name) and _fits(operator.takes, field[2]):
                place = Place(field.start(), value.end())
                likely = f"{operator.name}{field[2]}{value[0]}"
                raise self._error(place, f"“{field[1]}” is no word of the search.", likely)

    def _values(self, name: str, start: int) -> tuple[Value, ...]:
        values = [self._value(name, start)]
        while self._char == ",":
            self.at += 1
            values.append(self._value(name, start))
            if len(values) > MOST_VALUES:
                message = f"At most {MOST_VALUES} values stand behind one “{name}”."
                raise self._error(Place(start, self.at), message)
        return tuple(values)

    def _value(self, name: str, start: int) -> Value:
        value = VALUE.match(self.text, self.at)
        text = value[1] if value and value[1] is not None else value and value[2]
        if not value or not text or not text.strip():
            raise self._missing(name, start, value.end() if value else self.at)
        self.at = value.end()
        return Value(text.strip(), Place(*value.span()))

    def _missing(self, name: str, start: int, end: int) -> QueryError:
        if self.text[end : end + 1] == "(":
            message = f"Brackets go around whole terms. Write {name}one,other for either."
            return self._error(Place(start, end), message)
        later = re.compile(r"\s+([^\s\"(),:<>=]+)").match(self.text, end)
        if later and later[1].lower() != "or" and self.text[end - 1] in ":<>=":
            likely = name + quoted(later[1])
            return self._error(
                Place(start, later.end()), f"“{name}” has its value close behind it.", likely
            )
        return self._error(Place(start, end), f"“{name}” lacks its value.")

    def _error(self, place: Place, message: str, likely: str = "") -> QueryError:
        return QueryError(self.text, place.start, place.end - place.start, message, likely)


def _fits(takes: Takes, sign: str) -> bool:
    return sign == ":" or takes is Takes.AMOUNT
