import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.actions import basket
from articles.models import Article, BasketItem
from tests.desk.pages import HTMX, text
from tests.factories import make_article

PAGE = reverse("desk:basket")


@pytest.fixture
def three(alice):
    stories = [make_article(title=f"Story {n}") for n in range(3)]
    basket.put(by=alice, articles=[story.pk for story in stories])
    return stories


def post(client, name, *articles, htmx=False, **fields):
    pick = ",".join(f"{article.pk}.{article.version}" for article in articles)
    headers = HTMX if htmx else {}
    return client.post(reverse(f"desk:{name}"), {"pick": pick, **fields}, headers=headers)


def inside(person):
    return list(BasketItem.objects.shown().filter(person=person).values_list("article", flat=True))


def titles(client):
    return [row.article.title for row, _ in client.get(PAGE).context["rows"]]


def test_doors(doors, three):
    doors(PAGE, "get")


@pytest.mark.parametrize("name", ["add", "remove", "move", "empty", "hand-over", "fold", "link"])
def test_doors_of_acts(doors, three, name):
    doors(reverse(f"desk:basket-{name}"))


def test_shows_its_articles_in_order(as_alice, as_bob, three):
    assert titles(as_alice) == ["Story 0", "Story 1", "Story 2"]
    assert "Nothing is in it" in text(as_bob.get(PAGE))


def test_names_who_handed_them_over(as_alice, alice, bob):
    basket.put(by=bob, articles=[make_article().pk])
    basket.hand_over(by=bob, to=alice, note="For Sunday")
    assert "from Bob: For Sunday" in text(as_alice.get(PAGE))


def test_its_count_stands_in_the_queue(as_alice, three):
    page = text(as_alice.get("/desk/"))
    assert '<span id="count-basket">3</span>' in page
    assert '<b data-count="count-basket">3</b>' in page
    assert f'data-keys="{",".join(str(story.pk) for story in three)}"' in page


def test_add_and_remove(as_alice, alice):
    one, other = make_article(), make_article()
    response = post(as_alice, "basket-add", other, one, next="/desk/?queue=all")
    assert response["Location"] == "/desk/?queue=all"
    assert inside(alice) == [other.pk, one.pk]
    response = post(as_alice, "basket-remove", other, htmx=True)
    assert "Took 1 article out of your basket" in text(response)
    assert '<span id="count-basket" hx-swap-oob="true">1</span>' in text(response)


def test_add_all_that_match(as_alice, alice):
    first, second = make_article(quality=90), make_article(quality=80)
    make_article(quality=3)
    post(as_alice, "basket-add", all="1", query="queue=all&at_least=50")
    assert inside(alice) == [second.pk, first.pk]


def test_add_too_many(as_alice, monkeypatch):
    monkeypatch.setattr(basket, "MOST", 1)
    response = post(as_alice, "basket-add", make_article(), make_article(), htmx=True)
    assert (response.status_code, "at most 1" in text(response)) == (422, True)


@pytest.mark.parametrize("name", ["basket-add", "basket-remove", "basket-fold", "basket-link"])
@pytest.mark.parametrize("pick", ["", "x"])
def test_nothing_picked(as_alice, name, pick):
    response = as_alice.post(reverse(f"desk:{name}"), {"pick": pick}, headers=HTMX)
    assert response.status_code == 422


def test_move(as_alice, three):
    response = post(as_alice, "basket-move", article=three[2].pk, to=0)
    assert response["Location"] == f"{PAGE}#article-{three[2].pk}"
    assert titles(as_alice) == ["Story 2", "Story 0", "Story 1"]


@pytest.mark.parametrize("fields", [{}, {"article": "x", "to": 0}, {"article": 99, "to": 0}])
def test_move_nothing(as_alice, three, fields):
    assert post(as_alice, "basket-move", htmx=True, **fields).status_code == 422


def test_empty(as_alice, alice, three):
    response = as_alice.post(reverse("desk:basket-empty"), follow=True)
    assert "Took 3 articles out of your basket" in text(response)
    assert inside(alice) == []


def test_hand_over(as_alice, alice, bob, three):
    page = text(as_alice.get(PAGE))
    assert f'<option value="{bob.pk}">Bob</option>' in page
    assert f'<option value="{alice.pk}">' not in page
    post(as_alice, "basket-hand-over", to=bob.pk, note="For Sunday")
    assert (inside(alice), len(inside(bob))) == ([], 3)


@pytest.mark.parametrize("to", ["", "x", "charlie"])
def test_hand_over_to_nobody_who_may_review(as_alice, alice, charlie, three, to):
    key = charlie.pk if to == "charlie" else to
    assert post(as_alice, "basket-hand-over", to=key, htmx=True).status_code == 422
    assert len(inside(alice)) == 3


def test_hand_over_more_than_fits(as_alice, alice, bob, three, monkeypatch):
    monkeypatch.setattr(basket, "MOST", 2)
    assert post(as_alice, "basket-hand-over", to=bob.pk, htmx=True).status_code == 422
    assert len(inside(alice)) == 3


def test_group_into_a_story(as_alice, alice, three):
    response = post(as_alice, "basket-fold", *three, next=PAGE)
    assert response.status_code == 302
    assert Article.objects.filter(folded_into=three[0]).count() == 2
    assert inside(alice) == [three[0].pk]
    page = text(as_alice.get(PAGE))
    assert "Made one story of" in page
    assert "Undo" in page


def test_link_to_each_other(as_alice, three):
    post(as_alice, "basket-link", *three)
    assert [story.links.count() for story in three] == [2, 2, 2]


def test_sent_twice_it_is_one(as_alice, three):
    key = "7c0f7d5e-5b1c-4b52-9a35-2f7e51d6c0aa"
    for _ in range(2):
        response = post(as_alice, "basket-fold", *three, key=key, htmx=True)
        assert response.status_code == 200
    assert post(as_alice, "basket-fold", *three, key="x", htmx=True).status_code == 422


def test_what_changed_meanwhile_leaves_all_as_they_are(as_alice, three):
    Article.objects.filter(pk=three[1].pk).update(version=2)
    response = post(as_alice, "basket-fold", *three, htmx=True)
    assert (response.status_code, "changed in the meantime" in text(response)) == (422, True)
    assert not Article.objects.exclude(folded_into=None).exists()


def test_the_number_of_queries_does_not_grow(as_alice, alice):
    counts = []
    for number in (10, 10, 30):
        basket.put(by=alice, articles=[make_article().pk for _ in range(number)])
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(PAGE)
        counts.append(len(queries))
    assert len(set(counts)) == 1
