"""The cage in which pictures are decoded: memory, time, what it knows and how it dies."""

import json
import subprocess
import sys

import pytest
from PIL import Image

from articles.images import decode as decoding
from articles.images import store
from articles.images.decode import SandboxError, decode
from tests.images.decoded import decoded
from tests.images.drawn import drawn


@pytest.mark.skipif(sys.platform != "linux", reason="says it in other units, or not at all")
@pytest.mark.parametrize(
    ("file_format", "mode", "size", "options"),
    [
        ("JPEG", "CMYK", (8000, 5000), {"progressive": True, "subsampling": 0}),
        ("PNG", "LA", (15_600, 2559), {}),
        ("PNG", "I;16", (8000, 5000), {}),
        ("GIF", "P", (8000, 5000), {}),
        ("WEBP", "RGBA", (6250, 4000), {"lossless": True, "quality": 0, "method": 0}),
        ("AVIF", "RGBA", (6250, 4000), {"speed": 10, "subsampling": "4:4:4"}),
    ],
)
def test_the_largest_pictures_take_less_than_512_mb(tmp_path, file_format, mode, size, options):
    path = tmp_path / "picture"
    Image.new(mode, size).save(path, file_format, **options)
    code = (
        "import sys; from articles.images import sandbox; sandbox.main(*sys.argv[1:]); "
        "print(*(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "made")]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    assert json.loads(lines[0])["ok"]
    assert int(lines[1].split()[1]) < 512_000


def test_a_picture_that_takes_too_long_is_refused():
    result = decode(store.write_original(drawn()), deadline=0.001)
    assert "takes longer" in result.problem


def test_a_crashing_decoder_is_the_pictures_fault(monkeypatch):
    child(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert "SIGSEGV" in decoded(drawn()).problem


@pytest.mark.parametrize(
    "code",
    ["raise OSError('disk full')", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"],
)
def test_what_is_not_the_pictures_fault_is_raised(monkeypatch, code):
    child(monkeypatch, code)
    with pytest.raises(SandboxError):
        decoded(drawn())


def test_the_cage_does_not_know_the_secret_key(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    child(monkeypatch, "import os, sys; sys.exit(f'knows {sorted(os.environ)}')")
    with pytest.raises(SandboxError, match="knows") as error:
        decoded(drawn())
    assert "SECRET_KEY" not in str(error.value)


def child(monkeypatch, code):
    """Run `code` in place of the cage."""
    run = decoding.subprocess.run

    def replaced(command, **options):
        return run([command[0], "-c", code], **options)

    monkeypatch.setattr(decoding.subprocess, "run", replaced)
