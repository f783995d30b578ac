"""Readers at a steady rate: half of them keep their connection, half open one for each page."""

import http.client
import threading
import time
from collections import Counter
from contextlib import contextmanager

READERS = 10  # each takes its turn


class Traffic:
    """Counts what came of each request; what went wrong is in `failed`."""

    def __init__(self, port, rate=50, paths=("/", "/topics/", "/healthz")):
        self.port, self.pause, self.paths = port, READERS / rate, paths
        self.answers, self.failed = Counter(), []
        self.over = threading.Event()
        self.readers = [threading.Thread(target=self.read, args=(n,)) for n in range(READERS)]

    @contextmanager
    def flowing(self):
        for reader in self.readers:
            reader.start()
        try:
            yield self
        finally:
            self.over.set()
            for reader in self.readers:
                reader.join()

    def read(self, number):
        keeps = number % 2
        connection, due, turn = None, time.monotonic() + number * self.pause / READERS, number
        while not self.over.wait(max(0, due - time.monotonic())):
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, 60)
            connection = self.ask(connection, self.paths[turn % len(self.paths)], keeps)
            due, turn = due + self.pause, turn + 1
        if connection:
            connection.close()

    def ask(self, connection, path, keeps):
        """One page; returns the connection if it goes on."""
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
        except OSError as error:
            self.failed.append(f"{path}: {error!r}")
        except http.client.HTTPException as error:
            self.failed.append(f"{path}: {error!r}")
        else:
            self.answers[response.status] += 1
            if response.status != 200:
                self.failed.append(f"{path}: {response.status}")
            if keeps and not response.will_close:
                return connection
        connection.close()
        return None
