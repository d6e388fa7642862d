"""Made-up words, lines and files for the golden cases; every function draws from the given generator."""

import json

SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka ly".split()


def word(r):
    return "".join(r.choice(SYLLABLES) for _ in range(r.randint(1, 3)))


def code_line(r):
    indent = "    " * r.randint(0, 2)
    return indent + r.choice(
        [
            f"{word(r)} = {word(r)} + {r.randint(0, 99)}",
            f"return {word(r)}",
            f"def {word(r)}({word(r)}):",
            f"# {word(r)} {word(r)}",
            "",
        ]
    )


def numbered_file(r, count):
    """A file whose lines are all different and none the beginning of another."""
    return [f"{code_line(r)}  # {at:03d}" for at in range(count)]


def text_of(lines):
    return "".join(f"{line}\n" for line in lines)


def random_text(r, letters, most):
    """JSON joins an escaped high and low surrogate, so they are joined here already."""
    return json.loads(json.dumps("".join(r.choice(letters) for _ in range(r.randint(0, most)))))


def mutated(r, text, letters, changes):
    for _ in range(changes):
        at = r.randint(0, len(text))
        text = text[:at] + random_text(r, letters, 3) + text[at + r.randint(0, 3) :]
    return json.loads(json.dumps(text))


def changed_lines(r, lines):
    lines = list(lines)
    for _ in range(r.randint(1, 4)):
        at = r.randrange(len(lines))
        lines[at : at + r.randint(0, 2)] = [f"{code_line(r)}  # new" for _ in range(r.randint(0, 2))]
    return lines or ["x"]
