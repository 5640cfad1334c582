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
