"""The article that a test imports, what people do to it, and what its export changes."""

from articles.export import exported_files
from articles.models import Article
from tests.history import acts
from tests.ingest.batches import PATH


def the_article():
    return Article.objects.get(path=PATH)


def decide(action, by, **fields):
    article = the_article()
    return action(article=article, by=by, version=article.version, **fields)


def edit(by, **fields):
    return acts.edit(the_article(), by, **fields)


def difference(before):
    """The lines that the export of the article drops, and those that it adds."""
    old, new = before.decode().splitlines(), dict(exported_files())[PATH].decode().splitlines()
    gone = [line.strip() for line in old if line not in new]
    return gone, [line.strip() for line in new if line not in old]
