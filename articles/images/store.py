"""Where picture files are: originals and renditions under `MEDIA_DIR`, named by their content."""

import errno
import os
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from articles.images.renditions import SIZES
from articles.site import files

# No room on the disk, or no more of one's share of it.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def digest_of(data: bytes) -> str:
    """Return the name of a file's content: BLAKE2b with 16 bytes, in hex."""
    return blake2b(data, digest_size=16).hexdigest()


def write_original(data: bytes) -> str:
    """Write a file, unless it is here; return its digest. It is there whole or not at all."""
    digest = digest_of(data)
    path = original(digest)
    if not path.exists():
        files.write(path, data)
    return digest


def replace_original(data: bytes) -> str:
    """Write a file, also where one of its name is here and damaged."""
    digest = digest_of(data)
    files.write(original(digest), data)
    return digest


def has_original(digest: str) -> bool:
    """Return whether the file is here and has the content that it is named by."""
    try:
        return digest_of(original(digest).read_bytes()) == digest
    except OSError:
        return False


def has_renditions(digest: str) -> bool:
    """Return whether all are here, each as long as it says."""
    return all(_is_whole_webp(rendition(digest, size)) for size in SIZES)


def _is_whole_webp(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start, size = file.read(12), os.fstat(file.fileno()).st_size
    except OSError:
        return False
    length = int.from_bytes(start[4:8], "little") + 8
    return start[:4] == b"RIFF" and start[8:] == b"WEBP" and length == size


def is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in FULL


def original(digest: str) -> Path:
    # Untrusted, as it came: never served.
    return settings.MEDIA_DIR / "originals" / digest[:2] / digest


def renditions(digest: str) -> Path:
    return settings.MEDIA_DIR / "renditions" / digest[:2] / digest


def rendition(digest: str, size: str) -> Path:
    return renditions(digest) / f"{size}.webp"
