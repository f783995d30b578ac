"""What the tests change in the environment, before the settings read it: never the real data."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="newsdesk-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)

os.environ["NEWSDESK_DATA_DIR"] = folder
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:"
for name in ("DEBUG", "SECRET_KEY", "CACHE_URL", "ALLOWED_HOSTS", "NEWSDESK_HTTPS"):
    os.environ.pop(name, None)
