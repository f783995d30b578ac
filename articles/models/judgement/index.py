from __future__ import annotations

from django.db import models

from articles.models.article import Article


class KnownWord(models.Model):
    """How many articles hold a word, which stands here by its number, as `judgement.words` gives
    it. 0 is no word: its row tells how many articles were counted."""

    word = models.IntegerField(primary_key=True)
    articles = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.word}: {self.articles}"


class Posting(models.Model):
    """One of the words by which an article is found, on its day: so that a query reads the days
    around an article's own, however many there are, and an import writes to a few pages.

    `day` counts from 1970, `weight` is in fiftieths. Days come first and nothing refers to the
    article: the table has a key and no more, and SQLite keeps it as one tree without row numbers.
    Its migration makes it; Django would not.
    """

    pk = models.CompositePrimaryKey("day", "word", "article")
    day = models.IntegerField()
    word = models.IntegerField()
    article = models.BigIntegerField()
    weight = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.word} in {self.article}"


class Indexed(models.Model):
    """An article that the postings hold, on which day, and its length over all its words."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="indexed"
    )
    day = models.IntegerField()
    norm = models.FloatField()

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}"


class Unindexed(models.Model):
    """An article whose words are new, or not what the postings hold any more: the worker's next."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="unindexed"
    )

    def __str__(self) -> str:
        return str(self.article_id)
