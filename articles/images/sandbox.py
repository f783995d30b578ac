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
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    IcoImagePlugin,
    Image,
    ImageChops,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from articles.images.renditions import LOGO, LONGEST, SIZES, Size, contain, cover, no_larger

# Named by import, so that no other decoder is ever loaded.
PLUGINS = (
    *(JpegImagePlugin, PngImagePlugin, GifImagePlugin, WebPImagePlugin),
    *(AvifImagePlugin, BmpImagePlugin, IcoImagePlugin),
)
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
# Their decoders hold several copies of a picture at once.
FEWER_PIXELS = {"WEBP": 25_000_000, "AVIF": 25_000_000}
MAX_MEMORY = 480 * 1024**2
MAX_SECONDS = 12
MAX_RENDITION_BYTES = 8 * 1024 * 1024
BAND = 4_000_000  # pixels that are converted at a time
JPEG_END = b"\xff\xd9"
JPEG_SCAN = b"\xff\xda"
BLOCKS = 18  # lines that wait for the end of a JPEG: a row of blocks, and two to smooth it with
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
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each would take memory of its own
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
        raise RefusedError(
            "This is not a JPEG, PNG, GIF, WebP, AVIF, BMP or ICO picture."
        ) from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise too_many_pixels(MAX_PIXELS) from None
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


def too_many_pixels(most: int) -> RefusedError:
    return RefusedError(
        f"The picture has more than {most // 1_000_000} million pixels; make it smaller."
    )


def render(source: Path) -> tuple[Size, dict[str, bytes]]:
    size, turn, picture = read(source)
    if turn in TURNS:
        picture = picture.transpose(TURNS[turn])
    upright = Size(size.height, size.width) if turn in SIDEWAYS else size
    return upright, {name: encode(rendition(picture, name)) for name in SIZES}


def read(source: Path) -> tuple[Size, int, Image.Image]:
    """Return the size as it came, the orientation, and the pixels; all else is out of memory."""
    with open_picture(source) as picture:
        size = Size(*picture.size)
        picture.draft(None, (LONGEST, LONGEST))
        try:
            picture.load()
        except OSError:
            if picture.format != "JPEG":
                raise
            return size, orientation(picture), plain(with_end(picture, source))
        return size, orientation(picture), plain(picture)


def open_picture(source: Path | io.BytesIO) -> ImageFile.ImageFile:
    picture = Image.open(source, formats=FORMATS)
    most = FEWER_PIXELS.get(picture.format or "", MAX_PIXELS)
    if picture.width * picture.height > most:
        raise too_many_pixels(most)
    return picture


def with_end(cut: ImageFile.ImageFile, source: Path) -> Image.Image:
    """Return a JPEG that lacks its end, as browsers show it. Raises OSError where more is missing
    than the last row of blocks, or than the finer scans of a progressive one."""
    data = source.read_bytes()
    whole = open_picture(io.BytesIO(data + JPEG_END))
    whole.draft(None, (LONGEST, LONGEST))
    whole.load()
    if cut.info.get("progressive"):
        if data.count(JPEG_SCAN) < 2:
            raise OSError("it ends in its first scan")
        return whole
    cut.tile = []  # what has been decoded of it is there
    missing = ImageChops.difference(cut.convert("RGB"), whole.convert("RGB")).getbbox()
    if missing and missing[1] < whole.height - BLOCKS:
        raise OSError(f"it ends {whole.height - missing[1]} lines early")
    return whole


def orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # metadata that cannot be read says nothing
        return 1


def plain(picture: Image.Image) -> Image.Image:
    """Return the first frame in 8 bits a channel: RGBA where anything is transparent, else RGB. It
    is reduced by a whole factor, still larger than every rendition: the cheap part of the way."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    factor = max(1, min(picture.size) // LONGEST)
    width, height = picture.size
    canvas = Image.new(mode, (-(-width // factor), -(-height // factor)))
    lines = max(1, BAND // width // factor) * factor
    for top in range(0, height, lines):
        band = picture.crop((0, top, width, min(top + lines, height)))
        canvas.paste(eight_bits(band, mode).reduce(factor), (0, top // factor))
    return canvas


def eight_bits(picture: Image.Image, mode: str) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture if picture.mode == mode else picture.convert(mode)


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
