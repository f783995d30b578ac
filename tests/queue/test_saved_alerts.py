import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from articles import task_queue
from articles.actions.saved.alerts import ASK
from articles.models import Alert, Mail, MessageState, SavedView
from articles.outgoing.post import Failed
from articles.queue import mail_end, saved_alerts, telling
from tests.factories import make_alert, make_article, make_mail, make_provider, make_saved_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


def run():
    """What the worker does when all is due again."""
    Alert.objects.update(next_at=timezone.now())
    Mail.objects.filter(next_at__isnull=False).update(next_at=timezone.now())
    saved_alerts.tell_alerts()


@pytest.fixture
def no_server(monkeypatch):
    """The mail server is away until the list of faults is empty."""
    faults = [Failed("Connection refused")] * 20

    def send(*args, real=saved_alerts.post.send):
        if faults:
            raise faults.pop()
        real(*args)

    monkeypatch.setattr(saved_alerts.post, "send", send)
    return faults


def text():
    return mail.outbox[-1].body


def test_a_mail_names_what_is_new(settings):
    settings.ALLOWED_HOSTS, settings.HTTPS = ["news.example"], True
    view = make_saved_view(query="queue=all&q=storage", name="Storage")
    make_alert(view=view)
    paper = make_provider(name="The Paper")
    article = make_article(title="Storage &amp; more", quality=82, provider=paper)
    make_article(title="Else")
    run()
    (sent,) = mail.outbox
    assert sent.to == [view.owner.email]
    assert sent.subject == "1 new article in “Storage”"
    desk = f"https://news.example/desk/articles/{article.pk}/"
    assert f"Storage & more\nThe Paper · score 82\n{desk}\n" in sent.body
    assert "Else" not in sent.body
    html = sent.alternatives[0][0]
    assert "Storage &amp; more" in html
    assert f'<a href="{desk}">' in html
    assert "<img" not in html
    switch = f"https://news.example/desk/views/{view.pk}/alert/"
    end = f"https://news.example/desk/views/end/{mail_end.key_of(view)}/"
    assert sent.extra_headers["List-Unsubscribe"] == f"<{end}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert switch in sent.body


def test_tells_each_article_once_and_nothing_where_nothing_is_new():
    make_alert()
    make_article(title="First")
    run()
    run()
    make_article(title="Second", quality=None)
    run()
    assert len(mail.outbox) == 2
    assert "First" not in text()
    assert "unscored" in text()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "&#10;"])
def test_names_and_titles_begin_no_header_and_no_line(end):
    bad = f"Bcc: eve@evil.example{end}{end}<script>"
    view = make_saved_view(query="queue=all")
    SavedView.objects.filter(pk=view.pk).update(name=f"View{end}{bad}")
    alert = make_alert(view=SavedView.objects.get(pk=view.pk))
    make_article(title=f"Title{end}{bad}", provider=make_provider(name=f"Paper{end}{bad}"))
    run()
    (sent,) = mail.outbox
    message = sent.message()
    assert message["Bcc"] is None
    assert sent.recipients() == [alert.view.owner.email]
    assert not any(line.startswith("Bcc") for line in sent.body.splitlines())
    assert "<script>" not in sent.alternatives[0][0]


def test_what_is_not_named_is_counted(monkeypatch):
    monkeypatch.setattr(saved_alerts, "MOST", 2)
    alert = make_alert()
    for n in range(3):
        make_article(title=f"Story {n}")
    run()
    assert mail.outbox[0].subject.startswith("3 new articles")
    assert "Story 2" in text()
    assert "Story 0" not in text()
    assert "The newest 2 of 3. All of them:\n" in text()
    assert f"/desk/views/{alert.pk}/" in text()
    run()
    assert len(mail.outbox) == 1


def test_more_than_are_counted_are_many(monkeypatch):
    monkeypatch.setattr(telling, "KNOWN", 2)
    make_alert()
    for _ in range(3):
        make_article()
    run()
    assert mail.outbox[0].subject.startswith("2+ new articles")


@pytest.mark.parametrize(
    ("every", "hour", "after"),
    [
        ("once", None, datetime(2026, 11, 20, 12, 25, tzinfo=UTC)),
        ("hour", None, datetime(2026, 11, 20, 13, 10, tzinfo=UTC)),
        ("day", 13, datetime(2026, 11, 20, 13, 0, tzinfo=UTC)),
        ("day", 12, datetime(2026, 11, 21, 12, 0, tzinfo=UTC)),
    ],
)
def test_the_next_mail_has_its_time(every, hour, after):
    assert Alert(every=every, hour=hour).after(datetime(2026, 11, 20, 12, 10, tzinfo=UTC)) == after


def test_there_is_one_mail_in_the_time():
    make_alert()
    for _ in range(2):
        make_article()
        saved_alerts.tell_alerts()
    assert len(mail.outbox) == 1
    assert Alert.objects.get().next_at > timezone.now() + timedelta(minutes=14)


