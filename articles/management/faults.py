"""What a person can do about a database or a data folder that cannot be used, in a sentence."""

import errno
import re

from django.db import DatabaseError, InterfaceError, OperationalError, connection

REASONS = [
    (
        r"malformed|not a database|corrupt",
        "The database {name} is damaged ({error}). Move it and the files that begin with its name "
        "aside, and restore the last backup: manage.py restore FILE",
    ),
    (
        r"read-?only",
        "The database {name} cannot be written ({error}). Let whoever runs this write to it and "
        "to its folder, and see that the disk is not mounted read-only.",
    ),
    (
        r"unable to open",
        "The database {name} cannot be opened ({error}). Check that its folder is there, that "
        "whoever runs this may read and write both, and that the disk is not mounted read-only.",
    ),
    (
        r"is full|no space|I/O error",
        "The disk of the database {name} is full or fails ({error}). Make room, then start again.",
    ),
    (
        r"locked",
        "Another process keeps the database {name} locked ({error}). Let it finish or end it, then "
        "start again.",
    ),
    (
        r"no such (table|column)|relation .* does not exist|column .* does not exist",
        "The database {name} is not ready for this version ({error}). Run manage.py prepare.",
    ),
]
FOLDER = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR}


def sentence(error: DatabaseError | InterfaceError | OSError) -> str:
    """Return "" for what is nobody's fault but ours."""
    if isinstance(error, OSError):
        if error.errno not in FOLDER or not error.filename:
            return ""
        return (
            f"{error.filename} cannot be used ({error.strerror}). Let whoever runs this write "
            "there, make room, or name another place: NEWSDESK_DATA_DIR."
        )
    text = " ".join(str(error).split())
    for pattern, words in REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return words.format(name=connection.settings_dict["NAME"], error=text)
    if isinstance(error, OperationalError | InterfaceError):
        return f"The database does not answer ({text}). Check that it runs, and DATABASE_URL."
    return ""
