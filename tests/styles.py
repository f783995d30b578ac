"""Faults in style sheets: `python -m tests.styles` names them by file and line.

What no browser reads (wrong syntax, properties that do not exist), and what one writes by mistake:
a property or a selector twice, a custom property that nothing defines.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import tinycss2
from pygments.lexers.css import CssLexer
from pygments.token import Keyword
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
OF_ONE_ENGINE = ("-webkit-", "-moz-")
SHAPES = {"cx", "cy", "r", "paint-order", "rx", "ry", "text-anchor", "x", "y"}  # of SVG
UNKNOWN_TO_PYGMENTS = {"text-size-adjust", *SHAPES}


class Fault(NamedTuple):
    line: int
    text: str


class Block(NamedTuple):
    """A rule's selector, below the at-rules that it stands in, and what it declares."""

    line: int
    place: str
    declarations: list[Declaration]


def faults(css: str, defined: Iterable[str] = ()) -> list[Fault]:
    """`defined` are the custom properties of the other sheets that a page has."""
    names = {*defined, *custom_properties(css)}
    found = [*_errors(_parsed(css)), *_twice(_blocks(_parsed(css)))]
    for block in _blocks(_parsed(css)):
        found += [*_repeated(block), *_unknown(block), *_undefined(block, names)]
    return sorted(found)


def custom_properties(css: str) -> set[str]:
    return {one.name for one in _declarations(css) if _is_custom(one)}


def properties(css: str) -> set[tuple[str, str]]:
    """Return every property that is not custom, with each of its values."""
    return {
        (one.lower_name, tinycss2.serialize(one.value).strip())
        for one in _declarations(css)
        if not _is_custom(one)
    }


def classes(css: str) -> set[str]:
    selectors = " ".join(block.place for block in _blocks(_parsed(css)))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def _parsed(css: str) -> list[Node]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def _declarations(css: str) -> Iterator[Declaration]:
    for block in _blocks(_parsed(css)):
        yield from block.declarations


def _blocks(nodes: list[Node], place: str = "") -> Iterator[Block]:
    for node in nodes:
        if not isinstance(node, QualifiedRule | AtRule) or node.content is None:
            continue
        at = f"@{node.at_keyword} " if isinstance(node, AtRule) else ""
        here = f"{place} {at}{tinycss2.serialize(node.prelude).strip()}".strip()
        inside = tinycss2.parse_blocks_contents(node.content, True, True)
        yield Block(node.source_line, here, [one for one in inside if isinstance(one, Declaration)])
        yield from _blocks(inside, here)


def _errors(nodes: Iterable[Node]) -> Iterator[Fault]:
    for node in nodes:
        if node.type == "error":
            yield Fault(node.source_line, f"syntax: {node.message}")
        if isinstance(node, QualifiedRule | AtRule):
            yield from _errors(node.prelude)
            yield from _errors(tinycss2.parse_blocks_contents(node.content or [], True, True))
        elif isinstance(node, Declaration):
            yield from _errors(node.value)
            if not tinycss2.serialize(node.value).strip():
                yield Fault(node.source_line, f"{node.name} has no value")
        else:
            yield from _errors(_inside(node))


def _twice(blocks: Iterable[Block]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for block in blocks:
        if block.declarations and block.place in first:
            yield Fault(block.line, f"{block.place} stands on line {first[block.place]} already")
        first.setdefault(block.place, block.line)


def _repeated(block: Block) -> Iterator[Fault]:
    seen: set[str] = set()
    for one in block.declarations:
        if one.name in seen:
            yield Fault(one.source_line, f"{one.name} is set twice in {block.place}")
        seen.add(one.name)


def _unknown(block: Block) -> Iterator[Fault]:
    for one in block.declarations:
        if not (_is_custom(one) or _is_known(one.lower_name)):
            yield Fault(one.source_line, f"there is no property {one.name}")


def _undefined(block: Block, names: set[str]) -> Iterator[Fault]:
    for one in block.declarations:
        for name in _used(one.value):
            if name not in names:
                yield Fault(one.source_line, f"nothing defines {name}")


def _used(tokens: Iterable[Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "function" and token.lower_name == "var":
            yield next(one.value for one in token.arguments if one.type == "ident")
        yield from _used(_inside(token))


def _inside(token: Node) -> list[Node]:
    """Return what stands between the brackets, if it has some."""
    return getattr(token, "arguments", None) or getattr(token, "content", None) or []


def _is_custom(declaration: Declaration) -> bool:
    return declaration.name.startswith("--")


@cache
def _is_known(name: str) -> bool:
    if name in UNKNOWN_TO_PYGMENTS or name.startswith(OF_ONE_ENGINE):
        return True
    return (Keyword, name) in CssLexer().get_tokens(f"a {{ {name}: 0 }}")


def main() -> int:
    sheets = {path: path.read_text() for path in sorted(FOLDER.glob("*.css"))}
    defined = {name for css in sheets.values() for name in custom_properties(css)}
    lines = [
        f"{path.relative_to(Path.cwd())}:{line}: {text}"
        for path, css in sheets.items()
        for line, text in faults(css, defined)
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
