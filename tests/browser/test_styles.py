"""Chromium takes every property and value that our style sheets set."""

from tests.styles import FOLDER, properties

OTHER_ENGINES = ("-moz-",)


def test_every_property_and_value_is_understood(browser):
    asked = [
        [name, value]
        for path in FOLDER.glob("*.css")
        for name, value in sorted(properties(path.read_text()))
        if not name.startswith(OTHER_ENGINES)
    ]
    page = browser.new_page()
    refused = page.evaluate(
        "pairs => pairs.filter(([name, value]) => !CSS.supports(name, value))", asked
    )
    page.close()
    assert refused == []
