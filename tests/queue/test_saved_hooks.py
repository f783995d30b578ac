import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import task_queue, tasks
from articles.models import Delivery, Hook, MessageState
from articles.outgoing.guard import Target
from articles.outgoing.post import Failed
from articles.queue import saved_hooks, telling
from tests.factories import make_article, make_delivery, make_hook, make_saved_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What is sent, answered by what the test puts into `answers`: a status or an error."""

    class Sent(list):
        answers = [200]

    sent = Sent()

    def post(target, body, headers):
        sent.append((target, json.loads(body), headers))
        answer = sent.answers[min(len(sent), len(sent.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    target = Target("https", "hook.example", 443, "/", "93.184.216.34")
    monkeypatch.setattr(saved_hooks, "target_of", lambda url, inner: target)
    monkeypatch.setattr(saved_hooks, "post", post)
    return sent


def run():
    """What the worker does when all is due again."""
    Hook.objects.update(checked_at=timezone.now() - saved_hooks.EVERY)
    Delivery.objects.filter(next_at__isnull=False).update(next_at=timezone.now())
    saved_hooks.tell_hooks()


def titles(sent):
    return [[article["title"] for article in body["articles"]] for _, body, _ in sent]


def test_tells_each_article_once(sent):
    make_hook(view=make_saved_view(query="queue=all&q=storage"))
    article = make_article(title="Storage &amp; more", quality=82)
    make_article(title="Else")
    run()
    run()
    make_article(title="More storage")
    run()
    assert titles(sent) == [["Storage & more"], ["More storage"]]
    told = sent[0][1]["articles"][0]
    assert (told["id"], told["score"]) == (article.pk, 82)
    assert told["desk"] == f"/desk/articles/{article.pk}/"
    assert set(Delivery.objects.values_list("state", flat=True)) == {MessageState.DELIVERED}


def test_nothing_of_before(sent):
    make_article(imported_at=timezone.now() - timedelta(minutes=1))
    make_hook(since=timezone.now(), checked_at=timezone.now())
    run()
    assert sent == []


def test_the_rest_goes_with_the_next(sent, monkeypatch):
    monkeypatch.setattr(saved_hooks, "MOST", 2)
    make_hook()
    for n in range(3):
        make_article(title=f"Story {n}")
    run()
    run()
    assert titles(sent) == [["Story 0", "Story 1"], ["Story 2"]]


@pytest.mark.parametrize("answer", [500, 404, 302, Failed("refused"), OSError("no such host")])
def test_tries_again_later_each_time_and_gives_up(sent, answer):
    sent.answers = [answer]
    make_delivery()
    waits = []
    for _ in range(len(telling.WAITS) + 2):
        now = timezone.now()
        run()
        next_at = Delivery.objects.get().next_at
        waits.append(next_at and next_at - now)
    assert len(sent) == len(telling.WAITS) + 1
    assert all(
        wait - after < timedelta(minutes=1)
        for wait, after in zip(waits, telling.WAITS, strict=False)
    )
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (MessageState.FAILED, len(sent))
    assert delivery.answer == (f"answered {answer}" if isinstance(answer, int) else str(answer))


def test_it_is_the_same_delivery_each_time(sent):
    sent.answers = [503, 200]
    make_delivery()
    run()
    run()
    assert len({headers["Newsdesk-Delivery"] for _, _, headers in sent}) == 1
    assert Delivery.objects.get().state == MessageState.DELIVERED
    assert Hook.objects.get().failures == 0


def test_ten_failures_in_a_row_switch_it_off(sent):
    sent.answers = [500]
    hook = make_hook(failures=telling.FAILURES - 2)
    make_delivery(hook=hook)
    run()
    assert Hook.objects.get().off_at is None
    run()
    assert Hook.objects.get().off_at
    make_article()
    run()
    assert len(sent) == 2


def test_only_as_long_as_the_owner_may_look(sent):
    hook = make_hook()
    make_delivery(hook=hook)
    hook.view.owner.groups.clear()
    make_article()
    run()
    assert sent == []
    assert Delivery.objects.count() == 1


def test_a_view_that_is_not_understood_tells_nothing(sent):
    make_hook(view=make_saved_view(query="queue=all&q=topic:power"))
    make_article()
    run()
    assert sent == []


def test_of_two_workers_one_tells(sent):
    hook = make_hook()
    make_article()
    for _ in range(2):
        saved_hooks.check(hook)
    delivery = Delivery.objects.get()
    for _ in range(2):
        saved_hooks.deliver(delivery)
    assert len(sent) == 1


def test_an_inner_address_is_not_connected_to():
    delivery = make_delivery(hook=make_hook(url="http://127.0.0.1/"))
    saved_hooks.deliver(delivery)
    assert Delivery.objects.get().answer == "127.0.0.1 is not on the public net."


def test_old_deliveries_are_forgotten(sent, monkeypatch):
    monkeypatch.setattr(telling, "KEPT", 2)
    hook = make_hook()
    old = [make_delivery(hook=hook).pk for _ in range(3)]
    make_article()
    run()
    assert list(Delivery.objects.order_by("pk").values_list("pk", flat=True))[0] == old[2]
    assert Delivery.objects.count() == 2


def test_ends_with_the_worker(sent):
    make_delivery()
    task_queue.stopping.set()
    run()
    assert sent == []


def test_nothing_due_is_not_sent(sent):
    hook = make_hook(checked_at=timezone.now())
    make_delivery(hook=hook, next_at=timezone.now() + timedelta(minutes=1))
    make_article()
    saved_hooks.tell_hooks()
    assert sent == []


def test_it_is_no_task_that_others_would_wait_for(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    make_delivery()
    tasks.sweep()
    assert not DBTaskResult.objects.filter(task_path__contains="hook").exists()


def test_those_who_took_the_last_message_come_first(sent):
    slow, quick = make_hook(failures=3), make_hook()
    one, other = make_delivery(hook=slow), make_delivery(hook=quick)
    run()
    assert [int(headers["Newsdesk-Delivery"]) for _, _, headers in sent] == [other.pk, one.pk]


def test_who_does_not_answer_has_one_try_a_round(sent):
    sent.answers = [Failed("no whole answer within 15 s")]
    hook = make_hook()
    for _ in range(3):
        make_delivery(hook=hook)
    run()
    assert len(sent) == 1


def test_a_round_ends_and_the_rest_comes_with_the_next(sent, monkeypatch):
    monkeypatch.setattr(telling, "ROUND", -1)
    for _ in range(2):
        make_delivery()
    run()
    assert len(sent) == 1
    run()
    assert len(sent) == 2
