"""What an update leaves behind: a policy an engine can serve, and what a resume needs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from evoline_policy.failure_code import ChildFailure
from evoline_policy.weights import ADAPTER_CONFIG, is_adapter, weight_files

POLICY = "policy"
RECOVERY = "recovery"
RECOVERY_FILES = ("optimizer.pt", "scheduler.pt", "rng_state.pth", "trainer_state.json")


def is_step_entry(entry: Path) -> bool:
    """Whether an entry of an `out` folder is one that an update writes."""
    return entry.name in (POLICY, RECOVERY)


def save_policy(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path, base_digest: str
) -> None:
    """A complete Hugging Face folder; of a LoRA policy the adapter, naming its base by digest."""
    # TRL turns the cache off for training; whoever decodes wants it.
    model.config.use_cache, kept = True, model.config.use_cache
    model.save_pretrained(folder)
    model.config.use_cache = kept
    if is_adapter(folder):
        (folder / "README.md").unlink(missing_ok=True)
        name_base_by_digest(folder, base_digest)
    else:
        tokenizer.save_pretrained(folder)


def name_base_by_digest(folder: Path, base_digest: str) -> None:
    """Paths mean nothing elsewhere, and a set in arbitrary order would change the file's digest."""
    file = folder / ADAPTER_CONFIG
    config = json.loads(file.read_text())
    config["base_model_name_or_path"] = base_digest
    config["target_modules"] = sorted(config["target_modules"])
    file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def keep_recovery(written: Path, folder: Path, base_digest: str) -> None:
    """Move the trainer's checkpoint to `folder`, every file of a resume being there."""
    # Pickled settings with this host's paths; a resume does not read them.
    (written / "training_args.bin").unlink(missing_ok=True)
    (written / "README.md").unlink(missing_ok=True)
    if is_adapter(written):
        name_base_by_digest(written, base_digest)
    require_recovery(written)
    shutil.move(written, folder)


def require_recovery(folder: Path) -> None:
    """ChildFailure `save_failed` names what is missing.

    Each of these files is needed: without one the trainer goes on without a word, and with other
    weights.
    """
    weights = weight_files(folder)
    for file in [*weights, *(folder / name for name in RECOVERY_FILES)]:
        if not file.is_file() or file.stat().st_size == 0:
            raise ChildFailure("save_failed", f"{folder} lacks {file.name}")


def recorded_updates(folder: Path) -> int:
    """The number of updates a recovery folder stands for."""
    return int(json.loads((folder / "trainer_state.json").read_text())["global_step"])
