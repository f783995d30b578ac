"""Small changes to a seed as it is: the lines of other keys stay, and entries that a list keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from yaml.events import ScalarEvent

from articles.seeds.decoding import decode
from articles.seeds.document import Document, Picture, Related
from articles.seeds.emit import SPACED, Lines, emit, encode, quoted, sections
from articles.seeds.parse import split_front_matter
from articles.seeds.yaml_reader import ListNode, MapNode, Node, end, read, start

LISTS = ("topics", "images", "related")
Value: TypeAlias = str | Picture | Related
Entry: TypeAlias = int | Value  # the number of one that is in the file, or a new one


def patch(data: bytes, document: Document, changes: Mapping[str, object]) -> bytes:
    """Write changed fields into a seed's file; every line of other keys stays byte for byte, and so
    does every entry that a changed list keeps.

    data is the file, document its parse, changes maps Document fields to new values.
    """
    changed = replace(document, **changes)  # type: ignore[arg-type]
    old, new = sections(document), sections(changed)
    keys = [key for key in new | old if old.get(key) != new.get(key)]
    if not keys:
        return data
    front, tail = split_front_matter(decode(data))
    root = read(front).documents[0]
    assert isinstance(root, MapNode)
    if root.start.flow_style:
        return emit(changed)
    file = _File(front, root, list(new), document.style.newline[:-1])
    for key in keys:
        node = root.get(key)
        if key in LISTS and key in new and isinstance(node, ListNode):
            entries = _entries(getattr(document, key), getattr(changed, key))
            file.replace(key, _list(file, key, node, entries, document) or file.indented(new[key]))
        else:
            file.put(key, new.get(key, []))
    return encode("\n".join([*file.lines, f"---{tail}"]), document.style)


class _File:
    """`end` is what its lines have before their line feed."""

    def __init__(self, front: str, root: MapNode, order: list[str], end: str) -> None:
        self.original = front.split("\n")[:-1]
        self.lines = list(self.original)
        self.end = end
        self.first = {key: start(mark).line for key, mark in root.marks.items()}
        self._indent = start(root).column
        self._order = order
        self._spans = {
            key: (first, self._end(_last_line(root[key]))) for key, first in self.first.items()
        }

    def indented(self, section: Lines, column: int | None = None) -> Lines:
        blanks = " " * (self._indent if column is None else column)
        return [blanks + line + self.end for line in section]

    def put(self, key: str, section: Lines) -> None:
        lines = self.indented(section)
        if key in self._spans:
            self.replace(key, lines)
            return
        first = self._line_for(key)
        self._set(key, first, first, [self.end, *lines] if key in SPACED else lines)

    def replace(self, key: str, lines: Lines) -> None:
        first, after = self._spans[key]
        if not lines and self._leaves_two_blanks(first, after):
            first -= 1
        self._set(key, first, after, lines)

    def _set(self, key: str, first: int, after: int, lines: Lines) -> None:
        """Put lines in the place of those from first to after; note where everything is then."""
        self.lines[first:after] = lines
        growth = len(lines) - (after - first)
        for name, (begin, stop) in self._spans.items():
            if begin >= after and name != key:
                self._spans[name] = (begin + growth, stop + growth)
        self._spans[key] = (first, first + len(lines))
        if not lines:
            del self._spans[key]

    def _end(self, line: int) -> int:
        while not self.lines[line].strip():
            line -= 1
        return line + 1

    def _line_for(self, key: str) -> int:
        earlier = self._order[: self._order.index(key)]
        ends = [self._spans[name][1] for name in earlier if name in self._spans]
        return ends[-1] if ends else 1

    def _leaves_two_blanks(self, first: int, after: int) -> bool:
        following = self.lines[after] if after < len(self.lines) else ""
        return not self.lines[first - 1].strip() and not following.strip()


def _entries(before: Sequence[Value], after: Sequence[Value]) -> list[Entry]:
    left = dict(enumerate(before))
    entries: list[Entry] = []
    for value in after:
        same = [number for number, old in left.items() if old == value][:1]
        entries += same or [value]
        for number in same:
            del left[number]
    return entries


def _list(file: _File, key: str, node: ListNode, entries: list[Entry], document: Document) -> Lines:
    """Return the lines of a list with these entries; [] where it is better written anew."""
    if not node.start.flow_style:
        return _block(file, key, node, entries, document)
    if any(isinstance(entry, Picture | Related) for entry in entries):
        return []
    return _flow(file, key, node, entries)


def _block(
    file: _File, key: str, node: ListNode, entries: list[Entry], document: Document
) -> Lines:
    column, source = start(node).column, file.original
    starts = [_dash_line(source, start(child).line, column) for child in node]
    ends = [_last_line(child) + 1 for child in node]
    above = _above(source, starts, ends, entries)
    lines = source[file.first[key] : starts[0]]
    for entry in entries:
        if isinstance(entry, int):
            lines += above[entry] + source[starts[entry] : ends[entry]]
        else:
            section = sections(replace(document, **{key: (entry,)}))[key]  # type: ignore[arg-type]
            lines += file.indented([line.removeprefix("  ") for line in section[1:]], column)
    return lines + above[len(node)]


def _above(
    source: Lines, starts: list[int], ends: list[int], entries: list[Entry]
) -> dict[int, Lines]:
    """Return what stands above each entry that stays, such as a comment, with what stood above
    entries before it that go; under their number what is left over."""
    above: dict[int, Lines] = {}
    waiting: Lines = []
    for number, first in enumerate(starts):
        waiting += source[ends[number - 1] : first] if number else []
        if number in entries:
            above[number], waiting = waiting, []
    return {**above, len(starts): waiting}


def _flow(file: _File, key: str, node: ListNode, entries: list[Entry]) -> Lines:
    """Return the lines of a list in brackets."""
    text = "\n".join(file.original)
    words = [text[start(child).index : _last_index(child)] for child in node]
    inside = [words[entry] if isinstance(entry, int) else quoted(str(entry)) for entry in entries]
    begin = sum(len(line) + 1 for line in file.original[: file.first[key]])
    opening = text[begin : start(node).index]
    closing = text[_last_index(node) :].partition("\n")[0]
    return f"{opening}[{', '.join(inside)}]{closing}".split("\n")


def _last_index(node: Node) -> int:
    return end(node if isinstance(node, ScalarEvent) else node.end).index


def _dash_line(lines: Lines, line: int, column: int) -> int:
    """Return the line of an entry's dash: what the entry says may begin further down."""
    while lines[line][: column + 1].strip() != "-":
        line -= 1
    return line


def _last_line(node: Node) -> int:
    """Return the 0-based line on which a node ends."""
    if isinstance(node, ScalarEvent):
        last = end(node).line
        return max(start(node).line, last - 1) if node.style in {"|", ">"} else last
    if node.start.flow_style:
        return end(node.end).line
    return _last_line(list(node.values() if isinstance(node, MapNode) else node)[-1])
