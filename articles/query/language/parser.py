"""Makes a tree of a query. `a b or c` is a and (b or c), as in the big search boxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from articles.query.language import days
from articles.query.language.errors import QueryError, nearest, quoted
from articles.query.language.operators import OPERATORS, Operator, Takes
from articles.query.language.tokens import Kind, Token, readable, tokens
from articles.query.language.tree import All, Either, Node, Not, Place, Term, Value, Words

DEEPEST = 8  # brackets in brackets
MOST = 30  # words, phrases and terms


def parse(text: str, now: datetime) -> Node | None:
    """Return what the query says, None if it says nothing; raises QueryError."""
    pieces = tokens(text)
    parser = _Parser(readable(text), pieces, now)
    counted = [piece for piece in pieces if piece.kind in (Kind.WORD, Kind.PHRASE, Kind.TERM)]
    if len(counted) > MOST:
        message = f"A search has at most {MOST} words and terms."
        raise parser.error(Place(counted[MOST].place.start, pieces[-1].place.end), message)
    return parser.query() if pieces else None


def parts(text: str, now: datetime) -> list[Place]:
    """Return the places of what must all be so; words side by side are one."""
    pieces = tokens(text)
    parser = _Parser(readable(text), pieces, now)
    found: list[list[Token]] = []
    while parser.at < len(pieces):
        start = parser.at
        node = parser.either()
        if found and isinstance(node, Words) and _is_text(found[-1]):
            found[-1] += pieces[start : parser.at]
        else:
            found.append(pieces[start : parser.at])
    return [Place(part[0].place.start, part[-1].place.end) for part in found]


def _is_text(part: list[Token]) -> bool:
    return all(token.kind in (Kind.WORD, Kind.PHRASE) for token in part)


class _Parser:
    def __init__(self, text: str, pieces: list[Token], now: datetime) -> None:
        self.text = text
        self.pieces = pieces
        self.now = now
        self.at = 0
        self.open: list[Place] = []

    def query(self) -> Node:
        node = self._all()
        if self.at < len(self.pieces):
            place = self.pieces[self.at].place
            raise self.error(place, "This bracket closes none that is open.")
        return node

    def error(self, place: Place, message: str, likely: str = "") -> QueryError:
        return QueryError(self.text, place.start, place.end - place.start, message, likely)

    @property
    def _kind(self) -> Kind | None:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else None

    def _take(self) -> Token:
        self.at += 1
        return self.pieces[self.at - 1]

    def _all(self) -> Node:
        nodes = []
        while self._kind not in (None, Kind.CLOSE):
            nodes.append(self.either())
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes))

    def either(self) -> Node:
        nodes = [self._one()]
        while self._kind is Kind.OR:
            self._take()
            nodes.append(self._one())
        return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))

    def _one(self) -> Node:
        minus = 0
        while self._kind is Kind.MINUS:
            self._take()
            minus += 1
        if self._kind in (None, Kind.OR, Kind.CLOSE):
            raise self._lonely_or()
        token = self._take()
        node = self._bracket(token) if token.kind is Kind.OPEN else self._leaf(token)
        return _negated(node) if minus % 2 else node

    def _lonely_or(self) -> QueryError:
        near = self.pieces[self.at - 1 if self._kind is not Kind.OR else self.at]
        message = "“or” stands between two terms. For the word itself, put it in quotes."
        return self.error(near.place, message, '"or"' if near.kind is Kind.OR else "")

    def _bracket(self, opening: Token) -> Node:
        self.open.append(opening.place)
        if len(self.open) > DEEPEST:
            message = f"Brackets stand at most {DEEPEST} deep in each other."
            raise self.error(opening.place, message)
        start = self.at
        node = self._all()
        if self.at == len(self.pieces):
            raise self.error(opening.place, "This bracket is never closed.")
        closing = self._take()
        if self.at == start + 1:
            place = Place(opening.place.start, closing.place.end)
            raise self.error(place, "There is nothing in these brackets.")
        self.open.pop()
        return node

    def _leaf(self, token: Token) -> Node:
        if token.kind is Kind.TERM:
            return self._term(token)
        last = token is self.pieces[-1] and token.kind is Kind.WORD
        return Words(token.text, token.place, token.kind is Kind.PHRASE, last)

    def _term(self, token: Token) -> Term:
        operator = OPERATORS[token.text]
        if token.sign != ":" and len(token.values) > 1:
            message = f"“{operator.name}” is compared with one number."
            first = f"{operator.name}{token.sign}{token.values[0].text}"
            raise self.error(token.place, message, first)
        values = tuple(self._read(operator, value) for value in token.values)
        return Term(operator.name, token.sign, values, token.place)

    def _read(self, operator: Operator, value: Value) -> Value:
        match operator.takes:
            case Takes.AMOUNT | Takes.NUMBER:
                return replace(value, meaning=self._number(operator, value))
            case Takes.DAY:
                return replace(value, meaning=self._day(value))
            case Takes.CHOICE:
                return replace(value, meaning=self._choice(operator, value))
            case Takes.NAME:
                return replace(value, meaning=value.text)

    def _number(self, operator: Operator, value: Value) -> int:
        text = value.text
        if text.isascii() and text.isdigit() and int(text[:30]) <= operator.largest:
            return int(text)
        if operator.takes is Takes.NUMBER:
            raise self.error(value.place, f"“{text}” is no import’s number.")
        limit = f"{operator.largest:,}"
        message = f"“{text}” is no {operator.name}: that is a whole number from 0 to {limit}."
        raise self.error(value.place, message)

    def _day(self, value: Value) -> datetime:
        try:
            return days.moment(value.text, self.now)
        except ValueError:
            message = f"“{value.text}” is no day. Write 2026-11-20, 2026-11, today, monday or 7d."
            raise self.error(value.place, message, nearest(value.text, days.WORDS)) from None

    def _choice(self, operator: Operator, value: Value) -> str:
        if value.text.lower() in operator.choices:
            return value.text.lower()
        known = ", ".join(operator.choices)
        message = f"“{operator.name}:” does not know “{value.text}”, but {known}."
        likely = quoted(near) if (near := nearest(value.text, operator.choices)) else ""
        raise self.error(value.place, message, likely)


def _negated(node: Node) -> Node:
    # What is left out is a whole word: half of one would take others along.
    if isinstance(node, Words):
        node = Words(node.text, node.place, node.phrase)
    return Not(node)
