"""The only file that touches napari: its viewer follows the session, the session follows its layers."""

from collections.abc import Callable
from typing import Any

import napari
import numpy as np
from napari.layers import Layer

from measure.model import Film, FilmHeader, Measurement, ScaleClass
from napari_measure.drafting import edited, marks_of, suggest
from napari_measure.layer_data import CHOSEN, FILM, MARKS, LayerData, chosen_layer, reading_layers, scale_of
from napari_measure.session import OpenedFilm, Session

# Any viewer: napari hands plugins a proxy of it, which is no instance of its class.
Viewer = Any
SETTLED = ("changed", "added", "removed")  # what napari calls an edit that is done


def opened_of(layer: Layer | None) -> OpenedFilm | None:
    """Film that a layer of ours belongs to; None for any other layer."""
    found = layer.metadata.get("opened") if layer is not None else None
    return found if isinstance(found, OpenedFilm) else None


def part_of(layer: Layer) -> str:
    """Part of the film that a layer of ours shows."""
    return str(layer.metadata.get("part", ""))


def films_on_screen() -> dict[str, FilmHeader]:
    """Headers of the films in the current viewer, by film key; empty without a viewer."""
    viewer = napari.current_viewer()
    films = [opened_of(layer) for layer in viewer.layers if part_of(layer) == FILM] if viewer is not None else []
    return {film.header.film_key: film.header for film in films if film is not None}


def current_viewer() -> Viewer | None:
    """The window that the user is at."""
    return napari.current_viewer()


def current_film() -> OpenedFilm | None:
    """Film whose layer is active in the current viewer, else the topmost one."""
    viewer = napari.current_viewer()
    if viewer is None:
        return None
    return opened_of(viewer.layers.selection.active) or next(_films(viewer), None)


def _films(viewer: Viewer) -> Any:
    return (film for layer in reversed(viewer.layers) if (film := opened_of(layer)) is not None)


def _scale_bar(viewer: Viewer) -> Any:
    """Scale bar of a viewer, where napari keeps it since 0.9 and before."""
    canvas = getattr(viewer, "canvas", None)
    return viewer.scale_bar if canvas is None else canvas.overlays.scale_bar


def fit_scale(viewer: Viewer, film: OpenedFilm) -> None:
    """Give all layers of a film the scale in force: a reading may state another one than its header."""
    for layer in viewer.layers:
        if layer.metadata.get("film_key") == film.header.film_key and tuple(layer.scale) != film.calibration.step:
            settings = scale_of(film)
            layer.scale, layer.units = settings["scale"], settings["units"]


def fit_scale_on_screen(film: OpenedFilm) -> None:
    """Fit the layers of a film in the current viewer."""
    viewer = napari.current_viewer()
    if viewer is not None:
        fit_scale(viewer, film)


def add_layers(viewer: Viewer, layers: list[LayerData]) -> list[Layer]:
    """Add layer data to a viewer."""
    return [viewer.add_layer(Layer.create(*data)) for data in layers]


def _of_film(layer: Layer, film: OpenedFilm | None) -> bool:
    return film is not None and layer.metadata.get("film_key") == film.header.film_key


def _fill(layer: Layer, data: Any, settings: dict[str, Any]) -> None:
    """Give a layer of ours what it is to show now."""
    layer.name = settings["name"]
    with layer.events.data.blocker():
        if not np.array_equal(layer.data, data):
            layer.data = data
    if "features" in settings:
        layer.features = settings["features"]
    if "edge_color" in settings:
        layer.edge_color = settings["edge_color"]


def new_viewer() -> Viewer:
    """Open a napari window.

    Raises
    ------
    ImportError
        If napari has no Qt to draw with.
    """
    return napari.Viewer(title="napari")


def run() -> None:
    """Hand over to napari until its last window is closed."""
    napari.run()


