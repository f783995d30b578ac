"""Decodes one untrusted picture and writes its renditions, in a process of its own.

    python -m articles.images.sandbox SOURCE FOLDER

Knows neither Django nor the database, limits its own memory, time and file size, and prints one
line of JSON: {"ok", "width", "height", "problem"}. A picture at fault is an answer; anything else
(a full disk, a missing library) ends with a traceback and no answer.
"""

import contextlib
import io
import json
import os
import resource
import signal
import sys
import warnings
from pathlib import Path

from PIL import (
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from articles.images.renditions import LOGO, LONGEST, SIZES, Size, contain, cover, no_larger

# Named by import, so that no other decoder is ever loaded.
PLUGINS = (JpegImagePlugin, PngImagePlugin, GifImagePlugin, WebPImagePlugin)
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_MEMORY = 1024**3
MAX_SECONDS = 12
MAX_RENDITION_BYTES = 8 * 1024 * 1024
WHITE = (255, 255, 255)
CLEAR = (0, 0, 0, 0)
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {5, 6, 7, 8}


class RefusedError(Exception):
    pass


def main(source: str, folder: str) -> None:
    limit()
    try:
        size, files = decode(Path(source))
    except RefusedError as refusal:
        answer(ok=False, problem=str(refusal))
        return
    write(Path(folder), files)
    answer(ok=True, width=size.width, height=size.height)


def limit() -> None:
    # Whatever the picture does, this process ends soon and stays small.
    signal.alarm(2 * MAX_SECONDS)
    for kind, most in (
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_FSIZE, MAX_RENDITION_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit on memory
            resource.setrlimit(kind, (most, most))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def decode(source: Path) -> tuple[Size, dict[str, bytes]]:
    check_bytes(source.stat().st_size)
    try:
        return render(source)
    except RefusedError:
        raise
    except UnidentifiedImageError:
        raise RefusedError("This is not a JPEG, PNG, GIF or WebP picture.") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise RefusedError(
            "The picture has more than 40 million pixels; make it smaller."
        ) from None
    except MemoryError:
        raise RefusedError("The picture needs too much memory to decode.") from None
    except Exception as error:  # a decoder fed with rubbish may raise anything
        reason = " ".join(str(error).split())[:200]
        raise RefusedError(f"The picture is damaged or cut short ({reason}).") from None


def check_bytes(count: int) -> None:
    if count == 0:
        raise RefusedError("The file is empty.")
    if count > MAX_BYTES:
        raise RefusedError(f"The file has {count / 1024**2:.1f} MB; a picture may have 10 MB.")


def render(source: Path) -> tuple[Size, dict[str, bytes]]:
    with Image.open(source, formats=FORMATS) as picture:
        width, height = picture.size
        picture.draft(None, (LONGEST, LONGEST))
        picture.load()
        turn = orientation(picture)
        upright = shrink(plain(picture))
    if turn in TURNS:
        upright = upright.transpose(TURNS[turn])
    size = Size(height, width) if turn in SIDEWAYS else Size(width, height)
    return size, {name: encode(rendition(upright, name)) for name in SIZES}


def orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # metadata that cannot be read says nothing
        return 1


def plain(picture: Image.Image) -> Image.Image:
    """Return the first frame in 8 bits a channel: RGBA where anything is transparent, else RGB."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("RGB")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def shrink(picture: Image.Image) -> Image.Image:
    # By a whole factor, still larger than every rendition: the cheap part of the way.
    factor = min(picture.size) // LONGEST
    return picture.reduce(factor) if factor > 1 else picture


def rendition(picture: Image.Image, name: str) -> Image.Image:
    # Pixels pasted into a new picture: nothing else of the original survives.
    return logo(picture) if name == LOGO else photograph(picture, SIZES[name])


def photograph(picture: Image.Image, target: Size) -> Image.Image:
    box = cover(Size(*picture.size), target)
    part = picture.resize(no_larger(box, target), Image.Resampling.LANCZOS, box, reducing_gap=2.0)
    canvas = Image.new("RGB", part.size, WHITE)
    canvas.paste(part, mask=part if part.mode == "RGBA" else None)
    return canvas


def logo(picture: Image.Image) -> Image.Image:
    side = min(SIZES[LOGO].width, max(picture.size))
    whole = picture.resize(
        contain(Size(*picture.size), side), Image.Resampling.LANCZOS, reducing_gap=2.0
    )
    canvas = Image.new("RGBA", (side, side), background(whole))
    canvas.paste(whole, ((side - whole.width) // 2, (side - whole.height) // 2))
    return canvas


def background(picture: Image.Image) -> tuple[int, ...]:
    if picture.mode == "RGBA":
        return CLEAR
    right, bottom = picture.width - 1, picture.height - 1
    corners = [picture.getpixel(at) for at in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
    return (*(sum(channel) // 4 for channel in zip(*corners, strict=True)), 255)


def encode(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=80, method=4)
    return file.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        # Each file whole or not at all, also where two processes do the same picture.
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(data)
        draft.replace(folder / f"{name}.webp")


def answer(*, ok: bool, width: int = 0, height: int = 0, problem: str = "") -> None:
    line = json.dumps({"ok": ok, "width": width, "height": height, "problem": problem})
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
