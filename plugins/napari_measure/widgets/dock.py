"""The dock: ties the table of measurements to the viewer, and holds nothing itself."""

from pathlib import Path
from typing import Any

from qtpy.QtCore import Qt, QTimer
from qtpy.QtGui import QGuiApplication
from qtpy.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from napari_measure.drafting import save, saved_as
from napari_measure.layers import Follower, current_film, current_viewer
from napari_measure.rows import as_text
from napari_measure.session import OpenedFilm, Session
from napari_measure.widgets.measurements import MeasurementsTable

# As napari composes it, so that its menu entry finds a dock that `measure view` has opened.
NAME = "Measurements (Radiograph measure)"

SETTLE_MS = 150


class MeasurementsDock(QWidget):
    """Measurements of the film whose layer is active.

    Parameters
    ----------
    napari_viewer : napari.Viewer
        The window; napari fills this parameter in by its name.
    """

    def __init__(self, napari_viewer: Any) -> None:
        super().__init__()
        # Else napari adds a stretch below, and the table keeps half of the height.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.session = Session()
        self.view = MeasurementsTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.session.film_changed.connect(self.view.show_film)
        self.view.measurement_selected.connect(self.session.select)
        self.view.copy_requested.connect(self._copy)
        self._follower = Follower(napari_viewer, self.session, later=lambda call: QTimer.singleShot(0, call))
        self.view.suggest_requested.connect(self.suggest)
        self.view.undo_requested.connect(self._follower.undo)
        self.view.save_requested.connect(self._save)
        self.destroyed.connect(self._follower.stop)

    def suggest(self) -> None:
        """Draft the marks of the film on the table."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._follower.suggest()
        finally:
            QGuiApplication.restoreOverrideCursor()

    def undo(self) -> None:
        """Take back the last edit of a draft."""
        self._follower.undo()

    def _save(self) -> None:
        film = self.session.film
        if film is not None:
            path, _ = QFileDialog.getSaveFileName(self, "Save the reading", saved_as(film), "Reading (*.json)")
            if path:
                save(film, Path(path))

    def _copy(self) -> None:
        _to_clipboard(self.session.film)


def fill_screen(viewer: Any) -> None:
    """Give the window the whole screen: a film beside a table needs it."""
    window = viewer.window._qt_window
    window.setGeometry(window.screen().availableGeometry())


def fit_film(viewer: Any) -> None:
    """Fit the film to the canvas once the window has given the dock its room."""
    QTimer.singleShot(SETTLE_MS, viewer.reset_view)


def copy_measurements() -> None:
    """Copy the table of the current film; a command of the menus and of the command palette."""
    _to_clipboard(current_film())


def suggest_marks() -> None:
    """Draft the marks of the current film; a command of the menus and of the command palette."""
    dock = _dock()
    if dock is not None:
        dock.suggest()


def undo_edit() -> None:
    """Take back the last edit of the current draft; a command of the menus and of the command palette."""
    dock = _dock()
    if dock is not None:
        dock.undo()


def _dock() -> MeasurementsDock | None:
    """The dock of the current viewer, opened where it is not; None without a viewer."""
    viewer = current_viewer()
    if viewer is None:
        return None
    docks = viewer.window.dock_widgets
    if NAME not in docks:
        viewer.window.add_dock_widget(MeasurementsDock(viewer), name=NAME, area="right")
    found = docks[NAME]
    return found if isinstance(found, MeasurementsDock) else None


def _to_clipboard(film: OpenedFilm | None) -> None:
    if film is not None and film.measurements:
        QGuiApplication.clipboard().setText(as_text(film))
