"""A score as a sum: what all have in common, and what each feature adds. Without Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.judgement.scores.features import Feature

FEWEST = 30  # scored articles from which anything is said
PASSES = 30  # features that come together share what they say only after some
SEEN = 4  # how often a word has to be in titles
# How many articles it takes until half of what they say is believed.
SHRINK = {"provider": 6.0, "word": 10.0}  # of which an article may have none that is known
OTHERS = 1.0
OWN = 3.0  # an editor's score counts that many times
TRIED = 0.3  # the newest part, by which the error of what the others say is measured
LATELY, ENOUGH = 50, 10  # errors that tell a range: the last of a provider, where there are so many
WITHIN = 0.8  # the part of suggestions that come as close as the range says
FEWEST_POINTS = 1  # of a feature that is named as a reason


@dataclass(frozen=True, slots=True)
class Example:
    features: Sequence[Feature]
    score: int
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """`errors` are how far off most suggestions are, by provider; "" is for all others."""

    base: float = 0.0
    effects: Mapping[Feature, float] = field(default_factory=dict)
    errors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A score, how far off it usually is, and what each feature adds, the most telling first."""

    score: int
    usually_within: int
    reasons: Sequence[tuple[Feature, int]]


def learn(examples: Sequence[Example]) -> Model | None:
    """Learn from scored articles, oldest first; None where there are too few. The errors are those
    on the newest part of what the rest would have said."""
    if len(examples) < FEWEST:
        return None
    cut = int(len(examples) * (1 - TRIED))
    tried = _fit(examples[:cut])
    fitted = _fit(examples)
    return Model(fitted.base, fitted.effects, _errors(tried, examples[cut:]))


def suggest(model: Model, features: Sequence[Feature]) -> Suggestion | None:
    """Return what the model would score; None for a provider that it knows nothing of."""
    if is_strange(model, features):
        return None
    score = round(min(max(predict(model, features), 0), 10_000))
    error = model.errors.get(_provider(features), model.errors[""])
    effects = ((feature, round(model.effects.get(feature, 0.0))) for feature in features)
    telling = (effect for effect in effects if abs(effect[1]) >= FEWEST_POINTS)
    reasons = sorted(telling, key=lambda effect: -abs(effect[1]))
    return Suggestion(score, max(round(error), 1), reasons)


def is_strange(model: Model, features: Sequence[Feature]) -> bool:
    """Return whether nothing is known of its provider: never seen, and without a logo."""
    seen = any(f.kind == "provider" and f in model.effects for f in features)
    return not seen and Feature("known", "no") in features


def predict(model: Model, features: Sequence[Feature]) -> float:
    return model.base + sum(model.effects.get(feature, 0.0) for feature in features)


def _fit(examples: Sequence[Example]) -> Model:
    """Fit by back-fitting: each pass takes from every feature what the others leave over."""
    weights = [OWN if one.is_ours else 1.0 for one in examples]
    scores = [one.score for one in examples]
    base = sum(w * score for w, score in zip(weights, scores, strict=True)) / sum(weights)
    left = [score - base for score in scores]
    holding = _holding(examples)
    effects = dict.fromkeys(holding, 0.0)
    for _ in range(PASSES):
        for feature, places in holding.items():
            was = effects[feature]
            now = sum(weights[at] * (left[at] + was) for at in places)
            now /= sum(weights[at] for at in places) + SHRINK.get(feature.kind, OTHERS)
            effects[feature] = now
            for at in places:
                left[at] += was - now
    return Model(*_centred(base, effects, holding, len(examples)))


def _centred(
    base: float, effects: dict[Feature, float], holding: Mapping[Feature, list[int]], total: int
) -> tuple[float, dict[Feature, float]]:
    """Let effects say what differs from most articles: that it is no video tells nothing."""
    means: dict[str, float] = defaultdict(float)
    for feature, effect in effects.items():
        if feature.kind not in SHRINK:
            means[feature.kind] += effect * len(holding[feature]) / total
    centred = {
        f: effect - means[f.kind] if f.kind in means else effect for f, effect in effects.items()
    }
    return base + sum(means.values()), centred


def _holding(examples: Sequence[Example]) -> dict[Feature, list[int]]:
    """Return where each feature is; words that are too seldom are left out."""
    holding: dict[Feature, list[int]] = defaultdict(list)
    for at, one in enumerate(examples):
        for feature in one.features:
            holding[feature].append(at)
    return {f: at for f, at in holding.items() if f.kind != "word" or len(at) >= SEEN}


def _errors(model: Model, examples: Sequence[Example]) -> dict[str, float]:
    """Return within how many points most suggestions are, by provider, where enough are known."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in examples:
        if not is_strange(model, one.features):
            error = abs(predict(model, one.features) - one.score)
            found[_provider(one.features)].append(error)
            found[""].append(error)
    lately = {name: errors[-LATELY:] for name, errors in found.items()}
    enough = {n: errors for n, errors in lately.items() if not n or len(errors) >= ENOUGH}
    return {"": 0.0} | {name: _within(errors) for name, errors in enough.items()}


def _provider(features: Sequence[Feature]) -> str:
    return next(feature.value for feature in features if feature.kind == "provider")


def _within(errors: Sequence[float]) -> float:
    return sorted(errors)[min(int(len(errors) * WITHIN), len(errors) - 1)]
