"""Whole sessions: many updates in one process, or one update in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from forked_trainer import Event, RunSession, forked_trainer, run_product


def resume(after: Event) -> dict[str, Any]:
    return {"recovery_dir": after["recovery_dir"], "updates_done": after["updates_done"]}


def one_process(
    fields: dict[str, Any],
    batches: list[Path],
    out: Path,
    recover_every: int = 1,
    run: RunSession = run_product,
) -> list[Event]:
    """Answers of all updates made in one live process."""
    with forked_trainer(fields, run=run) as trainer:
        ready = trainer.answer()
        assert ready and ready["event"] == "ready"
        digest, answers = ready["weights_digest"], []
        for index, batch in enumerate(batches):
            saves = (index + 1) % recover_every == 0
            answers.append(trainer.update(batch, out / f"{index}", digest, saves))
            assert answers[-1]["event"] == "done", answers[-1]
            digest = answers[-1]["weights_digest"]
        assert trainer.wait() == 0
        return answers


def one_update(
    fields: dict[str, Any],
    before: Event | None,
    batch: Path,
    out: Path,
    sabotage: Callable[[], None] = lambda: None,
    run: RunSession = run_product,
) -> Event | None:
    """The answer of a process that makes one update, resumed from `before`; None if it died."""
    if before is not None:
        fields = fields | {"resume": resume(before)}
    with forked_trainer(fields, sabotage, run) as trainer:
        ready = trainer.answer()
        assert ready and ready["event"] == "ready", ready
        if before is not None:
            assert ready["weights_digest"] == before["weights_digest"]
            assert ready["updates_done"] == before["updates_done"]
        return trainer.ask(
            id="u",
            op="update",
            batch=str(batch),
            out=str(out),
            save_recovery=True,
            expect_from_digest=ready["weights_digest"],
        )
