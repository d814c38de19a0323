#!/usr/bin/env python3
"""A second reader of the format, written from docs/format.md alone.

  fold.py                      compares every case beside this file with its expected.json
  fold.py CASE...              the same for these folders
  fold.py --write CASE...      writes their expected.json (what stood under "about" and "fixed" stays)
  fold.py --invent N SEED DIR  invents N cases with their expected states below DIR
"""

import hashlib
import json
import re
import sys
import tomllib
from datetime import datetime
from pathlib import Path

MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


class Damaged(Exception):
    """The line is no event."""


# What fields hold.


def integer(value, below):
    return type(value) is int and 0 <= value < below


def string(value):
    if type(value) is not str:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def digits(value, count):
    return string(value) and re.fullmatch("[0-9a-fA-F]{%d}" % count, value) is not None


def uuid(value):
    return string(value) and UUID.fullmatch(value) is not None


def strings(value):
    return type(value) is list and all(string(item) for item in value)


def words_by_language(value):
    return isinstance(value, dict) and all(string(item) for item in value.values())


def time(value):
    if not string(value) or not TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value.upper().replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def span(value):
    return (
        type(value) is list
        and len(value) == 2
        and all(integer(place, 2**32) for place in value)
        and value[0] < value[1]
    )


def quote(value):
    if string(value):
        return True
    return (
        isinstance(value, dict)
        and string(value.get("head"))
        and string(value.get("tail"))
        and integer(value.get("length"), 2**32)
        and string(value.get("hash"))
    )


def target(value):
    if value == "study":
        return True
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((key, named),) = value.items()
    return {"document": string, "coding": uuid, "code": string}.get(key, lambda _: False)(named)


def new_code(value):
    return (
        isinstance(value, dict)
        and string(value.get("id"))
        and words_by_language(value.get("name"))
        and (value.get("parent") is None or string(value["parent"]))
        and all(words_by_language(words) for words in value.get("examples", []))
    )


def revisions(value):
    return isinstance(value, dict) and all(item is None or digits(item, 8) for item in value.values())


def facets(value):
    return isinstance(value, dict) and all(strings(values) for values in value.values())


def place(value):
    if value in ("family", "codes"):
        return True
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((key, named),) = value.items()
    if key == "value":
        return strings(named) and len(named) == 2
    return key in ("rule", "group", "facet", "code", "values") and string(named)


def changes(value):
    return isinstance(value, list) and all(
        isinstance(change, dict)
        and not getattr(change, "twice", set()) & CHANGE
        and string(change.get("family"))
        and place(change.get("place"))
        and all(change.get(key) is None or string(change[key]) for key in ("before", "after", "behind"))
        for change in value
    )


CHANGE = {"family", "place", "before", "after", "behind"}


def hunks(value):
    if type(value) is not list:
        return False
    end = 0
    for hunk in value:
        if not (type(hunk) is list and len(hunk) == 3 and integer(hunk[0], 2**32) and integer(hunk[1], 2**32)):
            return False
        step = r"[=+-]0*[1-9][0-9]*|~0*[1-9][0-9]*:0*[1-9][0-9]*|/[0-9]+:[0-9]+"
        if not string(hunk[2]) or not re.fullmatch(f"({step})+", hunk[2]):
            return False
        steps = list(read_steps(hunk[2]))
        if any(kind == "/" and gone <= come for kind, gone, come in steps):
            return False
        if any(length >= 2**32 for _, gone, come in steps for length in (gone, come)):
            return False
        old = hunk[0] + sum(gone for _, gone, _ in steps)
        new = hunk[1] + sum(come for _, _, come in steps)
        if hunk[0] < end or old >= 2**32 or new >= 2**32:
            return False
        end = old
    return True


def read_steps(written):
    """The steps of a hunk: kind, bytes in the old text, bytes in the new one."""
    for kind, one, other in re.findall(r"([=~/+-])([0-9]+)(?::([0-9]+))?", written):
        come = 0 if kind == "-" else int(other) if kind in "~/" else int(one)
        yield kind, 0 if kind == "+" else int(one), come


