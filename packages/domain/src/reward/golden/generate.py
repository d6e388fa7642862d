"""Writes the committed golden cases of the reward, in the format of the full golden data.

Every expected value comes from CPython's own difflib, or is known because the case was built to have it;
nothing is parsed or applied here. All text is made up. `python3 generate.py` rewrites the files beside it,
always the same bytes.
"""

import json
import random
from difflib import SequenceMatcher
from pathlib import Path

from expected_values import counted, diff, faulty, from_changes, scored
from made_up_text import changed_lines, code_line, mutated, numbered_file, random_text, text_of, word

HERE = Path(__file__).parent
ODD_BREAKS = ["\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
TAGS = ["<think>", "</think>", "<solution>", "</solution>"]


# --- characters ---------------------------------------------------------------------------------

ALPHABETS = {
    "random_2": "ab",
    "random_4": "abcd",
    "random_26": "abcdefghijklmnopqrstuvwxyz",
    "long_runs": "aaaaaaaaaaaaab",
    "whitespace": "    \t\nx",
    "unicode_astral": "a\U0001f600\U0001f601\U0001d4b3",
    "unicode_surrogate": "a\ud83d\ude00\U0001f600",
    "unicode_combining": "ae\u0301\u0300\u6f22",
}


def text_pairs(r):
    for family, letters in ALPHABETS.items():
        for _ in range(8):
            yield family, random_text(r, letters, 60), random_text(r, letters, 60)
            base = random_text(r, letters, 90)
            yield "near_" + family, base, mutated(r, base, letters, r.randint(1, 5))
    for _ in range(12):
        old = numbered_file(r, r.randint(10, 40))
        first, second = (diff(text_of(old), text_of(changed_lines(r, old))) for _ in range(2))
        yield "diff_pair", first, second
    for a, b in [("", ""), ("", "x"), ("ab", "bacb"), ("bacb", "ab"), ("aaa", "aaba"), ("aaa", "abaa")]:
        yield "tie_breaking", a, b


def ratio_case(family, a, b):
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    matches = sum(block.size for block in matcher.get_matching_blocks())
    value = matcher.ratio()
    return {"family": family, "a": a, "b": b, "matches": matches, "ratio": value, "ratio_hex": value.hex()}


def blocks_case(family, a, b):
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    blocks = [list(block) for block in matcher.get_matching_blocks()]
    return {"family": family, "a": a, "b": b, "blocks": blocks, "ratio_hex": matcher.ratio().hex()}


# --- lines --------------------------------------------------------------------------------------


def diff_pairs(r):
    for _ in range(16):
        old = numbered_file(r, r.randint(0, 30))
        yield "modify", text_of(old), text_of(changed_lines(r, old or ["x"]))
    for _ in range(10):
        old = [r.choice("abcd") for _ in range(r.randint(0, 25))]
        yield "repeated_lines", text_of(old), text_of(changed_lines(r, old or ["x"]))
    for count in (196, 199, 200, 201, 205, 260):
        old = [r.choice(["", "}", f"line {at}"]) for at in range(count)]
        yield "autojunk", text_of(old), text_of(changed_lines(r, changed_lines(r, old)))
    for line_break in ODD_BREAKS:
        old = [word(r) for _ in range(6)]
        new = changed_lines(r, old)
        yield "line_breaks", line_break.join(old), line_break.join(new) + line_break
        yield "line_breaks", text_of(old), text_of(new).replace("\n", line_break)
    for old, new in [
        ("", ""),
        ("", "a\n"),
        ("a\n", ""),
        ("a", "a\n"),
        ("a\n", "b"),
        ("\n", ""),
        ("a\nb", "a\r\nb\n"),
    ]:
        yield "edges", old, new


def diff_case(family, old, new):
    return {"family": family, "old": old, "new": new, "diff": diff(old, new)}


# --- whole outputs ------------------------------------------------------------------------------


def block(path, search, replace):
    return f"```\n### {path}\n<<<<<<< SEARCH\n{search}\n=======\n{replace}\n>>>>>>> REPLACE\n```"


def output(thought, blocks):
    return f"<think>\n{thought}\n</think>\n<solution>\n" + "\n".join(blocks) + "\n</solution>"


def replaced(lines, at, new):
    return lines[:at] + new + lines[at + 1 :]


def reward_case(family, context, oracle, text, expected):
    return {
        "family": family,
        "code_context": context,
        "oracle_new_content": oracle,
        "output": text,
        "expected": expected,
    }


def edited_files(r, count):
    """Files with an oracle change and a predicted one, each of one line, and the predicted block."""
    context, oracle, predicted, blocks = {}, {}, {}, []
    for number in range(count):
        path = f"{word(r)}/{word(r)}{number}.py"
        lines = numbered_file(r, r.randint(3, 14))
        at = r.randrange(len(lines))
        want = [f"{code_line(r)}  # fixed"]
        here = at if r.random() < 0.7 else r.randrange(len(lines))
        new = want if r.random() < 0.4 else [f"{code_line(r)}  # tried"]
        context[path] = text_of(lines)
        oracle[path] = text_of(replaced(lines, at, want))
        predicted[path] = text_of(replaced(lines, here, new))
        blocks.append(block(path, lines[here], new[0]))
    return context, oracle, predicted, blocks


def scored_cases(r):
    for _ in range(24):
        context, oracle, predicted, blocks = edited_files(r, r.choice([1, 1, 2, 3, 5]))
        yield reward_case(
            "edited", context, oracle, output(word(r), blocks), scored(context, predicted, oracle)
        )
    for _ in range(5):
        context, oracle, predicted, blocks = edited_files(r, 3)
        missing = r.choice(sorted(predicted))
        kept = [b for b in blocks if f"### {missing}\n" not in b]
        del predicted[missing]
        yield reward_case(
            "missing_file", context, oracle, output(word(r), kept), scored(context, predicted, oracle)
        )
    for _ in range(5):
        context, oracle, predicted, blocks = edited_files(r, 1)
        blocks.append(block("new/file.py", "", f"\n{word(r)} = 1"))
        predicted["new/file.py"] = blocks[-1].split("=======\n")[1].split("\n>>>>>>> ")[0]
        yield reward_case(
            "extra_file", context, oracle, output(word(r), blocks), scored(context, predicted, oracle)
        )


def special_cases(r):
    lines = [f"k{at}" for at in range(3)] + ["same", "other", "same", "same tail"]
    context = {"a.py": text_of(lines)}
    oracle = {"a.py": text_of(lines[:3] + ["new", "other", "new", "same tail"])}
    every = text_of(lines[:3] + ["new", "other", "new", "new tail"])
    text = output(word(r), [block("a.py", "same", "new")])
    yield reward_case("every_occurrence", context, oracle, text, scored(context, {"a.py": every}, oracle))
    undone = [block("a.py", "other", "x\ny"), block("a.py", "x\ny", "other")]
    yield reward_case("edits_cancel", context, oracle, output("t", undone), scored(context, {}, oracle))
    yield reward_case("nothing_changes", context, {}, output("t", undone), scored(context, {}, {}))
    for path in ("__proto__", "constructor", "1", "", "\U0001f600", "\uffee", "a b"):
        context, oracle = {path: "a\nb\n"}, {path: "a\nc\n"}
        text = output("t", [block(path, "b", "c")])
        yield reward_case("odd_paths", context, oracle, text, scored(context, oracle, oracle))
    context, oracle = {"a.py": "a\r\nb\r\n"}, {"a.py": "a\nb\n"}
    text = output("t", [block("a.py", "b\r", "b")])
    yield reward_case("crlf", context, oracle, text, scored(context, {"a.py": "a\r\nb\n"}, oracle))
    context, oracle = {"a.py": "keep $& $1 \\1\n"}, {"a.py": "$& $$ \\0\n"}
    text = output("t", [block("a.py", "keep $& $1 \\1", "$& $$ \\0")])
    yield reward_case("special_characters", context, oracle, text, scored(context, oracle, oracle))


def fault_cases(r):
    context, oracle, _, blocks = edited_files(r, 1)
    good = output("because", blocks)
    path = next(iter(context))
    first = context[path].split("\n")[0]

    def case(family, text, expected):
        return reward_case(family, context, oracle, text, expected)

    for tag in TAGS:
        yield case("tag_count", good.replace(tag, ""), faulty("tag_count", tag=tag))
        yield case("tag_count", f"{good} {tag}", faulty("tag_count", tag=tag))
    yield case("tag_count", "", faulty("tag_count", tag="<think>"))
    for thought in ("", " \n", "\x1c\x1f\x85", "\u3000\u2003"):
        yield case("empty_thought", output(thought, blocks), faulty("empty_thought"))
    for answer in (
        "",
        "no block",
        blocks[0].replace("### ", "#### "),
        blocks[0][:-3],
        blocks[0].replace("SEARCH", "FIND"),
    ):
        yield case("no_edit_block", output("t", [answer]), faulty("no_edit_block"))
    yield case("identical_edit", output("t", [block(path, first, first)]), faulty("identical_edit"))
    for search in ("absent", first[1:], first + "x", "\n" + first + "\n\n\n"):
        yield case("search_not_found", output("t", [block(path, search, "y")]), faulty("search_not_found"))
    yield case("search_not_found", output("t", [block("unknown", "x", "y")]), faulty("search_not_found"))
    both = [block("unknown", "x", "y"), block(path, "same", "same")]
    yield case("first_fault", output("t", both), faulty("search_not_found"))
    yield case("first_fault", output("t", both[::-1]), faulty("identical_edit"))


# --- ready-made patches -------------------------------------------------------------------------


def patch(path, change, heading=""):
    return f"{heading}--- a/{path}\n+++ b/{path}\n{change}\n"


def patch_cases(r):
    for _ in range(24):
        context, oracle, predicted, _ = edited_files(r, r.choice([1, 2, 3]))
        want = {p: diff(context[p], oracle[p]) for p in sorted(context)}
        pred = {p: diff(context[p], predicted[p]) for p in sorted(context) if r.random() < 0.9}
        heading = r.choice(["", "junk\n", "index 1..2 100644\n"])
        yield "modify", patches(r, want, heading), patches(r, pred, heading), want, pred
    change = "@@ -1 +1 @@\n-a\n+b"
    for junk in (
        "",
        "junk",
        "@@ -1 +1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -1,9 +1 @@\n-a\n",
        "+++ b/x\n--- a/x\n" + change,
    ):
        yield "odd_prediction", [patch("x", change)], [junk], {"x": change}, {}
    yield "both_junk", ["junk"], ["other junk"], {}, {}
    yield (
        "same_file_twice",
        [patch("x", change)],
        [patch("x", "@@ -3 +3 @@\n-c\n+d"), patch("x", change)],
        {"x": change},
        {"x": change},
    )
    binary = "diff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n"
    yield "binary", [binary + patch("x", change)], [patch("x", change)], {"x": change}, {"x": change}


def patches(r, changes, heading):
    parts = [patch(path, change, heading) for path, change in changes.items() if change]
    return parts if r.random() < 0.5 else ["".join(parts)]


def patch_case(family, oracle, predicted, want, pred):
    want = {path: counted(change) for path, change in want.items() if change}
    pred = {path: counted(change) for path, change in pred.items() if change}
    expected = from_changes(sorted({*want, *pred}), pred, want)
    return {"family": family, "oracle_patches": oracle, "pred_patches": predicted, "expected": expected}


def write(name, cases):
    with (HERE / f"{name}.jsonl").open("w", encoding="ascii", newline="\n") as file:
        for number, case in enumerate(cases):
            file.write(json.dumps({"id": f"{name}-{number:04d}", **case}) + "\n")


def main():
    write("ratio", [ratio_case(*pair) for pair in text_pairs(random.Random(1))])
    write("blocks", [blocks_case(*pair) for pair in list(text_pairs(random.Random(2)))[::4]])
    write("udiff", [diff_case(*pair) for pair in diff_pairs(random.Random(3))])
    r = random.Random(4)
    write("reward", [*scored_cases(r), *special_cases(r), *fault_cases(r)])
    write("reward_unidiff", [patch_case(*case) for case in patch_cases(random.Random(5))])


if __name__ == "__main__":
    main()
