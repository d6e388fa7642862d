"""What this trainer would take without a word and never use: refused by name.

TRL has options for generating, scoring and masking. Here all of that is done before a batch is
frozen, so TRL accepts them and does nothing. The tests show of each that TRL ignores it, and that
no option of TRL is missing from the lists.
"""

from __future__ import annotations

from collections.abc import Mapping

from evoline_policy.strict import FieldError

SAMPLING = "completions are sampled by the engine, before the batch is frozen"
SCORING = "advantages are computed before the batch is frozen"
MASKING = "the batch's `keep` says what is trained on"
RATIO = "the batch holds the sampler's log-probabilities, no vLLM is asked for them"
REFERENCE = "the reference's log-probabilities are computed before the batch is frozen"
POLICY = "the policy is loaded before TRL sees it"
LOGGING = "TRL never sees a text"

IGNORED = {
    **dict.fromkeys(
        (
            "top_p",
            "top_k",
            "min_p",
            "repetition_penalty",
            "generation_kwargs",
            "chat_template_kwargs",
            "cache_implementation",
            "pad_to_multiple_of",
            "num_generations_eval",
            "max_tool_calling_iterations",
            "use_transformers_continuous_batching",
            "transformers_continuous_batching_config",
            "use_transformers_paged",
            "ds3_gather_for_generation",
            "vllm_mode",
            "vllm_model_impl",
            "vllm_enable_sleep_mode",
            "vllm_structured_outputs_regex",
            "vllm_server_base_url",
            "vllm_server_host",
            "vllm_server_port",
            "vllm_server_timeout",
            "vllm_group_port",
            "vllm_gpu_memory_utilization",
            "vllm_max_model_length",
            "vllm_tensor_parallel_size",
        ),
        SAMPLING,
    ),
    **dict.fromkeys(("scale_rewards", "reward_weights", "multi_objective_aggregation"), SCORING),
    **dict.fromkeys(("mask_truncated_completions",), MASKING),
    **dict.fromkeys(
        (
            "vllm_importance_sampling_mode",
            "vllm_importance_sampling_clip_max",
            "vllm_importance_sampling_clip_min",
            "vllm_importance_sampling_cap",
        ),
        RATIO,
    ),
    **dict.fromkeys(("sync_ref_model", "ref_model_mixup_alpha", "ref_model_sync_steps"), REFERENCE),
    **dict.fromkeys(("model_init_kwargs", "trust_remote_code"), POLICY),
    **dict.fromkeys(("log_multimodal", "log_unique_prompts", "num_completions_to_print"), LOGGING),
}
"""TRL's option, and what decides instead."""

HEEDED_WITH = {
    "use_bias_correction_kl": ("beta", "a KL term"),
    "vllm_importance_sampling_correction": ("use_vllm", "vLLM"),
    "entropy_coef_min": ("use_adaptive_entropy", "the adaptive entropy bonus"),
    "entropy_coef_max": ("use_adaptive_entropy", "the adaptive entropy bonus"),
    "entropy_coef_delta": ("use_adaptive_entropy", "the adaptive entropy bonus"),
    "entropy_target": ("use_adaptive_entropy", "the adaptive entropy bonus"),
}
"""Ignored unless the named option is set."""

LOSS_OF = {
    "sapo_temperature_neg": "sapo",
    "sapo_temperature_pos": "sapo",
    "vespo_k_pos": "vespo",
    "vespo_lambda_pos": "vespo",
    "vespo_k_neg": "vespo",
    "vespo_lambda_neg": "vespo",
}
"""Ignored by every other loss type."""


def refusals(options: Mapping[str, object]) -> dict[str, str]:
    """By option, why TRL would ignore it on frozen batches; empty when it heeds all of them."""
    found = {}
    for name in options:
        if name in IGNORED:
            found[name] = f"TRL would ignore it: {IGNORED[name]}"
        elif name in HEEDED_WITH and not options.get(HEEDED_WITH[name][0]):
            found[name] = f"TRL would ignore it without {HEEDED_WITH[name][1]}"
        elif name in LOSS_OF and options.get("loss_type") != LOSS_OF[name]:
            found[name] = f"TRL would ignore it but for loss_type {LOSS_OF[name]}"
    return found


def require_heeded(options: Mapping[str, object]) -> None:
    """FieldError names the first option that TRL would ignore."""
    for name, why in refusals(options).items():
        raise FieldError(name, why)
