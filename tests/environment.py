"""What the tests change in the environment, before the settings read it: never the real data."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="newsdesk-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)

os.environ["NEWSDESK_DATA_DIR"] = folder
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:"
NAMES = ("SECRET_KEY", "CACHE_URL", "EMAIL_URL", "EMAIL_FROM", "ALLOWED_HOSTS", "NEWSDESK_HTTPS")
for name in ("DEBUG", *NAMES):
    os.environ.pop(name, None)
