"""Reads YAML that nobody vouches for: libyaml's event stream, bounded, every value left as text.

Loaders resolve types, follow aliases and recurse; this does none of it. A tree is built from the
events: MapNode and ListNode for containers, the scalar event itself (value, style, marks) for text.
"""

import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from articles.seeds.errors import BAD_ESCAPE, LIST, QUOTE, SeedError, explained
from articles.text import clip

MAX_DEPTH = 20
MAX_EVENTS = 10_000
MAX_KEY = 100
MOST_JOININGS = 20

_IN_QUOTES = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"', re.DOTALL)
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)

# libyaml reads these as line breaks, people do not: they would shift every line number.
_SEPARATORS = ("\x85", "\u2028", "\u2029")


class MapNode(dict[str, "Node"]):
    """A mapping: key -> node; `marks` holds the event of each key."""

    __slots__ = ("end", "marks", "start")

    def __init__(self, start: CollectionStartEvent) -> None:
        self.start = start
        self.end: Event = start
        self.marks: dict[str, ScalarEvent] = {}


class ListNode(list["Node"]):
    __slots__ = ("end", "start")

    def __init__(self, start: CollectionStartEvent) -> None:
        self.start = start
        self.end: Event = start


Mark: TypeAlias = "yaml.error.Mark | yaml._yaml.Mark"
Node: TypeAlias = ScalarEvent | MapNode | ListNode


def line(node: Node) -> int:
    return start(node).line + 1


def end(event: Event) -> Mark:
    assert event.end_mark is not None
    return event.end_mark


def start(node: Node | Event) -> Mark:
    mark = (node if isinstance(node, Event) else node.start).start_mark
    assert mark is not None
    return mark


def fail(node: Node | Event, message: str) -> NoReturn:
    mark = start(node)
    raise SeedError(message, mark.line + 1, mark.column + 1)


