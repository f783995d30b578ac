"""What the log says: a traceback for our mistakes, one line for visitors', nothing for what is not
there."""

import logging
import re

# A line's end, or what a terminal would take as a command.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What opens a feed without signing in.
SECRET = re.compile(r"(/views/(?:feed|end)/)[^/\s?'\"]+")
MALFORMED = (400, 413)
UNAVAILABLE = 503
LONGEST = 1000  # characters of a message: whoever sends a name of 200,000 fills no disk with it


class VisitorsMistakes(logging.Filter):
    """Cuts what Django logs of requests that were answered with 4xx, or with 503: a database or
    disk that is full or away is no mistake of the code, and one line a request says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status == UNAVAILABLE and record.exc_info:
            record.msg, record.args = f"{record.getMessage()} ({record.exc_info[1]})", ()
        elif status is None or status >= 500:
            return True
        elif record.levelno > logging.WARNING:  # Django's word for a stranger's Host, say
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
        return status in (*MALFORMED, UNAVAILABLE)


class Line(logging.Formatter):
    """Keeps a message on its line and short, whatever a client put into it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (its name there)
        line = super().formatMessage(record)
        if len(line) > LONGEST:
            line = f"{line[:LONGEST]} … ({len(line):,} characters)"
        line = SECRET.sub(r"\1…", line)
        return CONTROL.sub(lambda one: ascii(one[0])[1:-1], line)
