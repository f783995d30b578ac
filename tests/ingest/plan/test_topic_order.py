"""Topics are written after their parents."""

from articles.ingest.changed import Changed
from articles.ingest.plan.topic_order import parents_first
from articles.ingest.sources.layout import Place
from articles.seeds.kinds import FileKind
from tests.ingest.batches import provider, topic


def file(path, data, kind=FileKind.TOPIC):
    return Changed(Place(kind, path), data, path)


def ordered(*files, known=()):
    return tuple(
        [one.place.path for one in part] for part in parents_first(files, set(known).__contains__)
    )


BAY, COAST, SEA = (
    file("bay", topic("bay", "Bay", "Coast")),
    file("coast", topic("coast", "Coast", "Sea")),
    file("sea", topic("sea", "Sea")),
)


def test_from_the_top_down():
    assert ordered(BAY, COAST, SEA) == (["sea", "coast", "bay"], [])
    assert ordered(SEA, BAY, COAST) == (["sea", "coast", "bay"], [])


def test_others_keep_their_places():
    broken, org = (
        file("broken", b"name: ["),
        file("org", provider("a.example", "A"), FileKind.PROVIDER),
    )
    assert ordered(broken, SEA, org, COAST) == (["broken", "sea", "org", "coast"], [])


def test_who_names_a_parent_that_nothing_describes_waits():
    assert ordered(BAY, SEA) == (["sea"], ["bay"])
    assert ordered(BAY, SEA, known=["Coast"]) == (["bay", "sea"], [])
    assert ordered(BAY, COAST) == ([], ["coast", "bay"])


def test_a_circle_ends():
    one, two = file("one", topic("one", "One", "Two")), file("two", topic("two", "Two", "One"))
    assert ordered(one, two) == (["two", "one"], [])
    assert ordered(file("own", topic("own", "Own", "Own"))) == (["own"], [])


def test_two_files_of_one_path_stay_two():
    assert ordered(SEA, SEA) == (["sea", "sea"], [])
