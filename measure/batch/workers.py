"""Films through local processes; a film that kills its process is named and the rest go on."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Fewer films than this per process are measured faster than a process starts.
WORTH_A_PROCESS = 12
# Films handed out per process ahead of time: keeps them busy, and memory small.
AHEAD = 4


def worker_count(wanted: int, tasks: int) -> int:
    """Processes to use: as many as wanted, or as processors, but none without work for it."""
    if wanted > 0:
        return max(1, min(wanted, tasks))
    return max(1, min(os.cpu_count() or 1, tasks // WORTH_A_PROCESS))


def run_all(
    function: Callable[[T], R], tasks: Sequence[T], workers: int, on_death: Callable[[T], R]
) -> Iterator[tuple[T, R]]:
    """Results in the order they come.

    Parameters
    ----------
    function : callable
        Picklable; must not raise for a single bad task.
    tasks : sequence
        What to do.
    workers : int
        Processes; 1 = in this one.
    on_death : callable
        Gives the result of a task whose process died (memory, a fault in a codec).

    Yields
    ------
    (task, result)
        Each task once.
    """
    if workers <= 1:
        yield from ((task, function(task)) for task in tasks)
        return
    suspects: list[T] = []
    waiting = list(reversed(tasks))
    while waiting:
        running: dict[Future[R], T] = {}
        with ProcessPoolExecutor(workers, get_context("spawn"), _quiet_worker) as pool:
            try:
                yield from _drain(pool, function, waiting, running, workers)
            except BrokenProcessPool:
                suspects.extend(running.values())
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    for task in suspects:
        yield task, _alone(function, task, on_death)


def _drain(
    pool: ProcessPoolExecutor, function: Callable[[T], R], waiting: list[T], running: dict[Future[R], T], workers: int
) -> Iterator[tuple[T, R]]:
    """Keep the processes fed until nothing waits; on a death the unfinished stay in ``running``."""
    while waiting or running:
        while waiting and len(running) < workers * AHEAD:
            task = waiting.pop()
            try:
                running[pool.submit(function, task)] = task
            except BrokenProcessPool:
                waiting.append(task)
                raise
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            result = future.result()
            yield running.pop(future), result


def _alone(function: Callable[[T], R], task: T, on_death: Callable[[T], R]) -> R:
    """A task that ran when a process died, once more in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn"), _quiet_worker) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            return on_death(task)


def _quiet_worker() -> None:
    """One thread per process (the processes are the parallelism), Ctrl-C is the parent's, and none outlives it."""
    import signal
    from threading import Thread

    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """Without this a worker of a killed run waits for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
