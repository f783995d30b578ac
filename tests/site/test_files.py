import pytest

from articles.site import files


def test_what_is_written_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "file"
    files.write(path, b"first")
    files.write(path, b"second")
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_finished_leaves_the_old_file(tmp_path, monkeypatch):
    def full(number):
        raise OSError("No space left on device")

    path = tmp_path / "file"
    files.write(path, b"old")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
