"""Types for the text that a reader gives: lengths, ranges, times and addresses."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from yaml.events import ScalarEvent

from articles import weburls
from articles.seeds.document import Extra, Picture, Value, picture_address
from articles.seeds.errors import QUOTE, Note
from articles.seeds.limits import MAX_PICTURES, MAX_SIDE
from articles.seeds.topic_names import topic_name
from articles.seeds.yaml_reader import ListNode, MapNode, Node, fail, line
from articles.text import clip, find_control, one_line, strip_invisible

YEARS = range(1900, 2200)
_KINDS = {MapNode: "a mapping", ListNode: "a list", ScalarEvent: "plain text"}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
# As ISO 8601 and those who write it have it: .NET with 7 digits of a second, Go with 9.
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?"
    r"(?: ?(Z|[+-]\d\d(?::?[0-5]\d)?))?",
    re.ASCII,
)
_PICTURE_KEYS = frozenset({"url", "width", "height", "title", "attribution", "isCached"})


class FieldReader:
    """Types the values of one file.

    Each method takes a mapping and a key and returns the typed value, or None (text: "") where
    the key is missing. Anything else is a SeedError that names the key, its place and a remedy.
    """

    def __init__(self, commented: set[int]) -> None:
        self.notes: list[Note] = []
        self.plain: list[str] = []
        self._commented = commented

    def scalar(self, node: Node, key: str) -> str:
        if type(node) is not ScalarEvent:
            fail(node, f"{key} is {_KINDS[type(node)]}, not text ({QUOTE})")
        value: str = node.value
        return value if value.isprintable() else self._visible(node, key, value)

    def words(self, node: Node, key: str) -> str:
        """Return a text for people, with a note where YAML cut it short."""
        if self._commented and line(node) in self._commented:
            self.note(node, key, f"what follows # was read as a comment ({QUOTE} to keep it)")
        return self.scalar(node, key)

    def _visible(self, node: ScalarEvent, key: str, value: str) -> str:
        control = find_control(value)
        if control:
            fail(node, f"{key} holds the control character {control} (remove it)")
        if strip_invisible(value) != value:
            self.note(node, key, "direction marks or zero-width characters are not shown")
        return value

    def note(self, node: Node, key: str, message: str) -> None:
        self.notes.append(Note(line(node), key, message))

    def note_all(self, parent: MapNode, key: str, messages: Iterable[str]) -> None:
        for message in messages:
            self.note(parent[key], key, f"{key} {message}")

    def text(self, parent: MapNode, key: str, limit: int) -> str:
        """Return a text of at most limit characters, verbatim; "" when it is missing."""
        node = parent.get(key)
        if node is None:
            return ""
        value = self.words(node, key)
        if len(value) > limit:
            fail(node, f"{key} has {len(value)} characters (shorten it to {limit})")
        return value

    def optional(self, parent: MapNode, key: str, limit: int) -> str | None:
        return self.text(parent, key, limit) if key in parent else None

    def name(self, parent: MapNode, key: str, limit: int) -> str:
        return _line(self.text(parent, key, limit))

    def number(self, parent: MapNode, key: str, low: int, high: int) -> int | None:
        value = self._filled(parent, key)
        if value is None:
            return None
        if not _INTEGER.fullmatch(value) or not low <= int(value) <= high:
            fail(parent[key], f'{key} is "{clip(value)}" (write a whole number, {low} to {high})')
        return int(value)

    def flag(self, parent: MapNode, key: str) -> bool | None:
        value = self._filled(parent, key)
        if value is None or value in {"true", "false"}:
            return None if value is None else value == "true"
        if value.lower() not in {"true", "false"}:
            fail(parent[key], f'{key} is "{clip(value)}" (write true or false)')
        return value.lower() == "true"

    def _filled(self, parent: MapNode, key: str) -> str | None:
        """Return the text of a key; an empty one says as little as a missing one."""
        node = parent.get(key)
        return None if node is None else one_line(self.scalar(node, key)) or None

    def time(self, parent: MapNode, key: str) -> datetime | None:
        value = self._filled(parent, key)
        if value is None:
            return None
        match = _TIME.fullmatch(value.upper())
        moment = _moment(*match.groups()) if match else None
        if match is None or moment is None:
            example = "2026-11-20T17:00:00Z"
            fail(parent[key], f'{key} is "{clip(value)}" (write a real date and time: {example})')
        if moment.year not in YEARS:
            years = f"{YEARS[0]} to {YEARS[-1]}"
            fail(parent[key], f'{key} is "{clip(value)}" (write a time in UTC from {years})')
        if match[5] is None:
            self.note(parent[key], key, "no time zone: taken for UTC")
        return moment

    def url(self, parent: MapNode, key: str, path: str = "") -> str | None:
        value = self._address(parent, key, path)
        return None if value is None else _safe(parent[key], key, value)

    def _address(self, parent: MapNode, key: str, path: str) -> str | None:
        node = parent.get(key)
        if node is None:
            return None
        value: str = self.scalar(node, key)
        if type(node) is ScalarEvent and value:
            if not node.style:
                self.plain.append(path + key)
            if len(node.value) > weburls.MAX_LENGTH:
                fail(node, f"{key} has {len(value)} characters (at most {weburls.MAX_LENGTH})")
            # As the file has it: an address with hidden characters is refused, never mended.
            return str(node.value)
        return None

    def picture_url(self, parent: MapNode, key: str, path: str = "") -> str:
        value = self._address(parent, key, path)
        if value is None:
            fail(parent, f"{key} is missing in a picture")
        if not value.startswith("http") and weburls.asset_path(value) is not None:
            return value
        _safe(parent[key], key, picture_address(value))
        return value

    def mapping(self, parent: MapNode, key: str) -> MapNode | None:
        node = parent.get(key)
        if node is not None and not isinstance(node, MapNode):
            fail(node, f"{key} is {_KINDS[type(node)]}, not a mapping (write its keys below it)")
        return node

    def items(self, parent: MapNode, key: str, limit: int) -> list[Node]:
        """Return the entries of a list of at most limit; one text is read as a list of one."""
        node = parent.get(key)
        if node is None or (type(node) is ScalarEvent and not node.value):
            return []
        if type(node) is ScalarEvent:
            self.note(node, key, "one text, read as a list of one (write it below, after a dash)")
            return [node]
        if type(node) is not ListNode:
            fail(node, f"{key} is {_KINDS[type(node)]}, not a list (begin each entry with a dash)")
        if len(node) > limit:
            fail(node, f"{key} has {len(node)} entries (at most {limit})")
        return node

    def names(self, parent: MapNode, key: str, count: int, limit: int) -> tuple[str, ...]:
        """Return each entry of a list, also one that is there twice."""
        names: list[str] = []
        for node in self.items(parent, key, count):
            name = _line(self.words(node, key))
            if not 0 < len(topic_name(name)) <= limit:
                fail(node, f"{key} needs 1 to {limit} characters in each entry ({QUOTE})")
            if name in names:
                self.note(node, key, f'"{clip(name)}" is listed twice')
            names.append(name)
        return tuple(names)

    def mappings(self, parent: MapNode, key: str, limit: int) -> list[MapNode]:
        nodes = self.items(parent, key, limit)
        for node in nodes:
            if type(node) is not MapNode:
                fail(node, f"{key} holds {_KINDS[type(node)]}, not a mapping (write its keys)")
        return nodes  # type: ignore[return-value]

    def pictures(self, parent: MapNode, path: str = "") -> tuple[Picture, ...]:
        if "images" not in parent:
            return ()
        nodes = self.mappings(parent, "images", MAX_PICTURES)
        return tuple([self._picture(node, f"{path}images.") for node in nodes])

    def picture_urls(self, parent: MapNode) -> tuple[str, ...]:
        """Return the pictures of a topic, which are addresses alone."""
        urls = []
        for node in self.items(parent, "images", MAX_PICTURES):
            wrapped = MapNode(parent.start)
            wrapped["images"] = node
            urls.append(self.picture_url(wrapped, "images"))
        return tuple(urls)

    def _picture(self, node: MapNode, path: str) -> Picture:
        return Picture(
            url=self.picture_url(node, "url", path),
            width=self.number(node, "width", 1, MAX_SIDE),
            height=self.number(node, "height", 1, MAX_SIDE),
            title=self.optional(node, "title", 500),
            attribution=self.optional(node, "attribution", 500),
            is_cached=self.flag(node, "isCached"),
            extra=self.unknown(node, _PICTURE_KEYS),
        )

    def unknown(self, parent: MapNode, known: frozenset[str]) -> Extra:
        if parent.keys() <= known:
            return {}
        return {key: self._value(node, key) for key, node in parent.items() if key not in known}

    def _value(self, node: Node, key: str) -> Value:
        if isinstance(node, MapNode):
            return {name: self._value(child, name) for name, child in node.items()}
        if isinstance(node, ListNode):
            return [self._value(child, key) for child in node]
        return self.words(node, key)


def _safe(node: Node, key: str, url: str) -> str:
    try:
        weburls.clean(url)
    except ValueError as error:
        fail(node, f'{key} is "{clip(url)}" ({error})')
    return url


def _line(text: str) -> str:
    return text if text.isprintable() and text == text.strip() else one_line(text)


def _moment(
    day: str, minute: str, second: str | None, fraction: str | None, zone: str | None
) -> datetime | None:
    """Return an ISO time in UTC, or None when there is no such moment."""
    second, fraction, later = second or "00", (fraction or "")[:6].ljust(6, "0"), timedelta(0)
    is_leap = second == "60"
    if f"{minute}:{second}.{fraction}" == "24:00:00.000000":  # a day's end is the next one's start
        minute, later = "00:00", timedelta(days=1)
    if is_leap:
        second, later = "59", timedelta(seconds=1)
    try:
        moment = datetime.fromisoformat(f"{day}T{minute}:{second}.{fraction}{zone or 'Z'}")
        moment = moment.astimezone(UTC)
        if is_leap and (moment.hour, moment.minute) != (23, 59):
            return None  # the only minute that has one
        return moment + later
    except ValueError:
        return None
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)  # or the first of all: outside `YEARS` as well
