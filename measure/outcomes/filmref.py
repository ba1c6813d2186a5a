"""FilmRef: how a line of a table says which films it is about."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from measure.errors import TableError

_KEY = re.compile(r"sha256:[0-9a-f]{64}(/\d+)?|\d+(\.\d+)+(/\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FilmRef:
    """Film key, study and file, as far as a line gives them; all that are given must fit.

    Attributes
    ----------
    film : str
        Film key, or a SOP instance UID that stands for all its frames; "" = not given.
    study : str
        DICOM study instance UID.
    file : str
        File name or relative path, case folded, with ``/`` between folders.
    """

    film: str = ""
    study: str = ""
    file: str = ""

    @property
    def name(self) -> str:
        """Last part of the file."""
        return PurePosixPath(self.file).name

    @property
    def index_key(self) -> str:
        """What to look the line up by: its closest name for a film."""
        return self.film or self.name or self.study

    @property
    def by_name_only(self) -> bool:
        """Whether nothing but a bare file name tells the film."""
        return not self.film and not self.study and bool(self.file) and "/" not in self.file

    @property
    def closeness(self) -> tuple[bool, bool, bool, bool]:
        """How closely it names a film; larger is closer."""
        return bool(self.film), "/" in self.file, bool(self.file), bool(self.study)

    def names(self, film_key: str, study_uid: str | None, path: str | None) -> bool:
        """Whether it names the film with this key, study and relative path."""
        if self.film and self.film not in (film_key, film_key.rpartition("/")[0]):
            return False
        if self.study and self.study != study_uid:
            return False
        return not self.file or (path is not None and _ends_with(folded(path), self.file))


def index_keys(film_key: str, study_uid: str | None, path: str | None) -> tuple[str, ...]:
    """All index keys under which a line about a film can stand."""
    name = PurePosixPath(folded(path)).name if path else ""
    keys = (film_key, film_key.rpartition("/")[0], name, study_uid or "")
    return tuple(dict.fromkeys(key for key in keys if key))


def folded(path: str) -> str:
    """Path to compare by: capitals and the two spellings of an accented letter make no difference."""
    return unicodedata.normalize("NFC", path).casefold()


def _ends_with(path: str, file: str) -> bool:
    """Whether the path is the file, or ends with it at a folder boundary."""
    parts, wanted = PurePosixPath(path).parts, PurePosixPath(file).parts
    return parts[-len(wanted) :] == wanted


def film_ref(film: str, study: str, file: str) -> FilmRef | None:
    r"""Reference from three cells; None where all are empty.

    A ``film`` that is no key is taken as a file name: people write those there.

    Examples
    --------
    >>> film_ref("1.2.3/1", "", "").film, film_ref("a.dcm", "", "").file, film_ref("", "", r"B\c.DCM").file
    ('1.2.3/1', 'a.dcm', 'b/c.dcm')
    """
    if film and not file and not _KEY.fullmatch(film):
        film, file = "", film
    if not (film or study or file):
        return None
    return FilmRef(film.lower(), study, folded(file.replace("\\", "/").removeprefix("./")))


# ``cine.dcm#12`` in a table means frame 12 of that file.
_FRAME = re.compile(r"^(?P<name>.+)#(?P<frame>[1-9]\d*)$")
# A film key says its frame itself: landmarks.csv of a run names its films so.
_KEY_FRAME = re.compile(r"^(?P<name>\d+(\.\d+)+|sha256:[0-9a-f]{64})/(?P<frame>[1-9]\d*)$", re.IGNORECASE)


def named_film(name: str) -> tuple[FilmRef, int | None]:
    """Films that a name in a landmark table is about, and the frame where it gives one.

    Examples
    --------
    >>> named_film("cine.dcm#12")[1], named_film("a#b.dcm")[0].file, named_film("1.2.3/2")[1]
    (12, 'a#b.dcm', 2)
    """
    framed = _FRAME.match(name) or _KEY_FRAME.match(name)
    ref = film_ref(framed["name"] if framed else name, "", "")
    if ref is None:
        raise TableError("film: expected a name, got an empty text")
    return ref, int(framed["frame"]) if framed else None
