#!/usr/bin/env python
import os
import select
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TextIO

from django.core.exceptions import ImproperlyConfigured
from django.core.management import base, execute_from_command_line
from django.db import DatabaseError, InterfaceError

from articles.management import faults

READER_GONE = 141  # as shells say of a program whose output nobody reads any more
UNABLE = 2  # a setting, the data folder or the database is in the way: nothing was done
PRINTING = (base.__name__, __name__)  # the modules that do


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    open_closed_streams()
    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()  # at the interpreter's end, it would be too late to catch it
    except BrokenPipeError:
        end_quietly()
    except ImproperlyConfigured as error:
        end(UNABLE, " ".join(str(error).split()))
    except (DatabaseError, InterfaceError, OSError) as error:
        words = why_not_printed(error) or faults.sentence(error)
        if not words:
            raise
        end(UNABLE, words)


def open_closed_streams() -> None:
    """Print to nowhere where a stream was closed (`>&-`): Python has none then, and the next file
    that is opened would get its number."""
    for name, mode in {"stdin": "r", "stdout": "w", "stderr": "w"}.items():
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  (it stays open)


def end(status: int, words: str) -> NoReturn:
    with suppress(OSError):
        sys.stderr.write(f"{words}\n")
    sys.exit(status)


def why_not_printed(error: Exception) -> str:
    """Return what to say of an output that cannot be written, as on a full disk; "" for what is
    about something else."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    if not isinstance(error, OSError) or frame.f_globals["__name__"] not in PRINTING:
        return ""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # it would fail once more at the interpreter's end
            throw_away(stream)
    return f"The output cannot be written ({error.strerror}). What was done until then stays."


def throw_away(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def end_quietly() -> None:
    """End where nobody reads what is printed; raise again where the error is about another pipe."""
    gone = [stream for stream in (sys.stdout, sys.stderr) if is_gone(stream.fileno())]
    if not gone:
        raise
    for stream in gone:
        throw_away(stream)
    sys.exit(READER_GONE)


def is_gone(stream: int) -> bool:
    """Return whether whoever read this pipe has closed it."""
    poll = select.poll()
    poll.register(stream, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


if __name__ == "__main__":
    main()
