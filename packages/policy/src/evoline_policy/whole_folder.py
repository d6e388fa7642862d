"""A folder that exists complete or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class WholeFolder:
    """A scratch folder beside `out` that becomes `out` on `commit`, everything being on disk.

    An `out` that is there already, from an earlier attempt, is replaced; FileExistsError when it
    holds an entry that `is_ours` denies.
    """

    def __init__(self, out: Path, is_ours: Callable[[Path], bool]) -> None:
        for entry in sorted(out.iterdir()) if out.exists() else []:
            if not is_ours(entry):
                raise FileExistsError(f"{out} holds {entry.name}, which is not ours to replace")
        self._out = out
        self.scratch = out.with_name(f".unfinished-{out.name}")
        # A killed attempt at the same folder may have left one; only one process writes it.
        self.discard()
        self.scratch.mkdir(parents=True)

    def commit(self) -> None:
        """Make the scratch folder `out`."""
        for path in sorted(self.scratch.rglob("*")):
            # safetensors files are born readable by their owner alone.
            path.chmod(0o755 if path.is_dir() else 0o644)
            _to_disk(path)
        _to_disk(self.scratch)
        if self._out.exists():
            shutil.rmtree(self._out)
        self.scratch.rename(self._out)
        _to_disk(self._out.parent)

    def discard(self) -> None:
        """Leave nothing; without effect after a commit."""
        shutil.rmtree(self.scratch, ignore_errors=True)


@contextmanager
def whole_folder(out: Path, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """The scratch folder of a WholeFolder, committed when the block ends without an error."""
    folder = WholeFolder(out, is_ours)
    try:
        yield folder.scratch
        folder.commit()
    finally:
        folder.discard()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
