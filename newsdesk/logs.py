"""What the log says: a traceback for our mistakes, one line for visitors', nothing for what is not
there."""

import logging
import re

# A line's end, or what a terminal would take as a command.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MALFORMED = (400, 413)


class VisitorsMistakes(logging.Filter):
    """Cuts what Django logs of requests that were answered with 4xx."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is None or status >= 500:
            return True
        record.exc_info = record.exc_text = None
        return status in MALFORMED


class Line(logging.Formatter):
    """Keeps a message on its line, whatever a client put into it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (its name there)
        return CONTROL.sub(lambda one: ascii(one[0])[1:-1], super().formatMessage(record))
