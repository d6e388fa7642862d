"""What an update leaves behind, written and read without the product's help."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

STATE, MODEL = "state.pt", "model.safetensors"


class Missing(Exception):
    """A recovery folder lacks a file."""


def weights_digest(folder: Path) -> str:
    """SHA-256, in hex, over the tensors in order of name: the name in UTF-8, then the bytes."""
    sha256 = hashlib.sha256()
    for name, tensor in sorted(load_file(folder / MODEL).items()):
        sha256.update(name.encode())
        sha256.update(tensor.contiguous().flatten().view(torch.uint8).numpy().tobytes())
    return sha256.hexdigest()


def save_step(
    out: Path, base: Path, policy: nn.Module, state: dict[str, object] | None
) -> tuple[Path, Path | None]:
    """`policy` and, with a state, `recovery` below `out`, which appears whole."""
    scratch = out.with_name(f".unfinished-{out.name}")
    shutil.rmtree(scratch, ignore_errors=True)
    write_policy(scratch / "policy", base, policy)
    if state is not None:
        write_policy(scratch / "recovery", base, policy)
        torch.save(state, scratch / "recovery" / STATE)
    shutil.rmtree(out, ignore_errors=True)
    os.rename(scratch, out)
    return out / "policy", out / "recovery" if state is not None else None


def write_policy(folder: Path, base: Path, policy: nn.Module) -> None:
    """The base's own files around the new weights."""
    shutil.copytree(base, folder)
    policy.save_pretrained(folder)


def read_state(recovery: Path) -> dict[str, object]:
    """Missing names the first file that a resume needs and does not find."""
    for name in (MODEL, STATE):
        if not (recovery / name).is_file():
            raise Missing(f"{recovery} lacks {name}")
    return torch.load(recovery / STATE)
