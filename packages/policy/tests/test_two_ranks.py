"""Two processes make the same step as one, for every loss that we offer."""

from __future__ import annotations

import pytest
from loss_presets import PRESETS, of_reference, of_trl
from random_policy import RandomCase, random_case
from reference_trainer.trainer import Outcome
from two_ranks import two_rank_outcomes

OFFERED = {name: preset for name, preset in PRESETS.items() if name != "bnpo"}
LOSS, GRADIENT = 5e-7, 3e-6


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> RandomCase:
    return random_case(tmp_path_factory.mktemp("random-policy"), seed=7)


@pytest.fixture(scope="module")
def of_two(case: RandomCase, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return two_rank_outcomes(PRESETS, case, tmp_path_factory.mktemp("ranks"))


@pytest.mark.parametrize("name", OFFERED)
def test_two_ranks_make_the_step_of_one_and_of_the_reference(
    name: str, case: RandomCase, of_two: dict[str, Outcome]
) -> None:
    """The ranks hold samples of unequal number and length; one of them has places left empty."""
    for expected in (
        of_trl(PRESETS[name], case, case.samples),
        of_reference(PRESETS[name], case, case.samples),
    ):
        largest = float(expected.gradient.abs().max())
        assert largest > 1e-3
        assert abs(of_two[name].loss - expected.loss) < LOSS
        difference = float((of_two[name].gradient - expected.gradient).abs().max())
        assert difference < GRADIENT * largest


def test_bnpo_depends_on_the_number_of_ranks(case: RandomCase, of_two: dict[str, Outcome]) -> None:
    alone = of_trl(PRESETS["bnpo"], case, case.samples)
    difference = float((of_two["bnpo"].gradient - alone.gradient).abs().max())
    assert difference > 1e-2 * float(alone.gradient.abs().max())
