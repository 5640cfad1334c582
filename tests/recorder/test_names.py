"""Names of sync objects: what the program wrote where it made them."""

from __future__ import annotations

import pytest

WRITTEN = {
    "lock = Lock()": ["lock"],
    "left, right = Lock(), Lock()": ["left", "right"],
    "a, b, c, d = Lock(), Lock(), Lock(), Lock()": ["a", "b", "c", "d"],
    "first = second = Lock()": ["first"],
    "if (lock := Lock()): pass": ["lock"],
    "lock: object = Lock()": ["lock"],
    "lock = None or Lock()": ["lock"],
    "lock = Lock() if True else None": ["lock"],
    "forks = [Lock(), Lock()]": ["forks[0]", "forks[1]"],
    "forks = [Lock() for _ in range(3)]": ["forks[0]", "forks[1]", "forks[2]"],
    "forks = tuple(Lock() for _ in 'ab')": ["forks[0]", "forks[1]"],
    "forks = {}\nfor i in range(2): forks[i] = Lock()": ["forks[0]", "forks[1]"],
    "forks = []\nfor _ in range(2): forks.append(Lock())": ["forks[0]", "forks[1]"],
    "shop = {'till': Lock(), 'door': Lock()}": ["shop['till']", "shop['door']"],
    "shop = {name: Lock() for name in ('till', 'door')}": ["shop['till']", "shop['door']"],
    "shop = {}\nshop.setdefault('till', Lock())": ["shop['till']"],
    "import collections\nshop = collections.defaultdict(Lock)\nkey = 'till'\nshop[key]":
        ["shop['till']"],
    "def make(): return Lock()\nlock = make()": ["lock"],
    "class Till:\n  def __init__(self): self._lock = Lock()\ntill = Till()": ["self._lock"],
    "class Till:\n  lock = Lock()": ["lock"],
    "class Till:\n  def __init__(self, lock): self.lock = lock\ntill = Till(lock=Lock())":
        ["till.lock"],
    "import dataclasses as d\n@d.dataclass\nclass Till:\n  lock: object = "
    "d.field(default_factory=Lock)\ntill = Till()": ["self.lock"],
    "import threading\nready = threading.Condition(Lock())": ["ready._lock", "ready"],
    "Lock()": [None],
    "print(Lock())": [None],
}  # fmt: skip


@pytest.mark.parametrize("source", WRITTEN, ids=lambda source: source.replace("\n", "; ")[:60])
def test_a_name_is_what_the_program_wrote(record, source):
    run = record("from threading import Lock\n" + source)

    assert run.main.names() == WRITTEN[source]


def test_names_on_every_bytecode(record_everywhere):
    together = []
    expected = []
    for source, names in WRITTEN.items():
        if "def " not in source and "class" not in source:
            together.append(source)
            expected += names
    body = "\n".join(f"    {line}" for source in together for line in source.split("\n"))

    run = record_everywhere(f"from threading import Lock\ndef main():\n{body}\nmain()\nmain()\n")

    assert run.main.names() == expected * 2


def test_owners_tell_objects_of_one_name_apart(record_everywhere):
    run = record_everywhere("""
        import threading

        class Account:
            def __init__(self):
                self.lock = threading.Lock()

        savings = Account()
        others = [Account() for _ in range(2)]
    """)

    assert run.main.names() == ["savings.lock", "others[0].lock", "others[1].lock"]


AGAIN = """
from concurrent.futures import Future

def loop():
    for _ in range(3):
        ready = Future()

def together():
    return [Future() for number in range(2)]

def rows():
    grid = {}
    for row in range(2):
        grid[row] = [Future() for _ in range(2)]

def anew():
    for _ in range(2):
        pair = [Future() for number in range(2)]

def from_anywhere():
    turns = (Future() for number in range(4))
    left = [next(turns), next(turns)]
    right = next(turns)

def nameless():
    for _ in range(2):
        Future()

def handed():
    def make():
        return Future()
    one = make()
    two = make()

def quoted():
    shop = {}
    for name in ('a"b', 'ä'):
        shop[name] = Future()
    for _ in range(2):
        shop['c"d'] = Future()
"""


NAMED_AGAIN: dict[str, list[str | None]] = {
    "loop": ["ready"] * 3,
    "anew": ["pair[0]", "pair[1]"] * 2,
    "rows": ["grid[0][0]", "grid[0][1]", "grid[1][0]", "grid[1][1]"],
    "nameless": [None, None],
    "handed": ["one", "two"],
    "quoted": ["shop['a\"b']", "shop['ä']", "shop['c\"d']", "shop['c\"d']"],
}


@pytest.mark.parametrize(("call", "names"), NAMED_AGAIN.items())
def test_what_is_made_at_one_place_again_is_named_like_the_first(record_everywhere, call, names):
    run = record_everywhere(AGAIN + f"{call}()\n")

    assert run.main.names() == names


def test_a_list_that_a_function_returns_is_named_by_who_called(record_everywhere):
    run = record_everywhere(AGAIN + "early = together()\nlate = together()\nearly = together()\n")

    assert run.main.names() == [
        "early[0]",
        "early[1]",
        "late[0]",
        "late[1]",
        "early[0]",
        "early[1]",
    ]


def test_a_generator_that_is_asked_from_anywhere_has_no_plan(record_everywhere):
    run = record_everywhere(AGAIN + "from_anywhere()\n")

    assert len(run.main.names()) == 3


def test_every_compiled_recorder_names_what_is_made_again(record_compiled):
    calls = "".join(f"{call}()\n" for call in NAMED_AGAIN)

    run = record_compiled(AGAIN + calls)

    assert run.main.names() == [name for names in NAMED_AGAIN.values() for name in names]
