import smtplib

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from articles.outgoing.mail import send
from articles.outgoing.post import Failed

pytestmark = pytest.mark.usefixtures("mail_server")


def sent(to="alice@paper.example", subject="News", text="Text", html="<p>Text</p>", headers=None):
    send(to, subject, text, html, headers or {})
    return mail.outbox[-1].message()


def test_sends_plain_text_and_html(settings):
    settings.SITE_NAME = "The Herald"
    message = sent()
    assert message["From"] == "The Herald <newsdesk@paper.example>"
    assert message["To"] == "alice@paper.example"
    assert message["Auto-Submitted"] == "auto-generated"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x00", "\x0b", "\u2028", "\x85"])
def test_a_subject_and_a_name_begin_no_header(settings, end):
    settings.SITE_NAME = f"Herald{end}Bcc: eve@evil.example"
    message = sent(subject=f"Storage{end}Bcc: eve@evil.example{end}{end}<script>")
    assert message["Bcc"] is None
    assert mail.outbox[0].recipients() == ["alice@paper.example"]
    head = message.as_bytes().partition(b"\n\n")[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.splitlines())


def test_nor_does_any_other_header():
    with pytest.raises(Failed):
        sent(headers={"List-Unsubscribe": "a\nBcc: eve@evil.example"})
    assert mail.outbox == []


@pytest.mark.parametrize("to", ["a@b.example\nBcc: eve@evil.example", "a@b\r\n.example"])
def test_nor_does_an_address(to):
    with pytest.raises(Failed):
        sent(to=to)
    assert mail.outbox == []


def test_a_subject_is_not_endless():
    sent(subject="x" * 10_000)
    assert len(mail.outbox[0].subject) <= 150


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), "does not take mail for this address"),
        (smtplib.SMTPAuthenticationError(535, b"secret"), "refused this site’s name and password"),
        (smtplib.SMTPDataError(451, b"secret"), "the mail server answered 451"),
        (smtplib.SMTPServerDisconnected("secret"), "the mail server broke off"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
    ],
)
def test_a_fault_is_said_in_words(monkeypatch, error, words):
    def fail(self, messages):
        raise error

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", fail)
    with pytest.raises(Failed) as failed:
        sent()
    assert words in str(failed.value)
    assert "secret" not in str(failed.value)
