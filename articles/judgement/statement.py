# ruff: noqa: S608 (what stands in the text are our own constants)
"""The statement behind `judgement.related`, as each database wants it.

`words` are those asked for with their weights, `days` the days to look at, both as JSON; `article`
is the one asked for. Of each article it returns the key, the cosine, a bit for each word that both
hold, those words in the order of their bits, and what is known of the two.
"""

from __future__ import annotations

from articles.judgement.texts import FIFTIETHS
from articles.judgement.weights import ALL, FEWEST, KEPT
from articles.models import BEING_UNDONE, FOLDED, Origin, Review, State, StateBy

COMMON = 0.05  # of all articles: words in more are left out
ENOUGH = 8  # where so many others are left
# Of the postings of one word on one day so many are read, the newest: a text that came five
# thousand times, or a word in every article of a day, makes nobody wait. They are counted only for
# words that so many articles hold.
LONGEST, LONG = 100, 500
BEST = 40  # that are looked at more closely

SQLITE = {
    "words": "SELECT CAST(key AS integer) AS word, value AS weight FROM json_each(%(words)s)",
    "postings": f"""
    CROSS JOIN json_each(%(days)s) days CROSS JOIN articles_posting posting
    WHERE posting.day = days.value AND posting.word = used.word
        AND posting.article > CASE WHEN used.holding <= {LONG} THEN -1 ELSE COALESCE((
            SELECT article FROM articles_posting further
            WHERE further.day = days.value AND further.word = used.word
            ORDER BY article DESC LIMIT 1 OFFSET {LONGEST}), -1) END""",
    "held": "SUM(1 << used.place)",
    "in_order": "SELECT GROUP_CONCAT(word) FROM (SELECT word FROM used ORDER BY place)",
    "seconds": "CAST(STRFTIME('%%s', article.published_at) AS integer)",
}
POSTGRESQL = {
    "words": """SELECT key::integer AS word, value::double precision AS weight
        FROM json_each_text(%(words)s)""",
    "postings": f"""
    CROSS JOIN (SELECT json_array_elements_text(%(days)s)::integer AS value) days
    CROSS JOIN LATERAL (
        SELECT article, weight FROM articles_posting
        WHERE day = days.value AND word = used.word ORDER BY article DESC LIMIT {LONGEST}
    ) posting""",
    "held": "SUM(1::bigint << used.place::integer)::bigint",
    "in_order": "SELECT STRING_AGG(word::text, ',' ORDER BY place) FROM used",
    "seconds": "EXTRACT(EPOCH FROM article.published_at)::float",
}
# The words with what they tell in this text, and those that are looked for.
WEIGHED = f"""
WITH asked AS MATERIALIZED ({{words}}),
total AS MATERIALIZED (
    SELECT CASE WHEN articles > {FEWEST} THEN articles ELSE {FEWEST} END AS articles
    FROM (SELECT COALESCE((
        SELECT articles FROM articles_knownword WHERE word = {ALL}), 0) AS articles) counted
),
held AS MATERIALIZED (
    SELECT word, weight, COALESCE((
        SELECT articles FROM articles_knownword known WHERE known.word = asked.word), 0) AS holding
    FROM asked
),
told AS (
    SELECT word, weight, holding, articles * {COMMON} AS common,
        CASE WHEN holding > articles THEN 0 ELSE LN((articles + 1.0) / (holding + 1)) END AS idf
    FROM held CROSS JOIN total
),
ranked AS MATERIALIZED (
    SELECT word, holding, common, weight * idf * idf AS share,
        SQRT(SUM(weight * idf * weight * idf) OVER ()) AS norm,
        ROW_NUMBER() OVER (ORDER BY holding = 0, holding, word) AS rarity
    FROM told
),
used AS MATERIALIZED (
    SELECT word, holding, share / NULLIF(norm, 0) AS share,
        ROW_NUMBER() OVER (ORDER BY share DESC, word) - 1 AS place
    FROM ranked WHERE holding > 0 AND (holding <= common OR rarity <= {ENOUGH})
    ORDER BY share DESC, word LIMIT {KEPT}
)"""
# The articles that hold some of them, and the likeliest of these.
FOUND = f""",
matched AS (
    SELECT posting.article, SUM(used.share * posting.weight) AS product, {{held}} AS held
    FROM used {{postings}}
    GROUP BY posting.article
),
best AS (
    SELECT matched.article, product / {FIFTIETHS} / length.norm AS cosine, held
    FROM matched JOIN articles_indexed length ON length.article_id = matched.article
    WHERE matched.article <> %(article)s AND product > 0 AND length.norm > 0
    ORDER BY cosine DESC, matched.article LIMIT {BEST}
)"""
SAME_PICTURE = """EXISTS (
    SELECT 1 FROM articles_articleimage one
    JOIN articles_articleimage other ON other.image_id = one.image_id
    WHERE one.article_id = %(article)s AND other.article_id = article.id)"""
LINKS_HERE = """EXISTS (
    SELECT 1 FROM articles_relatedlink
    WHERE article_id = article.id AND target_id = %(article)s{origin})"""
LEADS = "EXISTS (SELECT 1 FROM articles_article WHERE folded_into_id = article.id)"
LINKED = """EXISTS (
    SELECT 1 FROM articles_relatedlink
    WHERE article_id = %(article)s
        AND (target_id = article.id OR canonical_url = article.canonical_url))"""
REFUSED = """EXISTS (
    SELECT 1 FROM articles_refusal
    WHERE (one_id = %(article)s AND other_id = article.id)
        OR (one_id = article.id AND other_id = %(article)s))"""
IS_WITHDRAWN = f"""(article.state = '{State.UNPUBLISHED.value}'
    AND article.state_by = '{StateBy.IMPORT.value}'
    AND batch.state IN ({", ".join(f"'{state.value}'" for state in BEING_UNDONE)}))"""
# By an editor, who names the lead, or by a seed, whose lead lists it.
IS_SAME_STORY = f"""(
    COALESCE(article.folded_into_id, article.id) = COALESCE(own.folded_into_id, %(article)s)
    OR ((article.weight = {FOLDED} OR own.weight = {FOLDED})
        AND {LINKS_HERE.format(origin="")}))"""
KNOWN = f"""
SELECT article.id, best.cosine, best.held, ({{in_order}}), {{seconds}},
    {SAME_PICTURE},
    {LINKS_HERE.format(origin=f" AND origin = '{Origin.SEED.value}'")},
    {LEADS},
    article.weight = {FOLDED},
    {LINKED},
    {REFUSED},
    COALESCE(lead.title, ''),
    article.title, article.provider_name, provider.name, provider.aliases
FROM best JOIN articles_article article ON article.id = best.article
JOIN articles_provider provider ON provider.id = article.provider_id
JOIN articles_importbatch batch ON batch.id = article.batch_id
LEFT JOIN articles_article lead ON lead.id = article.folded_into_id
LEFT JOIN articles_article own ON own.id = %(article)s
WHERE article.review <> '{Review.REJECTED.value}' AND article.merged_into_id IS NULL
    AND NOT {IS_WITHDRAWN} AND NOT {IS_SAME_STORY}
"""

WHOLE = f"{WEIGHED}{FOUND}{KNOWN}"
SQL = {"sqlite": WHOLE.format(**SQLITE), "postgresql": WHOLE.format(**POSTGRESQL)}
