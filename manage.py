#!/usr/bin/env python
import os
import select
import sys

from django.core.management import execute_from_command_line

READER_GONE = 141  # as shells say of a program whose output nobody reads any more


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()  # at the interpreter's end, it would be too late to catch it
    except BrokenPipeError:
        gone = [stream for stream in (sys.stdout, sys.stderr) if is_gone(stream.fileno())]
        if not gone:
            raise  # it is about another pipe
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
