"""The batch as TRL's loss takes it: prompts padded on the left, completions on the right."""

from __future__ import annotations

import torch
from torch import Tensor

from evoline_policy.update.batch_file import Row


def padded_batch(rows: list[Row], samples: int, pad: int) -> dict[str, Tensor]:
    """Tensors of `samples` rows (B): prompts B x P, completions B x C.

    Missing rows are filled up with rows that train nothing: their completion is masked, and their
    one prompt token is not, since attention to nothing at all would not be a number.
    `old_per_token_logps` are the sampler's: the ratio is that of this policy to the sampler's.
    """
    prompt_length = max(len(row.prompt) for row in rows)
    completion_length = max(len(row.completion) for row in rows)
    batch = {
        "prompt_ids": torch.full((samples, prompt_length), pad),
        "prompt_mask": torch.zeros(samples, prompt_length, dtype=torch.long),
        "completion_ids": torch.full((samples, completion_length), pad),
        "completion_mask": torch.zeros(samples, completion_length, dtype=torch.long),
        "old_per_token_logps": torch.zeros(samples, completion_length),
        "advantages": torch.zeros(samples),
    }
    batch["prompt_mask"][len(rows) :, -1] = 1
    for index, row in enumerate(rows):
        _place(batch, index, row)
    batch["num_items_in_batch"] = batch["completion_mask"].sum()
    return batch


def _place(batch: dict[str, Tensor], index: int, row: Row) -> None:
    start, end = -len(row.prompt), len(row.completion)
    batch["prompt_ids"][index, start:] = row.prompt
    batch["prompt_mask"][index, start:] = 1
    batch["completion_ids"][index, :end] = row.completion
    batch["completion_mask"][index, :end] = int(row.keep)
    batch["old_per_token_logps"][index, :end] = row.log_probs
    batch["advantages"][index] = row.advantage
