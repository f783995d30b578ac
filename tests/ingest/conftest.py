import pytest

from tests.ingest.batches import PATH, bring_in, seed, write


@pytest.fixture
def again(tmp_path):
    """Import a seed under the usual path; returns the report."""

    def again(data=None, path=PATH, **options):
        return bring_in(write(tmp_path, {path: data or seed()}), **options)

    return again
