"""Rules of the desk as their page shows them: in the list, and what one would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from articles import wording
from articles.actions.rules.applying import Trial
from articles.actions.rules.standing import Word
from articles.bulk.seen import MOST
from articles.desk.queue import rows
from articles.desk.queue.rows import Row
from articles.figures.rule_hits import WEEKS
from articles.models import Rule, RuleAct

NEWEST = 6  # articles that a trial lists at first
LISTED = 50  # of those that somebody asks to see
TALL, WIDE, ROOM = 23, 6.7, 104 / WEEKS  # pixels: of the highest column, of a column, between two
WOULD = {
    RuleAct.HOLD: "would be held",
    RuleAct.REJECT: "would be rejected",
    RuleAct.SCORE: "would get another score",
    RuleAct.TOPIC: "would be filed there",
    RuleAct.ASSIGN: "would be given to them",
}
SO = {
    RuleAct.HOLD: "are held already",
    RuleAct.REJECT: "are rejected already",
    RuleAct.SCORE: "have these points already",
    RuleAct.TOPIC: "are filed there already",
    RuleAct.ASSIGN: "are theirs already",
}
NOTHING = {
    RuleAct.SCORE: "have no score that could change",
    RuleAct.TOPIC: "have as many topics as an article may",
}
VERBS = {
    RuleAct.HOLD: "hold",
    RuleAct.REJECT: "reject",
    RuleAct.SCORE: "score",
    RuleAct.TOPIC: "file",
    RuleAct.ASSIGN: "give away",
}


@dataclass(frozen=True)
class Line:
    """`bars` are x, y and height of its hits by week, the running one last."""

    rule: Rule
    then: str
    bars: Sequence[tuple[float, float, float]]

    @property
    def said(self) -> str:
        counts = ", ".join(f"{count:,}" for count in self.rule.weeks)
        return f"by week: {counts}" if counts else "not counted yet"

    @property
    def is_idle(self) -> bool:
        """Return whether it is off and has done nothing for long."""
        counted = self.rule.counted_at is not None
        return counted and not self.rule.is_on and not any(self.rule.weeks)


@dataclass(frozen=True)
class Part:
    """So many articles would come to the same end. `word` names them, `becomes` says which."""

    word: str
    count: int
    becomes: str
    aside: str = ""


class Tried:
    """What a rule would do, of which `show` names the articles that are listed."""

    def __init__(self, trial: Trial, show: str = "") -> None:
        self.trial, self.rule, self.at = trial, trial.rule, timezone.now()
        self.is_asked = show in [*Word]
        self.show = Word(show) if self.is_asked else Word.ACTS

    @property
    def act(self) -> RuleAct:
        return RuleAct(self.rule.act)

    @property
    def count(self) -> int:
        return self.trial.counts[Word.ACTS]

    @property
    def over(self) -> str:
        most = f"the newest {MOST:,} of those that fit" if self.trial.more else "what is here"
        return f"over {most}, nothing changed yet"

    @property
    def verb(self) -> str:
        return VERBS[self.act]

    @cached_property
    def parts(self) -> list[Part]:
        counts, shown = self.trial.counts, self.trial.shown
        aside = f"{shown:,} of them are on the site now" if self._hides and shown else ""
        found = [
            Part(Word.ACTS, counts[Word.ACTS], WOULD[self.act], aside),
            Part(Word.ALREADY, counts[Word.ALREADY], SO[self.act]),
            Part(Word.PEOPLE, counts[Word.PEOPLE], "decided by people: they stay as they are"),
            Part(Word.EARLIER, counts[Word.EARLIER], self._earlier),
            Part(Word.NOTHING, counts[Word.NOTHING], NOTHING.get(self.act, "")),
        ]
        return [part for part in found if part.count or part.word == Word.ACTS]

    @cached_property
    def rows(self) -> list[Row]:
        return rows.rows(self.trial.of(self.show)[: LISTED if self.is_asked else NEWEST])

    @property
    def title(self) -> str:
        said = {part.word: part.becomes for part in self.parts}.get(self.show, "")
        return f"{said[:1].upper()}{said[1:]}"

    @property
    def listed(self) -> int:
        return self.trial.counts[self.show]

    @property
    def _hides(self) -> bool:
        return self.act in (RuleAct.HOLD, RuleAct.REJECT)

    @property
    def _earlier(self) -> str:
        numbers = sorted(self.trial.earlier)
        if len(numbers) == 1:
            return f"rule {numbers[0]} has them first"
        return f"rules {wording.listing([str(number) for number in numbers])} have them first"


def line(rule: Rule) -> Line:
    return Line(rule, then(rule), _bars(rule.weeks))


def then(rule: Rule) -> str:
    """Say what a rule does: "reject: off topic", "score +8", "give to Tove"."""
    match rule.act:
        case RuleAct.REJECT:
            return f"reject: {rule.reason}" if rule.reason else "reject"
        case RuleAct.SCORE:
            return f"score {rule.points:+,}".replace("-", "−")
        case RuleAct.TOPIC:
            return f"topic {rule.topic}" if rule.topic else "topic that is gone"
        case RuleAct.ASSIGN:
            return f"give to {wording.name_of(rule.person) or 'nobody'}"
    return "hold"


def _bars(weeks: Sequence[int]) -> list[tuple[float, float, float]]:
    most = max([*weeks, 1])
    heights = [round(TALL * count / most, 1) for count in weeks]
    return [
        (round(ROOM * place, 1), round(TALL + 2 - tall, 1), tall)
        for place, tall in enumerate(heights)
    ]
