"""The closed set of sizes that pictures are shown in, and the geometry to get there. Pure."""

from typing import NamedTuple


class Size(NamedTuple):
    """In pixels."""

    width: int
    height: int


class Box(NamedTuple):
    """A part of a picture in pixels from its upper left corner; fractions are fine."""

    left: float
    top: float
    right: float
    bottom: float


SIZES = {
    "thumb": Size(128, 86),
    "story": Size(368, 246),
    "lead": Size(704, 470),
    "wide": Size(1280, 854),
    "logo": Size(48, 48),
}
LOGO = "logo"
LONGEST = max(max(size) for size in SIZES.values())


def cover(source: Size, target: Size) -> Box:
    """Return the largest part of `source` that has the shape of `target`.

    Centred from side to side; from top to bottom a third is cut off above and two thirds below,
    because faces are in the upper half of a portrait.
    """
    scale = min(source.width / target.width, source.height / target.height)
    width = min(target.width * scale, source.width)  # no rounding error may lead outside
    height = min(target.height * scale, source.height)
    left, top = (source.width - width) / 2, (source.height - height) / 3
    return Box(left, top, min(left + width, source.width), min(top + height, source.height))


def no_larger(box: Box, target: Size) -> Size:
    scale = min(1.0, (box.right - box.left) / target.width)
    return Size(max(1, round(target.width * scale)), max(1, round(target.height * scale)))


def contain(source: Size, side: int) -> Size:
    scale = side / max(source)
    return Size(max(1, round(source.width * scale)), max(1, round(source.height * scale)))
