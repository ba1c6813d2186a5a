"""Processes: each task once, a task that kills its process is named, the others go on."""

import os
import subprocess
import sys
import textwrap
import time

import pytest

from measure.batch.workers import WORTH_A_PROCESS, run_all, worker_count


def test_worker_count():
    assert worker_count(0, 0) == 1
    assert worker_count(0, WORTH_A_PROCESS - 1) == 1
    assert worker_count(0, 10**6) == (os.cpu_count() or 1)
    assert worker_count(3, 100) == 3
    assert worker_count(8, 2) == 2
    assert worker_count(5, 0) == 1


def test_one_worker_is_this_process():
    results = list(run_all(lambda task: (task, os.getpid()), [3, 1, 2], 1, on_death=str))
    assert results == [(task, (task, os.getpid())) for task in (3, 1, 2)]


def test_one_worker_measures_as_it_is_asked():
    """Nothing is measured ahead of who writes it down."""
    seen = []
    run = run_all(lambda task: seen.append(task) or task, [1, 2, 3], 1, on_death=str)
    assert next(run) == (1, 1)
    assert seen == [1]
    run.close()
    assert seen == [1]


def test_several_workers_give_each_task_once():
    results = list(run_all(abs, list(range(-30, 0)), 2, on_death=str))
    assert sorted(results) == [(task, -task) for task in range(-30, 0)]


@pytest.fixture
def script(tmp_path):
    """Run a script whose functions its workers can import, and give what it printed."""

    def go(body: str, timeout: float = 60) -> str:
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(body))
        done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=timeout)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return go


def test_a_task_that_kills_its_process_is_named_and_the_others_go_on(script):
    said = script("""
        import os, pathlib
        from measure.batch.workers import run_all

        def work(task):
            if task in (3, 11):
                os._exit(9)
            return task * 10

        if __name__ == "__main__":
            print(sorted(run_all(work, list(range(14)), 2, on_death=lambda task: -task)))
    """)
    expected = [(task, -task if task in (3, 11) else task * 10) for task in range(14)]
    assert said.strip() == str(expected)


def test_a_task_that_dies_only_once_is_measured_in_the_end(script, tmp_path):
    """Its neighbour may have taken the memory."""
    said = script(f"""
        import os, pathlib
        from measure.batch.workers import run_all

        def work(task):
            mark = pathlib.Path({str(tmp_path / "died")!r})
            if task == 2 and not mark.exists():
                mark.touch()
                os._exit(9)
            return task

        if __name__ == "__main__":
            print(sorted(run_all(work, list(range(6)), 2, on_death=lambda task: "dead")))
    """)
    assert said.strip() == str([(task, task) for task in range(6)])


def test_a_generator_closed_early_leaves_no_process_behind(script):
    said = script("""
        import multiprocessing, time
        from measure.batch.workers import run_all

        def work(task):
            time.sleep(0.05)
            return task

        if __name__ == "__main__":
            run = run_all(work, list(range(500)), 2, on_death=str)
            first = next(run)
            start = time.perf_counter()
            run.close()
            print(first[0] == first[1], time.perf_counter() - start < 5, multiprocessing.active_children())
    """)
    assert said.strip() == "True True []"


def test_an_error_of_the_whole_run_comes_through(script):
    said = script("""
        from measure.batch.workers import run_all
        from measure.errors import CatalogError

        def work(task):
            if task == 1:
                raise CatalogError("no such measure")
            return task

        if __name__ == "__main__":
            try:
                list(run_all(work, list(range(40)), 2, on_death=str))
            except CatalogError as error:
                print(error)
    """)
    assert said.strip() == "no such measure"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_workers_do_not_outlive_a_killed_run(tmp_path):
    """kill -9 of the parent alone (out of memory): its workers would wait for work for ever."""
    path = tmp_path / "script.py"
    path.write_text(
        textwrap.dedent("""
        import os, sys, time
        from measure.batch.workers import run_all

        def work(task):
            time.sleep(0.02)
            return os.getpid()

        if __name__ == "__main__":
            run = run_all(work, list(range(1000)), 2, on_death=str)
            pids = set()
            while len(pids) < 2:
                pids.add(next(run)[1])
            print(*pids, flush=True)
            time.sleep(60)
    """)
    )
    parent = subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, text=True)
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert len(pids) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 10
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    left = [pid for pid in pids if alive(pid)]
    for pid in left:
        os.kill(pid, 9)
    assert left == []


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
