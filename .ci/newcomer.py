"""Does what the README tells a newcomer to do: `make run`, a look, Ctrl-C, `make test`."""

import os
import signal
import subprocess
import sys
import time
from urllib.request import urlopen

SITE = f"http://127.0.0.1:{os.environ['PORT']}"
PATIENCE = 900  # seconds: everything is installed first


def run() -> None:
    running = subprocess.Popen(["make", "run"], start_new_session=True)
    try:
        wait_for(running)
        with urlopen(f"{SITE}/", timeout=30) as front:
            assert b"/news/" in front.read(), "The front page shows no story of the demo."
        urlopen(f"{SITE}/accounts/login/", timeout=30).close()
    finally:
        os.killpg(running.pid, signal.SIGINT)  # as Ctrl-C: to all that `make` has started
        running.wait(60)


def wait_for(running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        try:
            urlopen(f"{SITE}/readyz", timeout=10).close()
        except OSError:  # not yet
            time.sleep(1)
        else:
            return
    sys.exit(f"`make run` did not bring the site up within {PATIENCE} seconds.")


if __name__ == "__main__":
    sys.stdout.write(f"Python {sys.version}\n")
    run()
    sys.exit(subprocess.run(["make", "test"], check=False).returncode)
