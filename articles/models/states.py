"""How an article stands, and by whom."""

from django.db import models


class State(models.TextChoices):
    """`unset` is a seed that does not say: the sites list it, and so do we."""

    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    UNSET = "unset"


class Review(models.TextChoices):
    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"
    REJECTED = "rejected"


class StateBy(models.TextChoices):
    """Who gave an article its state: its seed as it came, an import that holds everything, a rule
    of the desk, the rule after a person's score, or a person. What a person decided is pinned: no
    score and no rule changes it."""

    SEED = "seed"
    IMPORT = "import"
    DESK = "desk"
    RULE = "rule"
    PERSON = "person"


class Place(models.TextChoices):
    """Where an article is found, by its state, its review and its story."""

    PUBLISHED = "published"
    HELD = "held"
    FOLDED = "folded"
    REJECTED = "rejected"
