"""All sampling happens on one thread, one group after the other, in order of arrival."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

import torch

from evoline_policy.serve.failure import RequestFailure

Result = TypeVar("Result")


class Job(Generic[Result]):
    """A computation and the promise of its result."""

    def __init__(self, compute: Callable[[], Result]) -> None:
        self.compute = compute
        self.future: Future[Result] = Future()

    def run(self) -> None:
        """Compute unless nobody waits any more."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self.future.set_result(self.compute())
        except BaseException as error:
            self.future.set_exception(error)


class ComputeThread:
    """Runs jobs one at a time with a fixed number of torch threads."""

    def __init__(self, torch_threads: int, waiting_limit: int = 1024) -> None:
        self._jobs: queue.Queue[Job] = queue.Queue(waiting_limit)
        self.torch_threads = 0
        self._started = threading.Event()
        threading.Thread(target=self._work, args=(torch_threads,), daemon=True).start()
        self._started.wait()

    def submit(self, compute: Callable[[], Result]) -> Future[Result]:
        """Queue a computation. 503 when too many wait already."""
        job = Job(compute)
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise RequestFailure(503, "Too many requests are waiting.") from None
        return job.future

    @property
    def waiting(self) -> int:
        """Jobs not yet begun."""
        return self._jobs.qsize()

    def _work(self, torch_threads: int) -> None:
        # The setting belongs to the calling thread, so it is made and read here.
        torch.set_num_threads(torch_threads)
        self.torch_threads = torch.get_num_threads()
        self._started.set()
        while True:
            self._jobs.get().run()
