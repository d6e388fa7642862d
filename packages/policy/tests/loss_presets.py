"""The presets' losses, each said twice: to the reference trainer and to TRL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from random_policy import TEMPERATURE, RandomCase
from reference_trainer.aggregate import LossType, Normalisation
from reference_trainer.objective import KlInLoss, Objective
from reference_trainer.sample import Sample
from reference_trainer.trainer import Outcome, loss_and_gradient
from trl_step import PLACES, trl_batch, trl_outcome, trl_session

from evoline_policy.update.session import Session


@dataclass(frozen=True)
class Preset:
    """A loss as people name it, in both languages."""

    loss_type: LossType
    objective: Objective
    options: dict[str, Any]

    def session(self, folder: Path, **changes: Any) -> Session:
        """Without `loss_type`, which goes to TRL directly: a session does not offer all."""
        return trl_session(
            folder,
            epsilon_low=self.objective.epsilon_low,
            epsilon_high=self.objective.epsilon_high,
            temperature=self.objective.temperature,
            **changes,
        )

    def rule(self, session: Session) -> Normalisation:
        return Normalisation(self.loss_type, PLACES, session.max_completion_tokens)


def preset(loss_type: LossType, objective: Objective, **options: Any) -> Preset:
    return Preset(loss_type, objective, options | {"loss_type": loss_type})


WARM = Objective(temperature=TEMPERATURE)
HIGHER = replace(WARM, epsilon_high=0.28)
PRESETS = {
    "grpo": preset("grpo", WARM),
    "grpo with KL": preset("grpo", replace(WARM, kl=KlInLoss(0.04)), beta=0.04),
    "grpo with KL unweighted": preset(
        "grpo",
        replace(WARM, kl=KlInLoss(0.04, is_weighted=False)),
        beta=0.04,
        use_bias_correction_kl=False,
    ),
    "dr-grpo": preset("dr_grpo", WARM),
    "dapo": preset("dapo", HIGHER),
    "dapo with KL": preset("dapo", replace(HIGHER, kl=KlInLoss(0.1)), beta=0.1),
    "dapo truncated": preset("dapo", replace(HIGHER, truncation=1.1)),
    "grpo truncated with KL": preset(
        "grpo", replace(WARM, truncation=1.1, kl=KlInLoss(0.04)), beta=0.04
    ),
    "dr-grpo truncated": preset("dr_grpo", replace(WARM, truncation=1.1)),
    "bnpo": preset("bnpo", WARM),
}


def of_trl(chosen: Preset, case: RandomCase, samples: list[Sample], **changes: Any) -> Outcome:
    batch = trl_batch(samples, chosen.objective.truncation)
    return trl_outcome(chosen.session(case.folder, **changes), batch, **chosen.options)


def of_reference(
    chosen: Preset, case: RandomCase, samples: list[Sample], **changes: Any
) -> Outcome:
    session = chosen.session(case.folder, **changes)
    size = session.micro_batch
    micro_batches = [samples[start : start + size] for start in range(0, PLACES, size)]
    return loss_and_gradient(case.policy, chosen.objective, chosen.rule(session), micro_batches)
