"""A trainer for a session: the policy, TRL's settings, and rows that only count the steps."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

import torch
from datasets import Dataset
from peft import LoraConfig
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from transformers.trainer_callback import PrinterCallback
from trl import GRPOConfig

from evoline_policy.update.capabilities import require_heeded
from evoline_policy.update.frozen_batch_trainer import FrozenBatchTrainer
from evoline_policy.update.session import Session

LAYER_PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def make_trainer(
    session: Session, next_batch: Callable[[], dict[str, Tensor]], callback: TrainerCallback
) -> FrozenBatchTrainer:
    """The base policy in 32-bit floats, ready for `train()`; a resume is given to that call."""
    folder, options = session.base_policy, trl_options(session)
    require_heeded(options)
    trainer = FrozenBatchTrainer(
        next_batch,
        model=AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True
        ),
        processing_class=AutoTokenizer.from_pretrained(folder, local_files_only=True),
        args=GRPOConfig(**options),
        train_dataset=_counting_rows(session),
        peft_config=_lora_config(session),
        callbacks=[callback],
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def trl_options(session: Session) -> dict[str, Any]:
    """One generation batch is one optimizer step, else a resume would not be exact."""
    micro_batches = session.samples_per_update // session.micro_batch
    return dict(
        # Only where nothing is saved; every save goes beside the folder it is asked for.
        output_dir=tempfile.gettempdir(),
        use_cpu=not torch.cuda.is_available(),
        bf16=False,
        gradient_checkpointing=False,
        per_device_train_batch_size=session.micro_batch,
        gradient_accumulation_steps=micro_batches,
        steps_per_generation=micro_batches,
        num_iterations=1,
        num_generations=session.group_size,
        max_completion_length=session.max_completion_tokens,
        max_steps=session.total_updates,
        temperature=session.temperature,
        learning_rate=session.learning_rate,
        warmup_steps=session.warmup_updates,
        optim="adamw_torch",
        adam_beta1=session.adam_beta1,
        adam_beta2=session.adam_beta2,
        adam_epsilon=session.adam_epsilon,
        weight_decay=session.weight_decay,
        max_grad_norm=session.max_grad_norm,
        epsilon=session.epsilon_low,
        epsilon_high=session.epsilon_high,
        loss_type=session.loss_type,
        beta=0.0,
        use_vllm=False,
        disable_dropout=True,
        shuffle_dataset=False,
        remove_unused_columns=False,
        logging_strategy="steps",
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=False,
        log_level="error",
        seed=session.seed,
        data_seed=session.seed,
    )


def _counting_rows(session: Session) -> Dataset:
    """TRL counts steps by rows of a data set; theirs are never read."""
    prompts = session.samples_per_update // session.group_size
    return Dataset.from_dict({"prompt": [""] * (prompts * session.total_updates)})


def _lora_config(session: Session) -> LoraConfig | None:
    if session.adaptation == "full" or session.lora is None:
        return None
    return LoraConfig(
        r=session.lora.rank,
        lora_alpha=session.lora.alpha,
        lora_dropout=0.0,
        target_modules=session.lora.target_modules or LAYER_PROJECTIONS,
        task_type="CAUSAL_LM",
    )
