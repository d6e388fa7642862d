"""Group-relative advantages, and KL as a penalty on the reward."""

from __future__ import annotations

from statistics import mean, stdev

DEVIATION_EPSILON = 1e-4
"""Added to the standard deviation; TRL's and DeepSeekMath's value."""


def group_advantages(rewards_G: list[float | None], scale: bool) -> list[float]:
    """(reward - mean) / (sample deviation + 1e-4) over the scored samples of one group.

    DeepSeekMath, arXiv 2402.03300, section 4.1.2; `scale` False leaves the division out (Dr. GRPO,
    arXiv 2503.20783).

    None is a sample that was not scored: its advantage is 0 and it moves no other. A group with
    fewer than two scores, or with equal ones, says nothing: all 0.
    """
    scored = [reward for reward in rewards_G if reward is not None]
    if len(set(scored)) < 2:
        return [0.0] * len(rewards_G)
    centre, spread = mean(scored), stdev(scored) + DEVIATION_EPSILON if scale else 1.0
    return [0.0 if reward is None else (reward - centre) / spread for reward in rewards_G]


def penalised_reward(reward: float, kl_T: list[float], coefficient: float) -> float:
    """KL in the reward: the sum over the completion's tokens, without a gradient."""
    return reward - coefficient * sum(kl_T)
