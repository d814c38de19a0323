"""Invents cases: events that clash, undo each other, come in parts, and lines with a character or two changed."""

import hashlib
import json
import random

TEXTS = [
    "Een brug is geen muur. Wij staan er samen op, zei één.\n",
    "Nou. Een brug is geen muur. Wij staan er op, zei één.\n",
    "Wij staan er samen op, zei één.\n",
]
TIME = "2026-03-01T10:00:00.000Z"


CHANGES = [
    {"family": "f", "place": {"code": "a"}, "before": None, "after": 'id = "a"\n', "behind": ""},
    {"family": "f", "place": {"value": ["niveau", "x"]}, "before": 'id = "x"\n'},
    {"family": "f", "place": "codes", "before": 'ids = ["a", "b"]\n', "after": 'ids = ["b", "a"]\n'},
    {"family": "f", "place": "anders", "after": ""},
]


def uuid(number):
    return f"01900000-0000-7000-8000-{number:012x}"


def passage(dice):
    data = dice.choice(TEXTS[:1] * 3 + TEXTS).encode()
    start = dice.randrange(min(40, len(data) - 10))
    end = start + dice.randrange(1, 8)
    while "\ufffd" in data[start:end].decode(errors="replace"):
        end += 1
        start -= 1 if end > len(data) else 0
    return {
        "span": [start, end],
        "text": hashlib.sha256(data).hexdigest()[:16],
        "quote": data[start:end].decode(),
        "pre": data[:start].decode()[-30:],
        "suf": data[end:].decode()[:30],
    }


def revision(dice):
    """Where places went, with little regard to the texts."""
    texts = [hashlib.sha256(dice.choice(texts).encode()).hexdigest()[:16] for texts in (TEXTS[:1] * 3 + TEXTS, TEXTS)]
    hunks, old, new = [], dice.randrange(9), dice.randrange(9)
    for _ in range(dice.randrange(1, 3)):
        steps = ""
        for _ in range(dice.randrange(1, 6)):
            gone, come = dice.randrange(1, 20), dice.randrange(1, 20)
            step = dice.choice("===~/+-")
            length = {"~": f"{gone}:{come}", "/": f"{gone + come}:{come - 1}"}.get(step, str(gone))
            steps += step + length
        hunks.append([old, new, steps])
        old, new = old + dice.randrange(30, 300), dice.randrange(9)
    if dice.random() < 0.5:
        hunks = [[0, dice.randrange(5), dice.choice(["=45", "=5/9:1=31", "=20~3:4=20"])]]
    into = dice.choice([{}, {"in": dice.choice(["d1", "d2"])}])
    return {"from": texts[0], "to": texts[1], "hunks": hunks, **into}


def body(dice):
    made, step = uuid(dice.randrange(24)), uuid(100 + dice.randrange(12))
    document = {"doc": dice.choice(["d1", "d2"])}
    return dice.choice(
        [
            lambda: {"do": "code", **document, "code": dice.choice("abc"), "rev": "00000007", **passage(dice),
                     **dice.choice([{}, {"facets": {"niveau": ["x"]}}, {"facets": {"niveau": []}}])},
            lambda: {"do": "code", **document, "code": "a", "rev": "00000007", **passage(dice)},
            lambda: {"do": "mark", **document, **passage(dice)},
            lambda: {"do": "recode", "coding": made, "code": dice.choice("abc"), "rev": dice.choice(["00000007", "0000000a"])},
            lambda: {"do": "code-edit", "changes": [dice.choice(CHANGES)], "why": "zo"},
            lambda: {"do": "uncode", "coding": made},
            lambda: {"do": "reshape", "coding": made, **passage(dice), **dice.choice([{}, {}, document])},
            lambda: {"do": "revise", **document, **revision(dice)},
            lambda: {"do": "revise", **document, **revision(dice)},
            lambda: {"do": "revise", **document, **revision(dice)},
            lambda: {"do": "facet", "coding": made, "facet": "niveau", "values": dice.choice([[], ["y"], ["y", "z"]])},
            lambda: {"do": "star", "coding": made, "on": dice.random() < 0.7},
            lambda: {"do": "memo", "on": dice.choice(["study", {"coding": made}, document_target(document)]),
                     "kind": "les", "words": "ja\n„nee”"},
            lambda: {"do": "memo-edit", "memo": made, "kind": "les", "words": "toch"},
            lambda: {"do": "memo-drop", "memo": made},
            lambda: {"do": "status", **document, "status": dice.choice(["todo", "busy", "done"])},
            lambda: {"do": "seen", "codes": {"a": "00000007", "b": None}},
            lambda: {"do": "dans", "span": "ver"},
            lambda: {"do": "undo", "undo": step},
            lambda: {"do": "undo", "undo": step},
        ]
    )()


def document_target(document):
    return {"document": document["doc"]}


def spoiled(line, dice):
    """The line with something in it changed, cut or doubled."""
    data = bytearray(line)
    for _ in range(dice.randrange(1, 4)):
        place = dice.randrange(len(data) + 1)
        change = dice.randrange(4)
        if change == 0:
            del data[place : place + dice.randrange(1, 30)]
        elif change == 1:
            data[place:place] = dice.choice([b'"', b"{", b"}", b"\\", b",", b"null", b"1", b"\xc3", b"\\u00e9", b" "])
        elif change == 2 and place < len(data):
            data[place] = dice.choice(b'0123456789abcdef"{}[]:,\\\x00\xff \r')
        else:
            data[place:place] = data[place : place + dice.randrange(1, 60)]
    return bytes(data).replace(b"\n", b"")


def invent(count, seed, folder, read_case):
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        case = folder / f"{seed}-{number}"
        for coder in ("anna", "bram")[: dice.randrange(1, 3)]:
            lines = []
            calm = dice.random() < 0.4
            for made in dice.sample(range(24), dice.randrange(1, 24)):
                event = {"v": 1 if dice.random() < 0.97 else 2, "id": uuid(made), "n": dice.randrange(12),
                         "tx": uuid(100 + dice.randrange(12)), "of": dice.choice([1, 1, 1, 2, 2, 3]), "at": TIME}
                if calm:
                    event.update(tx=uuid(200 + made), of=1)
                lines.append(json.dumps({**event, **body(dice)}, ensure_ascii=dice.random() < 0.5).encode())
            lines += dice.choices(lines, k=dice.randrange(4))
            if dice.random() < 0.5:
                lines = [spoiled(line, dice) if dice.random() < 0.2 else line for line in lines]
            dice.shuffle(lines)
            for name in ("00aa11bb", "22cc33dd")[: dice.randrange(1, 3)]:
                half = [line for line in lines if dice.random() < 0.7] if name == "22cc33dd" else lines
                path = case / "codings" / coder / f"{name}.jsonl"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(dice.choice([b"\n", b"\r\n", b"\n\n"]).join(half) + dice.choice([b"\n", b"", b"\n{"]))
        for name in ("d1", "d2"):
            if dice.random() < 0.7:
                path = case / "corpus" / f"{name}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(dice.choice(TEXTS), encoding="utf-8")
        state = {"about": "invented", "fixed": True, **read_case(case)}
        (case / "expected.json").write_text(json.dumps(state, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{count} cases below {folder}")
    return 0