def test_where_nothing_is_new_it_looks_again_sooner():
    make_alert()
    saved_alerts.tell_alerts()
    assert Alert.objects.get().next_at < timezone.now() + timedelta(minutes=6)


def test_what_comes_while_a_mail_waits_goes_with_the_next(no_server):
    make_alert()
    for title in ("First", "Second"):
        make_article(title=title)
        run()
    assert Mail.objects.count() == 1
    no_server.clear()
    run()
    assert "Second" not in text()
    assert Alert.objects.get().next_at > timezone.now() + timedelta(minutes=14)
    run()
    assert "Second" in text()


def test_tries_again_later_each_time_and_gives_up(no_server):
    make_alert(next_at=timezone.now() + timedelta(days=1))
    make_mail(alert=Alert.objects.get())
    waits = []
    for _ in range(len(telling.WAITS) + 1):
        Mail.objects.filter(next_at__isnull=False).update(next_at=timezone.now())
        now = timezone.now()
        saved_alerts.tell_alerts()
        next_at = Mail.objects.get().next_at
        waits.append(next_at and next_at - now)
    assert waits.pop() is None
    assert all(
        wait - after < timedelta(minutes=1)
        for wait, after in zip(waits, telling.WAITS, strict=True)
    )
    assert Mail.objects.get().state == MessageState.FAILED
    assert Mail.objects.get().answer == "Connection refused"


def test_ten_failures_in_a_row_switch_it_off(no_server):
    alert = make_alert(failures=telling.FAILURES - 1)
    make_mail(alert=alert)
    run()
    assert Alert.objects.get().off_at
    no_server.clear()
    make_article()
    run()
    assert mail.outbox == []


def test_a_mail_that_comes_twice_has_one_id():
    make_mail()
    for _ in range(2):
        Mail.objects.update(state=MessageState.WAITING, next_at=timezone.now())
        saved_alerts.deliver(Mail.objects.get())
    one, other = (sent.message()["Message-ID"] for sent in mail.outbox)
    assert one == other


@pytest.fixture(params=["inactive", "no editor", "not confirmed", "another address"])
def barred(request):
    """An alert whose owner gets no mail, for one of these reasons."""
    alert = make_alert()
    owner = alert.view.owner
    if request.param == "inactive":
        owner.is_active = False
    elif request.param == "no editor":
        owner.groups.clear()
    elif request.param == "not confirmed":
        EmailAddress.objects.update(verified=False)
    else:
        owner.email = "other@paper.example"
    owner.save()
    return alert


def test_only_as_long_as_the_owner_may_get_it(barred):
    make_article()
    run()
    assert not Mail.objects.exists()


def test_nor_is_what_waits_sent(barred):
    make_mail(alert=barred)
    run()
    assert mail.outbox == []
    assert Mail.objects.get().attempts == 0


def test_the_case_of_an_address_does_not_matter():
    alert = make_alert()
    alert.view.owner.email = alert.view.owner.email.upper()
    alert.view.owner.save()
    make_article()
    run()
    assert len(mail.outbox) == 1


def test_without_a_mail_server_it_does_not_look(settings):
    settings.MAIL = {}
    alert = make_alert()
    make_article()
    run()
    assert not Mail.objects.exists()
    assert Alert.objects.get().checked_at == alert.checked_at


def test_a_view_that_is_not_understood_tells_nothing():
    make_alert(view=make_saved_view(query="queue=all&q=topic:power"))
    make_article()
    run()
    assert mail.outbox == []


def test_of_two_workers_one_tells():
    alert = make_alert()
    make_article()
    for _ in range(2):
        saved_alerts.check(alert)
    one = Mail.objects.get()
    for _ in range(2):
        saved_alerts.deliver(one)
    assert len(mail.outbox) == 1


def test_old_mails_are_forgotten(monkeypatch):
    monkeypatch.setattr(telling, "KEPT", 2)
    alert = make_alert()
    old = [make_mail(alert=alert, state="delivered", next_at=None).pk for _ in range(3)]
    make_article()
    run()
    kept = list(Mail.objects.order_by("pk").values_list("pk", flat=True))
    assert (kept[0], len(kept)) == (old[2], 2)


def test_ends_with_the_worker():
    make_mail()
    task_queue.stopping.set()
    run()
    assert mail.outbox == []


def test_a_mail_asks_whether_the_address_is_theirs():
    alert = make_alert()
    EmailAddress.objects.all().delete()
    make_mail(alert=alert, body=ASK)
    run()
    (sent,) = mail.outbox
    assert sent.to == [alert.view.owner.email]
    assert "/desk/address/confirm/" in sent.body
    assert json.loads(Mail.objects.get().body) == {"asks": True}
    assert Alert.objects.get().failures == 0


def test_costs_the_same_however_many_are_new(django_assert_num_queries):
    counts = set()
    for _ in range(2):
        alert = make_alert()
        for _ in range(3):
            make_article()
        with django_assert_num_queries(12, exact=False) as queries:
            saved_alerts.check(alert)
        counts.add(len(queries))
    assert len(counts) == 1