class Reader:
    """Reads one text; afterwards `documents` holds its roots.

    `commented` holds the lines where a comment follows an unquoted value.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.documents = ListNode(SequenceStartEvent(None, None, True))
        self.commented: set[int] = set()
        self._comments = " #" in text or "\t#" in text
        self._current: MapNode | ListNode = self.documents
        self._stack: list[MapNode | ListNode] = []
        self._key: str | None = None

    def read(self) -> None:
        handlers: dict[type[Event], Callable[..., None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open_mapping,
            MappingEndEvent: self._close,
            SequenceStartEvent: self._open_list,
            SequenceEndEvent: self._close,
            AliasEvent: self._refuse_alias,
        }
        for kind in (DocumentStartEvent, DocumentEndEvent, StreamStartEvent, StreamEndEvent):
            handlers[kind] = _ignore
        for count, event in enumerate(iter(CParser(self.text).get_event, None), 1):
            if count > MAX_EVENTS:
                fail(event, f"more than {MAX_EVENTS} keys and values (split the file)")
            handlers[type(event)](event)

    def _scalar(self, event: ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            _refuse_property(event)
        if type(self._current) is MapNode and self._key is None:
            self._set_key(event)
            return
        if not event.style and end(event).line > start(event).line:
            self._refuse_swallowed_list(event)
        self._add(event)
        if self._comments and not event.style:
            self._note_comment(event)

    def _set_key(self, event: ScalarEvent) -> None:
        current, name = self._current, event.value
        assert type(current) is MapNode
        if not name.isprintable() or not 0 < len(name) <= MAX_KEY:
            fail(event, f'"{clip(name)}" is no usable key (1 to {MAX_KEY} visible characters)')
        if name == "<<":
            fail(event, "the merge key << is not allowed (write the keys out)")
        if name in current.marks:
            first = line(current.marks[name])
            fail(event, f'the key "{clip(name)}" is here and on line {first} (remove one)')
        current.marks[name] = event
        self._key = name

    def _add(self, node: Node) -> None:
        current = self._current
        if isinstance(current, ListNode):
            current.append(node)
            return
        if self._key is None:
            fail(node, f"a key must be text, not a list or mapping ({QUOTE})")
        current[self._key] = node
        self._key = None

    def _open_mapping(self, event: MappingStartEvent) -> None:
        self._open(event, MapNode(event))

    def _open_list(self, event: SequenceStartEvent) -> None:
        self._open(event, ListNode(event))

    def _open(self, event: CollectionStartEvent, node: MapNode | ListNode) -> None:
        if event.tag is not None or event.anchor is not None:
            _refuse_property(event)
        if len(self._stack) >= MAX_DEPTH:
            fail(event, f"nesting deeper than {MAX_DEPTH} (flatten it, or {QUOTE})")
        self._add(node)
        self._stack.append(self._current)
        self._current = node

    def _close(self, event: Event) -> None:
        self._current.end = event
        self._current = self._stack.pop()

    def _refuse_swallowed_list(self, event: ScalarEvent) -> None:
        """YAML reads a list below a text as more of that text."""
        begin = start(event)
        lines = self.text.split("\n")[begin.line : end(event).line + 1]
        for number, text in enumerate(lines[1:], begin.line + 1):
            if text.lstrip().startswith("- ") or text.strip() == "-":
                message = f'a list begins here, within "{clip(lines[0][begin.column :])}" ({LIST})'
                raise SeedError(message, number + 1, len(text) - len(text.lstrip()) + 1)

    def _note_comment(self, event: ScalarEvent) -> None:
        rest = self.text[end(event).index :].partition("\n")[0]
        if rest.lstrip(" \t").startswith("#"):
            self.commented.add(line(event))

    @staticmethod
    def _refuse_alias(event: AliasEvent) -> None:
        fail(event, f"the alias *{clip(event.anchor or '', 30)} is not allowed ({QUOTE})")


def _ignore(event: Event) -> None:
    pass


def _refuse_property(event: ScalarEvent | CollectionStartEvent) -> None:
    if event.anchor is not None:
        fail(event, f"the anchor &{clip(event.anchor, 30)} is not allowed ({QUOTE})")
    tag = (event.tag or "").replace("tag:yaml.org,2002:", "!!")
    fail(event, f"the tag {clip(tag, 30)} is not allowed ({QUOTE})")


def read(text: str) -> Reader:
    """Return the reader of a text with exactly one document; raises SeedError.

    A second, empty document (a bare --- at the end) is passed over.
    """
    reader = _read(_plain_breaks(text))
    for node in reader.documents[1:]:
        if not isinstance(node, ScalarEvent) or node.value:
            fail(node, "a second document begins here (put each into a file of its own)")
    return reader


def _read(text: str) -> Reader:
    for _ in range(MOST_JOININGS):
        reader = Reader(text)
        try:
            reader.read()
        except yaml.YAMLError as error:
            joined = _with_pairs_joined(error, text)
            if joined == text:
                raise explained(error, text) from None
            text = joined
        else:
            return reader
    raise SeedError("too many escapes of half characters (write the characters themselves)")


def _with_pairs_joined(error: yaml.YAMLError, text: str) -> str:
    """Return text with the escapes of surrogate pairs, as JSON has them, as libyaml reads them: in
    the quotes that it stumbled over, and in those below."""
    mark = getattr(error, "context_mark", None)
    if mark is None or BAD_ESCAPE not in (getattr(error, "problem", None) or ""):
        return text
    return text[: mark.index] + _IN_QUOTES.sub(_join_pairs, text[mark.index :])


def _join_pairs(quoted: re.Match[str]) -> str:
    return _PAIR.sub(lambda pair: f"{pair[1]}\\U{_joined(pair[2], pair[3]):08X}", quoted[0])


def _joined(high: str, low: str) -> int:
    return 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00


def _plain_breaks(text: str) -> str:
    """Return text of the same length in which only LF and CRLF end a line."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        before = re.split("\r(?!\n)", text, maxsplit=1)[0]
        message = "a carriage return without a line feed (save with LF or CRLF)"
        raise SeedError(message, before.count("\n") + 1)
    if text.isascii():
        return text
    for separator in _SEPARATORS:
        text = text.replace(separator, " ")
    # libyaml refuses a BOM inside a text; as a zero-width space it is treated like its kin.
    return text.replace("\ufeff", "\u200b")