class Follower:
    """Keeps a session and a viewer together while a dock is open.

    The active layer decides which film is on the table; only that film's layers are shown, and what is
    read from a file is locked, so that no mark moves by accident while its number stays. The marks of a
    draft can be dragged: the numbers follow.

    Parameters
    ----------
    viewer : napari.Viewer
        The window.
    session : Session
        Follows the viewer; its selection is drawn.
    later : callable
        Calls what it is given once napari has finished what it is doing.
    """

    def __init__(self, viewer: Viewer, session: Session, later: Callable[[Callable[[], None]], None]) -> None:
        self.viewer, self.session, self._later = viewer, session, later
        self._hidden: list[Layer] = []
        self._held: OpenedFilm | None = None  # the draft when the mark that is being dragged was grasped
        self._moved: Layer | None = None  # marks that were moved and are not measured yet
        viewer.layers.events.inserted.connect(self._inserted)
        viewer.layers.events.removed.connect(self._removed)
        viewer.layers.selection.events.active.connect(self._activated)
        session.selection_changed.connect(self._show_choice)
        for layer in viewer.layers:
            self._lock(layer)
        self._show(opened_of(viewer.layers.selection.active) or next(_films(viewer), None))

    def stop(self) -> None:
        """Let go of the viewer, when the dock closes."""
        self.session.select(None)
        self.viewer.layers.events.inserted.disconnect(self._inserted)
        self.viewer.layers.events.removed.disconnect(self._removed)
        self.viewer.layers.selection.events.active.disconnect(self._activated)
        self.session.selection_changed.disconnect(self._show_choice)
        for layer in self.viewer.layers:
            if self._drag in layer.mouse_drag_callbacks:
                layer.mouse_drag_callbacks.remove(self._drag)
                layer.events.data.disconnect(self._changed)

    def suggest(self) -> None:
        """Draft the marks of the film on the table; a refusal is told in its notes."""
        film = self.session.film
        image = next((la for la in self.viewer.layers if part_of(la) == FILM and _of_film(la, film)), None)
        if film is None or image is None:
            return
        drafted = suggest(Film(image.data, film.header), film)
        if drafted.reading is film.reading:
            self._retell(film, drafted)
        else:
            if film.reading is None:
                image.metadata["opened"] = drafted
            add_layers(self.viewer, reading_layers(drafted))
            self._show(drafted)

    def undo(self) -> None:
        """Take back the last edit of a draft, at last the draft itself."""
        film = self.session.film
        if film is None or film.before is None:
            return
        if film.before.editable and film.editable:
            self._redraw(film, film.before)
            return
        self.session.select(None)
        for layer in [la for la in self.viewer.layers if opened_of(la) is film and part_of(la) != FILM]:
            self.viewer.layers.remove(layer)
        self._retell(film, film.before)
        self._show(film.before)

    def _retell(self, before: OpenedFilm, after: OpenedFilm) -> None:
        """Say something else about a film whose layers stay as they are."""
        for layer in self.viewer.layers:
            if opened_of(layer) is before:
                layer.metadata["opened"] = after
        self.session.open(after)

    def _redraw(self, before: OpenedFilm, after: OpenedFilm) -> None:
        """Show an edited draft in the layers of the draft before it."""
        self.session.select(None)
        wanted = {settings["metadata"]["part"]: (data, settings) for data, settings, _ in reading_layers(after)}
        for layer in [la for la in self.viewer.layers if opened_of(la) is before]:
            if part_of(layer) in wanted:
                _fill(layer, *wanted[part_of(layer)])
            layer.metadata["opened"] = after
        self.session.open(after)

    def _watch(self, layer: Layer) -> None:
        """Measure a draft again when one of its marks is moved."""
        layer.events.data.connect(self._changed)
        layer.mouse_drag_callbacks.append(self._drag)

    def _drag(self, layer: Layer, event: Any) -> Any:
        """One drag is one step back, however many numbers it went through."""
        self._held = self.session.film
        yield
        while event.type == "mouse_move":
            yield
        self._measure_again()
        self._held = None

    def _changed(self, event: Any) -> None:
        if str(event.action) in SETTLED and self._moved is None and opened_of(event.source) is self.session.film:
            self._moved = event.source
            self._later(self._measure_again)

    def _measure_again(self) -> None:
        layer, self._moved = self._moved, None
        film = self.session.film
        if layer is None or film is None or opened_of(layer) is not film:
            return
        after = edited(film, [tuple(point) for point in layer.data], self._held)
        if after is not None:
            self._redraw(film, after)
        elif len(layer.data) != len(marks_of(film)):  # a mark without a name, or marks that contradict each other
            layer.data = np.array(marks_of(film))

    def _inserted(self, event: Any) -> None:
        layer = event.value
        self._lock(layer)
        self._show_scale_bar()
        if opened_of(layer) is None:
            return
        self._show(opened_of(layer))
        if part_of(layer) != FILM:
            # napari selects what was added last; the controls of the image are the film's window.
            self._later(self._select_image)

    def _removed(self, event: Any) -> None:
        left = [opened_of(layer) for layer in self.viewer.layers]
        if self.session.film is not None and self.session.film not in left:
            self._show(next(_films(self.viewer), None))
        self._show_scale_bar()

    def _activated(self, event: Any) -> None:
        film = opened_of(event.value)
        if film is not None:
            self._show(film)

    def _lock(self, layer: Layer) -> None:
        film = opened_of(layer)
        if film is None or part_of(layer) == FILM:
            return
        if film.editable and part_of(layer) == MARKS:
            self._watch(layer)
        else:
            layer.editable = False

    def _select_image(self) -> None:
        film = self.session.film
        wanted = MARKS if film is not None and film.editable else FILM
        for layer in self.viewer.layers:
            # Its own image only: to select the one of another reading would put that reading on the table.
            if film is not None and opened_of(layer) is film and part_of(layer) == wanted:
                self.viewer.layers.selection.active = layer
                if film.editable:
                    layer.mode = "select"  # its marks can be dragged at once

    def _show(self, film: OpenedFilm | None) -> None:
        """Put a film on the table and hide the others; what the user hid stays hidden."""
        if film is None or film is self.session.film:
            self.session.open(film)
            return
        before = self.session.film
        self.session.open(film)
        for layer in self.viewer.layers:
            other = opened_of(layer)
            if other is None:
                continue
            # The image is shared by all readings of one film.
            wanted = other is film or (part_of(layer) == FILM and other.header.film_key == film.header.film_key)
            if wanted and layer in self._hidden:
                self._hidden.remove(layer)
                layer.visible = True
            elif not wanted and layer.visible:
                self._hidden.append(layer)
                layer.visible = False
        fit_scale(self.viewer, film)
        self._show_scale_bar()
        if before is not None and before.header.film_key != film.header.film_key:
            self.viewer.reset_view()

    def _show_scale_bar(self) -> None:
        """Show a scale bar in millimetres, or none: napari drops the units where layers differ in them."""
        film, units = self.session.film, {tuple(map(str, layer.units)) for layer in self.viewer.layers}
        scaled = film is not None and film.calibration.scale_class is not ScaleClass.NONE
        _scale_bar(self.viewer).visible = scaled and len(units) == 1

    def _show_choice(self, measurement: Measurement | None) -> None:
        film = self.session.film
        for layer in [la for la in self.viewer.layers if part_of(la) == CHOSEN]:
            self.viewer.layers.remove(layer)
        if film is not None and measurement is not None and measurement.trace.items:
            add_layers(self.viewer, [chosen_layer(film, measurement)])
