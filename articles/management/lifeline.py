"""A child of `run` ends with it, however that ends.

The child holds one end of a pipe, and the other closes with the process that holds it. A second
pipe tells the other way when a child is ready.
"""

import os
import signal
import threading
import time

PARENT, READY = "NEWSDESK_PARENT_FD", "NEWSDESK_READY_FD"  # set for children, by number
GRACE = 8.0  # seconds between asking a process to end and making it, when all end


def end_with_parent() -> None:
    if fd := os.environ.pop(PARENT, ""):
        threading.Thread(target=_wait, args=(int(fd),), daemon=True).start()


def say_ready() -> None:
    if fd := os.environ.pop(READY, ""):
        os.write(int(fd), b".")
        os.close(int(fd))


def _wait(fd: int) -> None:
    os.read(fd, 1)  # nobody writes: it returns when the parent is gone
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)  # with all that it has started
