import pytest
from django.db import connection

from articles import task_queue


@pytest.fixture
def rests(monkeypatch):
    rests = []
    monkeypatch.setattr(task_queue, "REST", 0.12)
    monkeypatch.setattr(task_queue.stopping, "wait", rests.append)
    return rests


@pytest.mark.skipif(connection.vendor != "sqlite", reason="many write at once there")
def test_others_have_time_to_notice_that_the_database_is_free(rests):
    task_queue.give_way(0.01)
    task_queue.give_way(2)
    assert rests == [0.12, 1]


def test_nobody_rests_where_many_write_at_once(rests, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    task_queue.give_way(2)
    assert rests == []
