"""DICOM attributes read one by one: a malformed value becomes a warning that does not repeat it."""

import re
from typing import TYPE_CHECKING, Any

from measure.film.spacing_evidence import number

if TYPE_CHECKING:
    from pydicom import Dataset

_CODE = re.compile(r"[A-Z0-9 _.\\-]{1,64}")
_UID = re.compile(r"[0-9.]{1,64}")
_LABEL = re.compile(r"[^\x00-\x1f\x7f]{1,64}")


class Attributes:
    """A dataset that never raises for a value, with the warnings that came up on the way.

    Values of text kinds are taken as they are stored: pydicom would parse them, and parsing is where a
    damaged header breaks. Warnings name the attribute and never repeat its value, which may be a name.

    Parameters
    ----------
    dataset : pydicom.Dataset
        As read.

    Attributes
    ----------
    dataset : pydicom.Dataset
    warnings : list of str

    Examples
    --------
    >>> from pydicom import Dataset
    >>> dataset = Dataset()
    >>> dataset.PixelSpacing = [0.2, 0.1]
    >>> Attributes(dataset).texts("PixelSpacing"), Attributes(dataset).text("ViewPosition")
    (('0.2', '0.1'), None)
    """

    def __init__(self, dataset: "Dataset") -> None:
        self.dataset = dataset
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        """Note something that a reader of the film should know, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def text(self, keyword: str) -> str | None:
        """Value as text without its padding; None where absent or empty."""
        value = self._stored(keyword)
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        elif isinstance(value, list | tuple) or type(value).__name__ == "MultiValue":
            value = "\\".join(str(v) for v in value)
        text = "" if value is None else str(value).strip(" \x00\t\r\n")
        return text or None

    def texts(self, keyword: str) -> tuple[str, ...] | None:
        r"""Value split at its backslashes; None where absent or empty."""
        text = self.text(keyword)
        return None if text is None else tuple(part.strip() for part in text.split("\\"))

    def code(self, keyword: str) -> str | None:
        """Value of a code string, in upper case; a malformed one is warned of."""
        text = self.text(keyword)
        return self._matching(keyword, _CODE, "a code", text.upper()) if text else None

    def uid(self, keyword: str) -> str | None:
        """Value of a UID; a malformed one is warned of."""
        text = self.text(keyword)
        return self._matching(keyword, _UID, "a UID", text) if text else None

    def number(self, keyword: str) -> float | None:
        """Decimal value; a malformed one is warned of."""
        text = self.text(keyword)
        found = number(text)
        if text is not None and found is None:
            self.warn(f"{keyword}: expected a number, got something else")
        return found

    def integer(self, keyword: str) -> int | None:
        """Binary or text integer; a malformed one is warned of."""
        try:
            value: Any = self.dataset.get(keyword)
            return None if value is None or value == "" else int(value)
        except Exception:  # noqa: BLE001 - pydicom raises what its parsers raise
            self.warn(f"{keyword}: expected an integer, got something else")
            return None

    def decoded(self, keyword: str) -> str | None:
        """Text in the character set that the file states."""
        try:
            text = str(self.dataset.get(keyword) or "").strip()
        except Exception:  # noqa: BLE001 - as above
            text = "\n"
        # A damaged length makes a value swallow its neighbours, a name among them.
        return self._matching(keyword, _LABEL, "a text of at most 64 characters", text) if text else None

    def items(self, keyword: str) -> list["Attributes"]:
        """Items of a sequence; none where it is absent or damaged."""
        try:
            return [Attributes(item) for item in self.dataset.get(keyword) or ()]
        except Exception:  # noqa: BLE001 - as above
            self.warn(f"{keyword}: expected a sequence, got something else")
            return []

    def _matching(self, keyword: str, form: re.Pattern[str], expected: str, text: str) -> str | None:
        """Return the text if it has the form that the standard gives it."""
        if form.fullmatch(text):
            return text
        self.warn(f"{keyword}: expected {expected}, got something else")
        return None

    def _stored(self, keyword: str) -> Any:
        """Value as stored, before pydicom parses it."""
        try:
            return self.dataset.get_item(keyword).value
        except Exception:  # noqa: BLE001 - absent, or an element that is itself damaged
            return None
