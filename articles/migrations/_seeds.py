"""How migrations read the front matter of stored seeds: as plain YAML, all its values as texts.

An import has read these files before it stored them, so nothing in them has to be refused.
"""

import re

import yaml

END = re.compile(r"\n---[ \t]*\r?(?=\n|\Z)")
# Line breaks to libyaml and not to people; and what it does not read at all within a text.
BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " ", "\ufeff": "\u200b"})


def front_matter(text):
    """Return keys and values, none where there are none to be read."""
    front = END.split(text.removeprefix("\ufeff"), maxsplit=1)[0]
    try:
        values = yaml.load(front.translate(BREAKS), Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return {}
    return values if isinstance(values, dict) else {}
