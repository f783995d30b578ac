"""A page's view is named as its address: who knows one finds the other."""

import pytest

from articles.desk import urls as desk


@pytest.mark.parametrize("urls", [desk], ids=["desk"])
def test_a_view_is_named_as_its_address(urls):
    names = {pattern.name: pattern.callback.__name__ for pattern in urls.urlpatterns}
    assert names
    assert {url: view for url, view in names.items() if view != url.replace("-", "_")} == {}
