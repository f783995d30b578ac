"""Pictures through the process that really decodes them."""

from PIL import Image

from articles.images import store
from articles.images.decode import decode


def decoded(data):
    return decode(store.write_original(data))


def opened(data, size):
    """The rendition, decoded."""
    assert decoded(data).ok
    with Image.open(store.rendition(store.digest_of(data), size)) as picture:
        picture.load()
        return picture
