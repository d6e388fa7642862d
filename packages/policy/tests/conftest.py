"""What several tests need: a tiny policy, and one torch thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from batches import sampled_batch, write_batch
from demonstrations import write_demonstrations

from evoline_policy.warm_start.make_policy import make_policy
from evoline_policy.warm_start.request import WarmStartRequest


@pytest.fixture(autouse=True, scope="session")
def one_torch_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(autouse=True, scope="session")
def children_find_the_package() -> None:
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1] / "src")
    os.environ["OMP_NUM_THREADS"] = "1"


@pytest.fixture(scope="session")
def warm_start_request(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """A complete request for a policy of a few thousand parameters; arguments change fields."""
    folder = tmp_path_factory.mktemp("warm-start")
    write_demonstrations(folder / "demonstrations.jsonl", count=40)
    request = {
        "protocol": 1,
        "base": "tiny",
        "tiny": {
            "hidden": 32,
            "layers": 2,
            "heads": 2,
            "mlp": 64,
            "vocabulary_limit": 400,
            "initializer_range": 0.06,
            "rope_theta": 500,
            "max_positions": 256,
        },
        "demonstrations": str(folder / "demonstrations.jsonl"),
        "steps": 4,
        "batch_size": 8,
        "learning_rate": 3e-3,
        "seed": 1,
        "torch_threads": 1,
    }
    return lambda **changes: request | changes


@pytest.fixture(scope="session")
def policy_folder(
    tmp_path_factory: pytest.TempPathFactory, warm_start_request: Callable[..., dict[str, Any]]
) -> Path:
    """A warm-started policy, shared by all tests: nobody may write into it."""
    out = tmp_path_factory.mktemp("policies") / "version-0"
    make_policy(WarmStartRequest(**warm_start_request(out=str(out))), lambda *_: None)
    return out


@pytest.fixture(scope="session")
def batches(policy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Frozen batches of three updates."""
    folder = tmp_path_factory.mktemp("batches")
    return [
        write_batch(folder / f"{i}.safetensors", sampled_batch(policy_folder, seed=i))
        for i in range(3)
    ]


@pytest.fixture
def tmp_out(tmp_path: Path) -> Iterator[Path]:
    """A folder that does not exist yet."""
    yield tmp_path / "out"
