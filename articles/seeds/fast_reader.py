"""Reads the plain shape that nearly all seeds have, line by line, several times as fast as YAML.

It knows keys with one-line values, mappings and lists, each on lines of their own. Whatever else a
text holds (escapes, comments, folded texts, empty values, anything broken) it does not read at all:
that is for `yaml_reader`, which knows the whole of YAML. The tests compare the two.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from yaml.error import Mark
from yaml.events import MappingStartEvent, ScalarEvent

from articles.seeds.yaml_reader import MAX_DEPTH, ListNode, MapNode

# What a letter's class took it does not give back (`++`): what follows could not begin with that
# anyway. Groups may: Python before 3.11.5 loses their place where they may not.
LINE = re.compile(
    r"""^([ ]*+)(-[ ])?                        # indent, and the dash of a list's entry
    (?:([A-Za-z_][A-Za-z0-9_]{0,60}+):(?:[ ]++|$))?
    (?:("[^"\\\x00-\x1f\x7f]*+")               # a value in quotes, or one without them
    |(-?[\w/][^:\#\x00-\x1f\x7f]*+(?::(?=[^ \n])[^:\#\x00-\x1f\x7f]*+)*(?<![ :])))?$""",
    re.MULTILINE | re.VERBOSE,
)
BLANK = ("",) * 5
MAX_LINES = 2000  # makes fewer events than `yaml_reader` takes

# Marks and starts are all alike, and never changed.
_MARKS = [Mark("", 0, number, 0, None, 0) for number in range(MAX_LINES)]
_IMPLICIT = (True, False)
_STARTS = [MappingStartEvent(None, None, True, mark, mark) for mark in _MARKS]

Row: TypeAlias = tuple[str, str, str, str, str]


def read_plain(front: str) -> MapNode | None:
    """Return the tree of a front matter with its opening line, as `yaml_reader.read` makes it but
    without columns; None where it is not so plain."""
    opening, _, text = front.replace("\r\n", "\n").partition("\n")
    visible = text.isascii() or text.replace("\n", "").replace("\xa0", "").isprintable()
    if opening != "---" or not visible:
        return None
    rows = LINE.findall(text)
    if not text.count("\n") < len(rows) < MAX_LINES or rows[0] == BLANK:
        return None
    tree = _Tree()
    return tree.root if tree.build(rows) else None


class _Tree:
    """`stack` holds the mappings and lists that are open, by their indents; `pending` is the key
    whose mapping or list the next line begins."""

    def __init__(self) -> None:
        self.root = MapNode(_STARTS[1])
        self.stack: list[tuple[int, MapNode | ListNode]] = [(0, self.root)]
        self.pending: str = ""

    def build(self, rows: list[Row]) -> bool:
        """Add these lines; return False at the first that is not so plain.

        Most go on with the mapping at hand.
        """
        indent, node = 0, self.root
        for number, row in enumerate(rows, 1):
            spaces, dash, key, quoted, plain = row
            if key and (quoted or plain) and len(spaces) == indent and not (dash or key in node):
                node.marks[key] = node[key] = _scalar(number, quoted, plain)
            elif row != BLANK:
                if not self._add(number, row):
                    return False
                indent, node = self._current_mapping()
        return not self.pending and bool(self.root)

    def _current_mapping(self) -> tuple[int, MapNode]:
        """Return the mapping that the next line may go on with, and its indent; where there is
        none, an indent that no line has."""
        indent, node = self.stack[-1]
        return (indent, node) if type(node) is MapNode and not self.pending else (-1, self.root)

    def _add(self, number: int, row: Row) -> bool:
        spaces, dash, key, quoted, plain = row
        indent = len(spaces)
        node = self._begin(indent, dash, number) if self.pending else self._go_on(indent, dash)
        value = _scalar(number, quoted, plain)
        if type(node) is ListNode:
            if not key:
                node.append(value)
                return bool(quoted or plain)
            entry = MapNode(_STARTS[number])
            node.append(entry)
            self.stack.append((indent + 2, entry))
            node = entry
        if type(node) is not MapNode or not key or key in node.marks:
            return False
        node.marks[key] = value
        if quoted or plain:
            node[key] = value
        else:
            self.pending = key
        return True

    def _begin(self, indent: int, dash: str, number: int) -> MapNode | ListNode | None:
        """Begin what stands below the pending key; a list may stand right below it, not further
        in."""
        above, parent = self.stack[-1]
        if indent < above or (indent == above and not dash) or len(self.stack) == MAX_DEPTH:
            return None
        node = ListNode(_STARTS[number]) if dash else MapNode(_STARTS[number])
        parent[self.pending] = node  # type: ignore[call-overload]
        self.pending = ""
        self.stack.append((indent, node))
        return node

    def _go_on(self, indent: int, dash: str) -> MapNode | ListNode | None:
        """Return the open mapping or list that goes on at this indent."""
        stack = self.stack
        above, node = stack[-1]
        if above == indent and not dash and type(node) is MapNode:
            return node
        while stack[-1][0] > indent or (type(stack[-1][1]) is ListNode and not dash):
            stack.pop()
        above, node = stack[-1]
        return node if above == indent and (type(node) is ListNode) == bool(dash) else None


def _scalar(number: int, quoted: str, plain: str) -> ScalarEvent:
    mark = _MARKS[number]
    if quoted:
        return ScalarEvent(None, None, _IMPLICIT, quoted[1:-1], mark, mark, '"')
    return ScalarEvent(None, None, _IMPLICIT, plain, mark, mark, "")
