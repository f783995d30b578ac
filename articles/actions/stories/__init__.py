from articles.actions.stories.folding import Seen, fold, group, lead, unfold
from articles.actions.stories.together import join, leave, merge, refuse, split

__all__ = [
    "Seen",
    "fold",
    "group",
    "join",
    "lead",
    "leave",
    "merge",
    "refuse",
    "split",
    "unfold",
]
