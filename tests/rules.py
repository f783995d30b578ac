"""Rules of the desk for tests."""

from articles.actions.rules import making
from articles.actions.rules.making import RuleDraft
from articles.models import Rule
from articles.permissions import ADMINS
from tests.factories import make_user


def make_rule(by=None, **fields):
    """Holds what says "ferry", by an admin of its own unless one is given."""
    number = Rule.objects.count() + 1
    by = by or make_user(f"admin{number}", ADMINS)
    draft = {"name": f"Rule {number}", "query": "ferry", "act": "hold", **fields}
    return making.create(by=by, draft=RuleDraft(**draft))
