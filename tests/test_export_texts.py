"""What is shown otherwise than it came goes back as it came."""

import pytest

from articles.actions import articles, links
from articles.export import exported_files
from articles.models import Article, RelatedLink
from tests.factories import make_topic
from tests.ingest.batches import PATH, bring_in, related, seed, write

pytestmark = pytest.mark.django_db

ODD = {
    "title": "Salt\u200b &amp;amp; \u202bsand\u202c Z" + "\u0336" * 40,
    "excerpt": "<p>The <b>quay</b></p>",
    "topics": ("Transport",),
    "related": (related("one", title="More &amp;#8217;s \u202aof it"),),
}


def test_what_is_shown_otherwise_is_never_written_back(tmp_path, alice):
    data = seed(**ODD)
    bring_in(write(tmp_path, {PATH: data}))
    article = Article.objects.get()
    assert article.headline == "Salt & \u2067sand\u2069 Z\u0336"
    shown = {"title": article.headline, "excerpt": article.summary, "images": []}
    same = list(article.listed_topics)
    done = articles.edit(article=article, by=alice, version=1, **shown, topics=same)
    assert done.act is None
    topic = make_topic(name="Shipping")
    articles.edit(article=article, by=alice, version=1, **shown, topics=[*same, topic])
    links.add(
        article=article, by=alice, version=2,
        url="https://fjord.example/two", title="Typed &amp; <b>so</b>",
    )  # fmt: skip
    (after,) = dict(exported_files(changed=True)).values()
    assert after.startswith(data.partition(b"topics:")[0])
    assert "More &amp;#8217;s \u202aof it".encode() in after
    assert RelatedLink.objects.last().headline == "Typed &amp; <b>so</b>"
