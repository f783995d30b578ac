"""What can be wrong with a seed, and how YAML's own errors are said."""

import re
from dataclasses import dataclass

import yaml

QUOTE = "put quotes around the value"
LIST = f"begin each entry below the key with a dash, all in one column; if it is a text, {QUOTE}"
NO_BLANK = 'a blank is missing behind "{}:" (write one)'
BAD_ESCAPE = "invalid Unicode character escape"

_KEY_WITHOUT_BLANK = re.compile(r"[ ]*+(?:- ++)*([A-Za-z_][\w-]*+):(?![\s:/])")
_QUOTED = re.compile(
    r"""^[ ]*+(?:- ++)*(?:[\w-]++:[ ]++)?("[^"\\]*+(?:\\.[^"\\]*+)*"?|'[^']*+(?:''[^']*+)*'?)""",
    re.MULTILINE | re.DOTALL,
)


class SeedError(Exception):
    """A seed that cannot be read: what is wrong, how to mend it, and where (1-based, or None)."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        position = [str(number) for number in (self.line, self.column) if number is not None]
        return ":".join([*position, f" {self.message}" if position else self.message])


@dataclass(frozen=True, slots=True)
class Note:
    line: int
    key: str
    message: str


def explained(error: yaml.YAMLError, text: str) -> SeedError:
    if isinstance(error, yaml.reader.ReaderError):
        before = text.encode()[: error.position].decode(errors="ignore")
        control = f"the control character U+{ord(text[len(before)]):04X} (remove it)"
        return SeedError(control, before.count("\n") + 1, len(before) - before.rfind("\n"))
    problem = getattr(error, "problem", None) or "not valid YAML"
    mark = getattr(error, "problem_mark", None)
    if problem.startswith(("could not find expected ':'", "found unexpected")):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return SeedError(f"not valid YAML: {problem} ({QUOTE})")
    if quoted := _open_quote(text, mark.index):
        at = quoted.start(1)
        message = f"the quote that opens here is never closed (write {text[at]} behind the value)"
        return SeedError(message, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    line_start = text.rfind("\n", 0, mark.index) + 1
    if "mapping values" in problem:  # the line before was read as the beginning of this key
        line_start = text.rfind("\n", 0, len(text[:line_start].rstrip())) + 1
    if key := _KEY_WITHOUT_BLANK.match(text, line_start):
        place = text.count("\n", 0, line_start) + 1, key.start(1) - line_start + 1
        return SeedError(NO_BLANK.format(key[1]), *place)
    return SeedError(_remedied(problem, text[mark.index :]), mark.line + 1, mark.column + 1)


def _remedied(problem: str, rest: str) -> str:
    if "<document start>" in problem:
        return "a second document begins here (put each into a file of its own)"
    if BAD_ESCAPE in problem and re.match("[dD][89a-fA-F]", rest):
        return f"the escape \\u{rest[:4]} is half of a character (write the character itself)"
    if "escape" in problem:
        return f"not valid YAML: {problem} (write a backslash as two)"
    if rest.startswith(("- ", "-\n")):
        return f"a list begins here, where none can ({LIST})"
    if rest.startswith("\t"):
        return f"a tab cannot indent (use spaces; if the tab belongs to the value, {QUOTE})"
    return f"not valid YAML: {problem} ({QUOTE})"


def _open_quote(text: str, index: int) -> re.Match[str] | None:
    """Return the quoted value that begins on a line before and ends on that of the error: what
    seems to close it opens the next one."""
    for quoted in _QUOTED.finditer(text):
        if quoted.start(1) > index:
            return None
        if "\n" in quoted[1] and "\n" not in text[quoted.end(1) : index]:
            return quoted
    return None
