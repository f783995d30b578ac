"""Seeds of articles that are refused."""

import pytest

from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article

TITLE_LINE = 3  # in the sample


def refused(data: bytes) -> SeedError:
    with pytest.raises(SeedError) as caught:
        parse_article(data)
    return caught.value
