#!/usr/bin/env python
import os
import select
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError

from newsdesk.database import faults

READER_GONE = 141  # as shells say of a program whose output nobody reads any more


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()  # at the interpreter's end, it would be too late to catch it
    except BrokenPipeError:
        end_quietly()
    except (DatabaseError, InterfaceError, OSError) as error:
        words = faults.sentence(error)
        if not words:
            raise
        sys.stderr.write(f"{words}\n")
        sys.exit(2)


def end_quietly() -> None:
    """End where nobody reads what is printed; raise again where the error is about another pipe."""
    gone = [stream for stream in (sys.stdout, sys.stderr) if is_gone(stream.fileno())]
    if not gone:
        raise
    for stream in gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(READER_GONE)


def is_gone(stream: int) -> bool:
    """Return whether whoever read this pipe has closed it."""
    poll = select.poll()
    poll.register(stream, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


if __name__ == "__main__":
    main()
