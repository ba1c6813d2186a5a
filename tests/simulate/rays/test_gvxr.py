"""Path lengths against gVirtualXray, another renderer, where it is installed and finds an OpenGL without a screen."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from measure.simulate.rays import aimed, path_lengths
from measure.simulate.solids import Solid, ball, merged, tube

# In a process of its own: a driver that fails takes the process with it.
RENDER = """
import sys
import numpy as np
from gvxrPython3 import gvxr

scene = np.load(sys.argv[1])
gvxr.createWindow(-1, 0, "EGL", 4, 5)
gvxr.setSourcePosition(*map(float, scene["focus"]), "mm")
gvxr.usePointSource()
gvxr.setMonoChromatic(60.0, "keV", 1000)
gvxr.setDetectorPosition(*map(float, scene["centre"]), "mm")
gvxr.setDetectorUpVector(*map(float, scene["up"]))
gvxr.setDetectorNumberOfPixels(int(scene["cols"]), int(scene["rows"]))
gvxr.setDetectorPixelSize(float(scene["pitch"]), float(scene["pitch"]), "mm")
gvxr.makeTriangularMesh("mesh", scene["points"].ravel().tolist(), scene["faces"].ravel().tolist(), "mm")
gvxr.setElement("mesh", "Al")
gvxr.setDensity("mesh", 2.699, "g/cm3")
gvxr.addPolygonMeshAsInnerSurface("mesh")
np.save(sys.argv[2], np.array(gvxr.computeLBuffer("mesh")))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "towards", "right"), [("frontal", "ap", 1), ("lateral", "left", -1), ("lateral", "right", -1)]
)
def test_another_renderer_sees_the_same(tmp_path: Path, view: str, towards: str, right: int) -> None:
    if find_spec("gvxrPython3") is None:
        pytest.skip("gvxr is not installed")
    path = np.array([[-20, 0, -60], [5, 10, -20], [15, -5, 20], [-5, 0, 60.0]])
    bone = tube(path, np.array([12.0, 9, 7, 14]), points=40)
    mesh = merged([bone, ball(15.0, (-20, 30, 10), 48), ball(8.0, (30, -20, -40), 48)])
    beam = aimed(view, (0, 0, 0), towards=towards, sid=1000.0, oid=200.0, pitch=0.7, shape=(241, 201))
    centre = beam.corner + beam.row_step * 120 + beam.col_step * 100
    scene = {"focus": beam.focus, "centre": centre, "up": -beam.row_step / 0.7, "rows": 241, "cols": 201, "pitch": 0.7}
    np.savez(tmp_path / "scene.npz", points=mesh.points, faces=mesh.faces, **scene)
    command = [sys.executable, "-c", RENDER, str(tmp_path / "scene.npz"), str(tmp_path / "seen.npy")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if not (tmp_path / "seen.npy").exists():
        pytest.skip(f"gvxr finds no OpenGL here: {done.stderr.strip().splitlines()[-1:]}")
    # Its picture runs upwards, and it looks at a lateral film from the tube; its lengths are in cm.
    theirs = 10 * np.load(tmp_path / "seen.npy")[::-1, ::right]
    ours = path_lengths([Solid(mesh, "aluminium", "air")], beam)["aluminium"]
    off = np.abs(ours - theirs)
    # It is itself up to 0.15 mm off ray by ray: see test_lengths.test_every_ray_against_every_triangle.
    assert np.quantile(off, 0.99) < 0.15
    assert off.mean() < 0.01
    assert ours.max() == pytest.approx(theirs.max(), abs=0.15)
