"""What is asked of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(action):
    """The statements that an action sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return [query["sql"] for query in captured]


def writes(action):
    """The statements with which an action changes the database."""
    statements = [sql.split("times: ")[-1] for sql in queries(action)]  # "250 times: INSERT …"
    return [sql for sql in statements if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def count_queries(client, url):
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def plan(sql):
    """The steps in which SQLite answers a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
        return [step for *_, step in cursor.fetchall()]
