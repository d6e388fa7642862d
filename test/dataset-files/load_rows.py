"""Prints every row of an exported folder as Hugging Face `datasets` loads it, a JSON line each."""

import json
import sys
from datetime import datetime, timezone

from datasets import load_dataset


def plain(value: object) -> object:
    if isinstance(value, datetime):
        moment = value.astimezone(timezone.utc)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    raise TypeError(type(value).__name__)


def main(folder: str, cache: str) -> None:
    for split, rows in load_dataset(folder, cache_dir=cache).items():
        for row in rows:
            print(json.dumps({"split": split, "row": row}, default=plain))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
