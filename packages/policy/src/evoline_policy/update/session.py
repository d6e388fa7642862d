"""The session file of `python -m evoline_policy.update`: everything that stays for a whole run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evoline_policy.strict import FieldError, Strict, parse
from evoline_policy.update.capabilities import refusals

Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0)]
Text = Annotated[str, Field(min_length=1)]
Beta = Annotated[float, Field(ge=0, lt=1)]


class Resume(Strict):
    """Where to go on: a `recovery` folder and the number of updates it stands for."""

    recovery_dir: Text
    updates_done: Count


class LoraSettings(Strict):
    """Rank and scale of a low-rank adapter; by default on every projection of a layer."""

    rank: Count
    alpha: Positive
    target_modules: list[Text] | None = None


class Session(Strict):
    """Lengths in tokens, batch sizes in samples; `micro_batch` samples go through at a time."""

    protocol: Literal[1]
    run: Text
    base_policy: Text
    resume: Resume | None = None
    adaptation: Literal["full", "lora"]
    lora: LoraSettings | None = None
    total_updates: Count
    samples_per_update: Count
    group_size: Annotated[int, Field(ge=2)]
    micro_batch: Count
    max_completion_tokens: Count
    temperature: Positive
    learning_rate: Positive
    warmup_updates: Annotated[int, Field(ge=0)]
    adam_beta1: Beta
    adam_beta2: Beta
    adam_epsilon: Positive
    weight_decay: Annotated[float, Field(ge=0)]
    max_grad_norm: Positive
    epsilon_low: Positive
    epsilon_high: Positive
    loss_type: Literal["dapo", "grpo", "dr_grpo"]
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    torch_threads: Count

    @property
    def base_folder(self) -> Path:
        """Policy version 0, which every update of the run stands on."""
        return Path(self.base_policy)

    @model_validator(mode="after")
    def _sizes_divide(self) -> Session:
        if self.adaptation == "lora" and self.lora is None:
            raise ValueError("lora must be given when adaptation is 'lora'")
        for name in ("micro_batch", "group_size"):
            if self.samples_per_update % getattr(self, name):
                raise ValueError(f"samples_per_update must be a multiple of {name}")
        if self.resume and self.resume.updates_done >= self.total_updates:
            raise ValueError("resume.updates_done must be less than total_updates")
        return self


def read_session(document: str | bytes) -> Session:
    """FieldError names what is wrong; of an option that TRL would ignore it says so."""
    try:
        return parse(Session, document)
    except FieldError as error:
        why = _ignored(document, error.field)
        raise (FieldError(error.field, why) if why else error) from error


def _ignored(document: str | bytes, field: str) -> str | None:
    if field in Session.model_fields:
        return None
    return refusals(json.loads(document)).get(field) if field else None