HASH = {"from": lambda value: digits(value, 16), "to": lambda value: digits(value, 16)}
PASSAGE = {"span": span, "text": lambda value: digits(value, 16), "quote": quote}
REV = {"rev": lambda value: digits(value, 8)}
KINDS = {
    "code": {"doc": string, "code": string, **REV, **PASSAGE},
    "mark": {"doc": string, **PASSAGE},
    "recode": {"coding": uuid, "code": string, **REV},
    "uncode": {"coding": uuid},
    "reshape": {"coding": uuid, **PASSAGE},
    "facet": {"coding": uuid, "facet": string, "values": strings},
    "star": {"coding": uuid, "on": lambda value: type(value) is bool},
    "memo": {"on": target, "kind": string, "words": string},
    "memo-edit": {"memo": uuid, "kind": string, "words": string},
    "memo-drop": {"memo": uuid},
    "status": {"doc": string, "status": lambda value: value in ("todo", "busy", "done")},
    "code-add": {"family": string, "new": new_code, "after": string, **REV},
    "code-edit": {"changes": changes},
    "seen": {"codes": revisions},
    "split": {"code": string, "parts": strings},
    "revise": {"doc": string, **HASH, "hunks": hunks},
    "undo": {"undo": uuid},
}
EVERY = {
    "v": lambda value: integer(value, 2**32),
    "id": uuid,
    "n": lambda value: integer(value, 2**53),
    "tx": uuid,
    "of": lambda value: integer(value, 2**32),
    "at": string,
    "do": string,
}
NAMED = set(EVERY).union(*KINDS.values(), {"facets", "pre", "suf", "why", "in"})


# Lines.


class Object(dict):
    """A JSON object that knows which keys it was given twice."""

    def __init__(self, pairs):
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twice = {key for key in keys if keys.count(key) > 1}


def no_constant(name):
    raise ValueError(name)


