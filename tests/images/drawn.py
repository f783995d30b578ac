"""Pictures for tests, drawn on the spot."""

import io

from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(file_format="JPEG", *, mode="RGB", size=(1500, 1000), color=RED, **options):
    """The bytes of a plain picture."""
    return saved(Image.new(mode, size, color), file_format, **options)


def two_halves(size=(300, 200)):
    """Red above, blue below."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (0, size[1] // 2, *size))
    return picture


def noise(size):
    return Image.effect_noise(size, 80).convert("RGB")


def saved(picture, file_format="JPEG", **options):
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def near(color, other, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(color, other, strict=True))
