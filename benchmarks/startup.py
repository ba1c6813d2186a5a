"""How long the package and the program take to be there, over bare Python.

Run ``python benchmarks/startup.py [--rounds N]``. Bare Python, ``import measure`` and ``measure --help`` are started in
turn, so that a busy machine slows all of them alike; the least of the rounds counts. Beside them stand what the user
of other tools waits for: ``import pydicom`` and ``import pandas``. Then the parts that ``--help`` spends its time on.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

IMPORT_MS, HELP_MS, SHOWN = 100, 300, 8
OWN = ("measure", "typer", "rich", "importlib.metadata", "markdown_it", "pydantic", "numpy", "pandas", "click")


def program() -> list[str]:
    beside = Path(sys.executable).with_name("measure")
    found = str(beside) if beside.exists() else shutil.which("measure")
    return [found] if found else [sys.executable, "-c", "from measure.cli import main; main()"]


def milliseconds(words: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - start)


def race(rounds: int) -> dict[str, float]:
    """Least milliseconds of each contender."""
    python = [sys.executable, "-c"]
    runs = {
        "python -c pass": [*python, "pass"],
        "import measure": [*python, "import measure"],
        "measure --help": [*program(), "--help"],
        "import pydicom": [*python, "import pydicom"],
        "import pandas": [*python, "import pandas"],
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(rounds):
        for name, words in runs.items():
            best[name] = min(best[name], milliseconds(words))
    return best


def dominant() -> list[tuple[float, str]]:
    """Top-level parts of ``--help`` by the time their import takes, with all that they import."""
    code = "import sys; sys.argv = ['measure', '--help']; from measure.cli import main; main()"
    words = [sys.executable, "-X", "importtime", "-c", code]
    log = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "COLUMNS": "80"}).stderr
    found = []
    for line in log.splitlines():
        match = re.match(r"import time:\s+\d+ \|\s+(\d+) \|\s+(\S+)$", line)
        if match and match[2].startswith(OWN):
            found.append((int(match[1]) / 1000, match[2]))
    return sorted(found, reverse=True)[:SHOWN]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    best = race(parser.parse_args().rounds)
    bare = best["python -c pass"]
    for name, spent in best.items():
        print(f"{name:<16}{spent:7.1f} ms  {spent / bare:6.1f} x bare Python")
    over, shown = best["import measure"] - bare, best["measure --help"]
    for name, value, target in (("import measure over bare", over, IMPORT_MS), ("measure --help", shown, HELP_MS)):
        print(f"{name}: {value:.1f} ms, target {target} {'reached' if value <= target else 'MISSED'}")
    print("what --help imports, each with all below it (measured apart, with the tracing's own cost):")
    for spent, name in dominant():
        print(f"  {name:<32}{spent:7.1f} ms")


if __name__ == "__main__":
    main()
