"""What a case expects, by CPython's difflib; texts that the case knows are compared, nothing is parsed."""

import math
from difflib import SequenceMatcher, unified_diff


def ratio(a, b):
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def diff(old, new):
    lines = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3)
    return "\n".join(list(lines)[2:])


def scored(context, predicted, oracle):
    """Expected value of an output whose new contents are known."""
    pred = {path: diff(context.get(path, ""), new) for path, new in predicted.items()}
    want = {path: diff(context.get(path, ""), new) for path, new in oracle.items()}
    paths = sorted({path for side in (pred, want) for path, text in side.items() if text})
    return from_changes(paths, pred, want)


def from_changes(paths, pred, want):
    files = []
    for path in paths:
        p, o = pred.get(path, ""), want.get(path, "")
        value = ratio(p, o) if p and o else 0.0
        files.append({"path": path, "similarity": value, "pred_change": p, "oracle_change": o})
    reward = math.fsum(f["similarity"] for f in files) / len(files) if files else 1.0
    return {"reward": reward, "error": None, "similarities": files}


def faulty(category, **more):
    return {"reward": -1.0, "error": {"category": category, **more}, "similarities": []}


def counted(change):
    """The change as it is printed again: both counts in every hunk header."""
    lines = []
    for line in change.split("\n"):
        if line.startswith("@@ "):
            ranges = [part if "," in part else f"{part},1" for part in line.split(" ")[1:3]]
            line = f"@@ {ranges[0]} {ranges[1]} @@"
        lines.append(line)
    return "\n".join(lines).strip()
