"""Schulman's estimators of KL(policy || reference) on tokens sampled from the policy, in nats."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

Estimator = Literal["k1", "k2", "k3"]


def token_kl_T(log_probs_T: Tensor, reference_T: Tensor, estimator: Estimator) -> Tensor:
    """With l = log policy - log reference of the token that was sampled:

    k1 = l: its mean is KL; it may be negative, and as a loss its mean gradient is 0.
    k2 = l^2 / 2: its mean is not KL, but its mean gradient is that of KL.
    k3 = exp(-l) - 1 + l: its mean is KL and it is never negative; its mean gradient is that of the
    other direction, KL(reference || policy), unless it is weighted by the ratio to the sampler.
    """
    log_ratio_T = log_probs_T - reference_T
    if estimator == "k1":
        return log_ratio_T
    if estimator == "k2":
        return log_ratio_T**2 / 2
    return (-log_ratio_T).exp() - 1 + log_ratio_T
