from hashlib import blake2b

import pytest

from articles.images import store


def test_an_original_is_named_by_its_content():
    digest = store.write_original(b"a picture")
    assert digest == blake2b(b"a picture", digest_size=16).hexdigest()
    assert store.original(digest).read_bytes() == b"a picture"


def test_the_same_content_is_written_once():
    first = store.original(store.write_original(b"a picture")).stat().st_ino
    assert store.original(store.write_original(b"a picture")).stat().st_ino == first


def test_no_draft_is_left_beside_an_original():
    path = store.original(store.write_original(b"a picture"))
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_nothing(monkeypatch):
    def full(descriptor):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        store.write_original(b"a picture")
    path = store.original(store.digest_of(b"a picture"))
    assert list(path.parent.iterdir()) == []


def test_files_are_under_the_media_folder(settings):
    assert store.original("ab" * 16).is_relative_to(settings.MEDIA_DIR)
    assert store.rendition("ab" * 16, "thumb").name == "thumb.webp"
