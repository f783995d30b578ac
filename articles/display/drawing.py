"""What is drawn where a picture or a logo is missing: always the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from random import Random

# Dark enough for a white letter (4.5:1), light enough to be told apart on both themes.
COLOURS = (
    "#25527a", "#3f4a8c", "#6b4a8e", "#84406f", "#9c3b54", "#a3422b",
    "#8a5a1c", "#5f6820", "#2d7a55", "#1f6f70", "#2a6079", "#4c5563",
)  # fmt: skip
SUNS = ("#f2c66d", "#f6efe2", "#e8a87c")
WIDTH, HEIGHT = 300, 200


@dataclass(frozen=True)
class Palette:
    sky: str
    far: str
    middle: str
    near: str
    sun: str


def colour(domain: str) -> str:
    return COLOURS[_number(domain) % len(COLOURS)]


def placeholder(domain: str, seed: str) -> str:
    dice = Random(_number(f"{domain} {seed}"))  # noqa: S311  drawing, not secrets
    base = colour(domain)
    palette = Palette(
        mix(base, "#f3efe4", 0.76),
        mix(base, "#f3efe4", 0.48),
        mix(base, "#f3efe4", 0.22),
        mix(base, "#1b1a17", 0.28),
        dice.choice(SUNS),
    )
    return dice.choice((_hills, _skyline, _tiles, _orbits))(dice, palette)


def mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(hexed: str) -> list[int]:
    return [int(hexed[at : at + 2], 16) for at in (1, 3, 5)]


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest())


def _rect(x: int, y: int, width: int, height: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"/>'


def _circle(x: int, y: int, radius: int, fill: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>'


def _hills(dice: Random, palette: Palette) -> str:
    shapes = [
        _rect(0, 0, WIDTH, HEIGHT, palette.sky),
        _circle(dice.randint(60, 240), dice.randint(46, 84), dice.randint(20, 34), palette.sun),
    ]
    ridges = zip((112, 138, 164), (palette.far, palette.middle, palette.near), strict=True)
    return "".join(shapes + [_ridge(dice, level, fill) for level, fill in ridges])


def _ridge(dice: Random, level: int, fill: str) -> str:
    heights = [level + dice.randint(-20, 16) for _ in range(4)]
    curve = f"C75 {heights[1]} 100 {heights[2]} 170 {heights[1]}S260 {heights[2]} 300 {heights[3]}"
    return f'<path d="M0 {heights[0]}{curve}V200H0z" fill="{fill}"/>'


def _skyline(dice: Random, palette: Palette) -> str:
    shapes = [
        _rect(0, 0, WIDTH, HEIGHT, palette.sky),
        _circle(dice.randint(70, 230), 66, dice.randint(24, 40), palette.sun),
    ]
    fills = (palette.far, palette.middle, palette.near)
    for x in range(0, WIDTH, 50):
        height = dice.randint(36, 130)
        shapes.append(_rect(x, HEIGHT - height, 50, height, dice.choice(fills)))
    return "".join(shapes)


def _tiles(dice: Random, palette: Palette) -> str:
    shapes = [_rect(0, 0, WIDTH, HEIGHT, palette.sky)]
    lit = dice.randrange(6)
    for tile in range(6):
        x, y = tile % 3 * 100, tile // 3 * 100
        ground, leaf = dice.choice(
            ((palette.sky, palette.middle), (palette.far, palette.near), (palette.far, palette.sky))
        )
        shapes.append(f'<path d="M{x} {y}h101v101h-101z" fill="{ground}"/>')
        shapes.append(_quarter(x, y, dice.randrange(4), palette.sun if tile == lit else leaf))
    return "".join(shapes)


def _quarter(x: int, y: int, corner: int, fill: str) -> str:
    turn = f"rotate({corner * 90} {x + 50} {y + 50})"
    return f'<path d="M{x} {y}h100a100 100 0 0 1-100 100z" transform="{turn}" fill="{fill}"/>'


def _orbits(dice: Random, palette: Palette) -> str:
    x, y = dice.randint(60, 240), dice.randint(120, 200)
    rings = zip(
        (190, 140, 92, 46), (palette.far, palette.middle, palette.near, palette.sun), strict=True
    )
    shapes = [_rect(0, 0, WIDTH, HEIGHT, palette.sky)]
    shapes += [_circle(x, y, radius, fill) for radius, fill in rings]
    shapes.append(_circle(300 - x, dice.randint(28, 60), dice.randint(8, 16), palette.near))
    return "".join(shapes)