def read_line(line):
    """The event in a line; Damaged when there is none."""
    if len(line) > 16_777_216 or line.startswith(MARKERS):
        raise Damaged
    try:
        event = json.loads(line.decode(), object_pairs_hook=Object, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Damaged from None
    if not isinstance(event, Object):
        raise Damaged
    if any(key in event.twice or not holds(event.get(key)) for key, holds in EVERY.items()):
        raise Damaged
    for key in ("id", "tx"):
        event[key] = event[key].lower()
    if event["v"] != 1 or event["do"] not in KINDS:
        event["do"] = None
        return event
    fields = KINDS[event["do"]]
    if event.twice & NAMED or not time(event["at"]):
        raise Damaged
    if any(not holds(event.get(key)) for key, holds in fields.items()):
        raise Damaged
    if "span" in fields:
        quoted = event["quote"]
        length = len(quoted.encode()) if isinstance(quoted, str) else quoted["length"]
        if length != event["span"][1] - event["span"][0]:
            raise Damaged
    if event["do"] == "code" and event.get("facets") is not None and not facets(event["facets"]):
        raise Damaged
    optional = {"revise": "in", "reshape": "doc"}.get(event["do"])
    if optional and event.get(optional) is not None and not string(event[optional]):
        raise Damaged
    for key in ("coding", "memo", "undo", "text", "rev", "from", "to"):
        if key in fields:
            event[key] = event[key].lower()
    return event


def read_journal(data):
    """The events with their line numbers, the damaged lines, and whether the last line is unfinished."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    *lines, rest = data.split(b"\n")
    events, damaged = [], []
    for number, line in enumerate(lines, 1):
        line = line.strip(b" \t\r\x0c")
        if not line:
            continue
        try:
            events.append((number, read_line(line)))
        except Damaged:
            damaged.append(number)
    return events, damaged, rest != b""


def says(event):
    """What makes two lines with one id the same event."""
    fields = set(KINDS.get(event["do"], ())) - {"quote"}
    said = {key: event[key] for key in fields | {"n", "tx", "do"}}
    said["facets"] = given_facets(event)
    return said


def given_facets(event):
    given = (event.get("facets") or {}) if event["do"] == "code" else {}
    return {key: values for key, values in given.items() if values}


# Layers.


def order(event):
    return (event["n"], bytes.fromhex(event["id"].replace("-", "")))


def fold(events):
    """The state of a layer; `events` holds each id once."""
    events = sorted(events, key=order)
    transactions = {}
    for event in events:
        transactions.setdefault(event["tx"], []).append(event)
    complete = {
        tx for tx, members in transactions.items() if all(event["of"] == len(members) for event in members)
    }
    place = {tx: order(members[0]) for tx, members in transactions.items()}

    counting = set()
    for tx in sorted(complete, key=place.get, reverse=True):
        undone = any(
            event["do"] == "undo" and event["undo"] == tx and place[event["tx"]] > place[tx]
            for event in events
            if event["tx"] in counting
        )
        if not undone:
            counting.add(tx)

    codings, memos, statuses = {}, {}, {}
    effective = [event for event in events if event["tx"] in counting]
    for event in effective:
        if event["do"] in ("code", "mark"):
            codings[event["id"]] = {
                "id": event["id"],
                "document": event["doc"],
                "span": event["span"],
                "code": event["code"] if event["do"] == "code" else None,
                "rev": event["rev"] if event["do"] == "code" else None,
                "facets": given_facets(event),
                "important": False,
            }
        elif event["do"] == "memo":
            named = event["on"]
            if named != "study" and "coding" in named:
                named = {"coding": named["coding"].lower()}
            memos[event["id"]] = {
                "id": event["id"],
                "on": named,
                "kind": event["kind"],
                "words": event["words"],
            }
    for event in effective:
        coding = codings.get(event.get("coding")) if event["do"] in KINDS else None
        if event["do"] == "reshape" and coding:
            coding["span"] = event["span"]
            coding["document"] = event.get("doc") or coding["document"]
        elif event["do"] == "recode" and coding:
            coding.update(code=event["code"], rev=event["rev"])
        elif event["do"] == "star" and coding:
            coding["important"] = event["on"]
        elif event["do"] == "facet" and coding:
            coding["facets"].pop(event["facet"], None)
            if event["values"]:
                coding["facets"][event["facet"]] = event["values"]
        elif event["do"] == "memo-edit" and event["memo"] in memos:
            memos[event["memo"]].update(kind=event["kind"], words=event["words"])
        elif event["do"] == "status":
            statuses[event["doc"]] = event["status"]
    for event in effective:
        if event["do"] == "uncode":
            codings.pop(event["coding"], None)
        elif event["do"] == "memo-drop":
            memos.pop(event["memo"], None)
    return {
        "codings": [codings[key] for key in sorted(codings)],
        "memos": [memos[key] for key in sorted(memos)],
        "statuses": dict(sorted(statuses.items())),
        "incomplete": sorted(set(transactions) - complete),
        "revisions": [event for event in effective if event["do"] == "revise"],
        "unknown": sum(event["do"] is None for event in events),
    }


# Texts that changed.


def map_passage(written, start, end):
    """Where a passage stands after a revision, and whether it changed; None without a place."""
    for at, new, steps in written:
        units = []
        for kind, gone, come in read_steps(steps):
            if kind in "+-" and units and units[-1][0] == "change":
                units[-1] = ("change", units[-1][1] + gone, units[-1][2] + come)
            else:
                units.append(("change" if kind in "+-" else kind, gone, come))
        if not at <= start < end <= at + sum(unit[1] for unit in units):
            continue
        first = last = None
        kept_old = kept_new = 0
        changed = False
        for kind, gone, come in units:
            if at >= end:
                break
            begins, ends = at <= start < at + gone, at < end <= at + gone
            if kind == "=":
                if begins:
                    first = new + start - at
                if ends:
                    last = new + end - at
                inside = max(0, min(at + gone, end) - max(at, start))
                kept_old, kept_new = kept_old + 2 * inside, kept_new + 2 * inside
            elif kind == "~":
                if begins and start != at or ends and end != at + gone:
                    return None
                if begins:
                    first = new
                if ends:
                    last = new + come
                if first is not None:
                    kept_old, kept_new, changed = kept_old + gone, kept_new + come, True
            elif kind == "/":
                changed = changed or begins or first is not None
                if begins:
                    first = new + come
                if ends:
                    last = new
            else:
                if begins or ends:
                    return None
                changed = changed or first is not None
            at, new = at + gone, new + come
        if first >= last or kept_old < end - start or kept_new < last - first:
            return None
        return first, last, changed
    return None


def reached(revisions, passage, document):
    """The texts that a passage reaches, each with its document: where it stands there, and whether it changed."""
    start, end = passage["span"]
    found = [(document, passage["text"].lower(), start, end, False)]
    for where, text, first, last, changed in found:
        for event in revisions:
            to = (event.get("in") or event["doc"], event["to"])
            if (event["doc"], event["from"]) != (where, text) or any(to == other[:2] for other in found):
                continue
            mapped = map_passage(event["hunks"], first, last)
            if mapped:
                found.append((*to, mapped[0], mapped[1], changed or mapped[2]))
    return found


def whole(text, start, end):
    """True when a place lies in a text and cuts no character."""
    cuts = [at for at in (start, end) if at < len(text) and text[at] & 0xC0 == 0x80]
    return end <= len(text) and not cuts


def stands(revisions, event, document, texts):
    """Place and verdict of a coding in the texts as they are; None where its document is missing."""
    found = reached(revisions, event, document)
    now = {name: fingerprint(text) for name, text in texts.items()}
    here = [item for item in found if now.get(item[0]) == item[1]]
    there = [item[0] for item in found if item[0] in texts]
    if not there:
        return None
    where, _, first, last, changed = here[0] if here else (there[-1], None, None, None, None)
    text = texts[where]
    prefix = [where] if where != document else []
    if here and event["text"].lower() != now[where]:
        word = "edited" if changed else "exact" if [first, last] == event["span"] else "moved"
        if whole(text, first, last) and (changed or matches(event["quote"], text[first:last])):
            return [*prefix, first, last], word
    word = verdict(event, text)
    return ([*prefix, *event["span"]] if word == "exact" else None), word


# The rest of a study.


def revision(code):
    def words(given):
        given = {"": given} if isinstance(given, str) else given
        return [f"{tag}={given[tag]}" for tag in sorted(given, key=str.encode) if given[tag] and tag != "not"]

    parts = words(code.get("definition", {}))
    for key in ("include", "exclude"):
        notes = code.get(key, [])
        parts.append(str(len(notes)))
        for note in notes:
            parts.append(note.get("not", "") if isinstance(note, dict) else "")
            parts += words(note)
    data = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    return hashlib.sha256(data).hexdigest()[:8]


def split(data):
    """The head and the text of a document."""
    body = data.removeprefix(b"\xef\xbb\xbf")
    before = len(data) - len(body)
    opening = re.match(rb"---\r?\n", body)
    if opening:
        for closing in re.finditer(rb"^---[ \t\r]*(\n|\Z)", body[opening.end() :], re.MULTILINE):
            end = opening.end() + closing.end()
            if before + end <= 262_144:
                return body[opening.end() : opening.end() + closing.start()], body[end:]
            break
    return b"", body


def fingerprint(text):
    return hashlib.sha256(text).hexdigest()[:16]


def matches(quoted, passage):
    if isinstance(quoted, str):
        return passage == quoted.encode()
    return (
        len(passage) == quoted["length"]
        and hashlib.sha256(passage).hexdigest()[:16] == quoted["hash"]
        and passage.startswith(quoted["head"].encode())
        and passage.endswith(quoted["tail"].encode())
    )


def verdict(event, text):
    quoted = event["quote"]
    start, end = event["span"]
    if end <= len(text) and matches(quoted, text[start:end]):
        if event["text"].lower() == fingerprint(text) or sure_place(event, text) == start:
            return "exact"
    return "unsure" if places(event, text) else "lost"


def places(event, text):
    length = event["span"][1] - event["span"][0]
    return [at for at in range(len(text) - length + 1) if matches(event["quote"], text[at : at + length])]


def sure_place(event, text):
    """Where a passage stands for sure, by its words and those around it."""
    pre, suf = event.get("pre") or "", event.get("suf") or ""
    length = event["span"][1] - event["span"][0]
    sides = []
    for at in places(event, text):
        before, after = text[:at].decode()[-30:], text[at + length :].decode()[:30]
        if before == pre or after == suf:
            sides.append((at, before == pre and after == suf))
    quoted = event["quote"]
    enough = not isinstance(quoted, str) or len(quoted) + len(pre) + len(suf) >= 40
    return sides[0][0] if enough and len(sides) == 1 and sides[0][1] else None


def is_journal(path):
    return path.name.lower().endswith(".jsonl") and not any(part.startswith(".") for part in path.parts)


def is_copy(path):
    return re.fullmatch(r"[A-Za-z0-9_-]+\.jsonl", path.name) is None


def read_case(case):
    state = {"layers": {}, "damaged": [], "unfinished": []}
    passages = {}
    for folder in sorted((case / "codings").iterdir()):
        events = {}
        files = [path for path in folder.rglob("*") if is_journal(path.relative_to(folder))]
        for path in sorted(files, key=lambda path: (is_copy(path), str(path).encode())):
            name = path.relative_to(case).as_posix()
            found, damaged, unfinished = read_journal(path.read_bytes())
            for number, event in found:
                known = events.setdefault(event["id"], event)
                if known is not event and says(known) != says(event):
                    damaged.append(number)
            state["damaged"] += [{"path": name, "line": number} for number in sorted(damaged)]
            if unfinished:
                state["unfinished"].append(name)
        state["layers"][folder.name] = layer = fold(events.values())
        for coding in layer["codings"]:
            made = [event for event in events.values() if event["do"] in ("code", "mark", "reshape")]
            same = [
                event
                for event in sorted(made, key=order)
                if coding["id"] in (event["id"], event.get("coding")) and event["span"] == coding["span"]
            ]
            passages[coding["id"]] = same[-1]
    revisions = sorted((event for layer in state["layers"].values() for event in layer.pop("revisions")), key=order)
    texts = {}
    for path in sorted((case / "corpus").rglob("*.md")) if (case / "corpus").exists() else []:
        head, text = split(path.read_bytes())
        named = re.search(rb"^id: *(.*?)\r?$", head, re.MULTILINE)
        stem = path.relative_to(case / "corpus").with_suffix("").as_posix()
        texts[named[1].decode() if named else stem] = text
    if texts:
        state["texts"] = {name: fingerprint(text) for name, text in texts.items()}
        all_places = {
            coding["id"]: stands(revisions, passages[coding["id"]], coding["document"], texts)
            for layer in state["layers"].values()
            for coding in layer["codings"]
        }
        known = {key: found for key, found in all_places.items() if found}
        state["verdicts"] = {key: word for key, (_, word) in known.items()}
        if revisions:
            state["places"] = {key: place for key, (place, _) in known.items() if place}
    if (case / "codebook").exists():
        codes = {}
        for path in sorted((case / "codebook").glob("*.toml")):
            family = tomllib.loads(path.read_text(encoding="utf-8"))
            codes.update({code["id"]: revision(code) for code in family["code"]})
        state["revisions"] = codes
    return state


def written(value, depth=0):
    """JSON with a line for each coding, memo and place, not for each number."""
    flat = json.dumps(value, ensure_ascii=False)
    if depth == 4 or not isinstance(value, (dict, list)) or not value:
        return flat
    if isinstance(value, list) and not isinstance(value[0], dict):
        return flat
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    start, end = "{}" if isinstance(value, dict) else "[]"
    inner = "  " * (depth + 1)
    lines = [
        inner + (json.dumps(key, ensure_ascii=False) + ": " if key is not None else "") + written(item, depth + 1)
        for key, item in items
    ]
    return start + "\n" + ",\n".join(lines) + "\n" + "  " * depth + end


def run(arguments):
    write = arguments[:1] == ["--write"]
    names = arguments[1:] if write else arguments
    here = Path(__file__).parent
    cases = [Path(name) for name in names] or [path for path in sorted(here.iterdir()) if path.is_dir()]
    wrong = 0
    for case in cases:
        path = case / "expected.json"
        expected = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"about": ""}
        kept = {key: expected[key] for key in ("about", "fixed") if key in expected}
        state = {**kept, **read_case(case)}
        if write:
            path.write_text(written(state) + "\n", encoding="utf-8")
        elif state != expected:
            wrong += 1
            print(f"{case.name}: expected.json says something else")
    print(f"{len(cases)} cases, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--invent"]:
        sys.dont_write_bytecode = True
        from invent import invent

        sys.exit(invent(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), read_case))
    sys.exit(run(sys.argv[1:]))
