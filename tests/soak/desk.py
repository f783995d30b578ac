"""What people do at the desk of a site under test: one process for a whole list of acts.

`python -m tests.soak.desk <act>` reads the act's arguments from its input, pickled, and answers
with JSON.
"""

import itertools
import json
import os
import pickle
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "newsdesk.settings"
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.actions import articles  # noqa: E402
from articles.actions.errors import Stale  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.permissions import ADMINS, EDITORS  # noqa: E402
from tests.factories import make_user  # noqa: E402

PART = 500  # files a request
SCRIPT = {"Accept": "application/json"}


def open_up():
    """Hire bob and anna, who import, and alice, who edits."""
    for name, group in (("bob", ADMINS), ("anna", ADMINS), ("alice", EDITORS)):
        make_user(name, group)


def send(uploads):
    """Each is a name, a person and files by path; the numbers of their batches, by name."""
    return {name: _send(signed_in(person), name, files) for name, person, files in uploads}


def start(batches):
    """Press the button of each, by a person; the status of the answers."""
    return [_press("import-start", pk, person) for pk, person in batches]


def look(batches):
    """The page of each and its list of broken files: status and text."""
    client = signed_in("bob")
    seen = {}
    for pk in batches:
        page = client.get(reverse("desk:import-detail", args=[pk]))
        errors = client.get(reverse("desk:import-errors-csv", args=[pk]))
        seen[pk] = [page.status_code, page.content.decode(), errors.getvalue().decode()]
    return seen


def edit(paths, title):
    """Alice gives each of these articles another title, however often she has to look again."""
    stale = sum(_edit(path, f"{title} {number}") for number, path in enumerate(paths))
    return {"edited": len(paths), "stale": stale}


def edit_until(paths, end):
    """Alice edits one after another until that file is there; how many edits there were."""
    rounds = itertools.count(1)
    edits = 0
    while not Path(end).exists():
        edits += edit(paths, f"Round {next(rounds)}")["edited"]
    return edits


def signed_in(person):
    from_here = Client(SERVER_NAME="localhost")
    from_here.force_login(people().get(username=person))
    return from_here


def people():
    return django.contrib.auth.get_user_model().objects


def _send(client, name, files):
    address, names = reverse("desk:import-upload"), list(files)
    for begin in range(0, len(names), PART):
        part, more = names[begin : begin + PART], begin + PART < len(names)
        form = {
            "files": [SimpleUploadedFile("sent", files[path]) for path in part],
            "paths": part,
            "source": name,
            **({"more": "1"} if more else {}),
        }
        answer = client.post(address, form, headers=SCRIPT).json()
        assert "error" not in answer, answer
        address = answer["next" if more else "page"]
    return int(address.strip("/").rpartition("/")[2])


def _press(name, pk, person):
    address = reverse(f"desk:{name}", args=[pk])
    return signed_in(person).post(address).status_code


def _edit(path, title):
    alice, stale = people().get(username="alice"), 0
    while True:
        row = Article.objects.get(path=path)
        said = {"excerpt": row.summary, "topics": row.listed_topics, "images": []}
        try:
            articles.edit(article=row, by=alice, version=row.version, title=title, **said)
        except Stale:
            stale += 1
        else:
            return stale


ACTS = {act.__name__: act for act in (open_up, send, start, look, edit, edit_until)}

if __name__ == "__main__":
    act = ACTS[sys.argv[1]]
    sys.stdout.write(json.dumps(act(*pickle.load(sys.stdin.buffer))))
