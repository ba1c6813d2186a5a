"""Work: the folder in which films, checkpoints and networks are made, and the few choices of whoever makes them."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import torch

from measure.errors import MeasureError
from measure.model import View
from training.recipe import FILE, Recipe, read_recipe

DETECT = Path(__file__).parents[1] / "measure" / "detect"
VIEWS = (View.FRONTAL, View.LATERAL)
KINDS = ("coarse", "fine")


@dataclass(frozen=True, slots=True)
class Work:
    """Where and how to make the networks.

    Attributes
    ----------
    folder : Path
        What is made on the way: a run that was stopped goes on from it.
    recipe : Recipe
        What they are made with.
    out : Path
        Folder of the networks; the covariances go beside them, or into the package with the package's own.
    device : torch.device
        Where to train.
    workers, threads : int
        Processes side by side, and threads of each.
    """

    folder: Path
    recipe: Recipe
    out: Path
    device: torch.device
    workers: int = 1
    threads: int = 1

    @property
    def spread(self) -> Path:
        """Table of the calibrated covariances."""
        return (DETECT if self.out == DETECT / "weights" else self.out) / "spread.csv"

    def films(self, part: str) -> Path:
        """Folder of the shards of ``films``, ``held_out`` or ``test``."""
        return self.folder / part

    def checkpoint(self, kind: str, view: View) -> Path:
        """Checkpoint of one network."""
        return self.folder / f"{kind}_{view}.pt"

    def network(self, kind: str, view: View) -> Path:
        """File of one network."""
        return self.out / f"{kind}_{view}.onnx"


def begun(folder: Path, recipe: Path | None) -> Recipe:
    """The recipe of a folder: the one it was begun with, which no later one may replace.

    Raises
    ------
    MeasureError
        If the folder was begun with another recipe.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted, kept = read_recipe(recipe or FILE), folder / "recipe.toml"
    if not kept.exists():
        shutil.copyfile(recipe or FILE, kept)
    elif read_recipe(kept) != wanted:
        raise MeasureError("--work: this folder was begun with another recipe; give another folder, or empty it")
    return wanted
