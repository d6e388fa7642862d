"""The paper's reward the plain way, by the standard library: what the engines and the rule are held against.

Written from the behaviour (SWE-RL, arXiv 2502.18449, equation 1 and the published description of its rule).
Nothing is prepared or kept between two outputs.
"""

import math
import re
from difflib import SequenceMatcher, unified_diff

TAGS = ("<think>", "</think>", "<solution>", "</solution>")

EDIT = re.compile(
    r"""
    ```[^\n]*\n                      # a fence, perhaps in mid line, with any text after it
    \#\#\#\ (?P<path>[^\n]*)\n
    <<<<<<<\ SEARCH\n  (?P<search>.*?)  \n=======\n
    (?P<replace>.*?)  \n>>>>>>>\ REPLACE\n
    ```
    """,
    re.VERBOSE | re.DOTALL,
)


class Fault(Exception):
    """The output is no answer; the first argument says why."""


def reward_of(context, oracle, output, matcher=SequenceMatcher):
    """What an output is worth: {value} or {value: -1.0, fault}."""
    try:
        predicted = new_contents(context, edits_of(answer_of(output)))
    except Fault as fault:
        return {"value": -1.0, "fault": str(fault)}
    return {"value": mean_similarity(changes(context, predicted), changes(context, oracle), matcher)}


def explained(context, oracle, output):
    """The same with its parts, as a line of the golden data expects it."""
    said = reward_of(context, oracle, output)
    if "fault" in said:
        return {"reward": -1.0, "error": {"category": said["fault"]}, "similarities": []}
    predicted = changes(context, new_contents(context, edits_of(answer_of(output))))
    wanted = changes(context, oracle)
    files = [
        {
            "path": path,
            "similarity": similarity(predicted.get(path), wanted.get(path)),
            "pred_change": predicted.get(path, ""),
            "oracle_change": wanted.get(path, ""),
        }
        for path in sorted({*predicted, *wanted})
    ]
    value = said["value"]
    return {"reward": value, "reward_hex": value.hex(), "error": None, "similarities": files}


def answer_of(output):
    """The text of the solution. Each tag must be there once, and something must have been thought."""
    for tag in TAGS:
        if output.count(tag) != 1:
            raise Fault("tag_count")
    if not between(output, *TAGS[:2]):
        raise Fault("empty_thought")
    return between(output, *TAGS[2:])


def between(text, opening, closing):
    return text.split(opening, 1)[1].split(closing, 1)[0].strip()


def edits_of(answer):
    """(path, search, replace) in the order of the first edit of each path."""
    by_path = {}
    for found in EDIT.finditer(answer):
        by_path.setdefault(found["path"], []).append((found["search"], found["replace"]))
    if not by_path:
        raise Fault("no_edit_block")
    return by_path


def new_contents(context, edits):
    """Every occurrence at a line start is replaced, one edit after the other."""
    contents = {}
    for path, pairs in edits.items():
        text = "\n" + context.get(path, "")
        for search, replace in pairs:
            if search == replace:
                raise Fault("identical_edit")
            if "\n" + search not in text:
                raise Fault("search_not_found")
            text = text.replace("\n" + search, "\n" + replace)
        contents[path] = text[1:]
    return contents


def changes(context, contents):
    """The diff of every file that a side changes."""
    diffs = {path: diff(context.get(path, ""), new) for path, new in contents.items()}
    return {path: text for path, text in diffs.items() if text}


def diff(old, new):
    lines = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3)
    return "\n".join(list(lines)[2:])


def mean_similarity(predicted, oracle, matcher=SequenceMatcher):
    """Mean over the files that either side changes; 1 when nobody changes any."""
    paths = {*predicted, *oracle}
    if not paths:
        return 1.0
    values = [similarity(predicted.get(path), oracle.get(path), matcher) for path in paths]
    return math.fsum(values) / len(values)


def similarity(predicted, oracle, matcher=SequenceMatcher):
    if not predicted or not oracle:
        return 0.0
    return matcher(None, predicted, oracle, autojunk=False).ratio()
