"""Where the pseudonym key lives: made once, copied out and in, never overwritten in silence."""

import os
import secrets
import stat
import sys
import warnings
from pathlib import Path

from measure.errors import KeyMismatch, ModelError, StoreError
from measure.outcomes.keys import PseudonymKey

_HEADER = "measure pseudonym key 1"
_NAME = "pseudonym.key"
_PRIVATE = 0o600


def key_path() -> Path:
    """Place of the key: ``MEASURE_KEY_FILE``, else the user's configuration folder."""
    named = os.environ.get("MEASURE_KEY_FILE")
    return Path(named).expanduser() if named else _configuration_folder() / _NAME


def _configuration_folder() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "measure"


def load(path: str | os.PathLike[str] | None = None) -> PseudonymKey | None:
    """Key in a file, or None where there is no file.

    Parameters
    ----------
    path : path or None, optional
        None = ``key_path()``.

    Raises
    ------
    StoreError
        If the file is there but holds no key, or cannot be read.
    """
    place = key_path() if path is None else Path(path)
    try:
        text = place.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise StoreError("pseudonym key: the file cannot be read, or holds something else") from None
    _warn_if_open(place)
    return _parse(text)


def load_or_create(path: str | os.PathLike[str] | None = None) -> PseudonymKey:
    """Key in a file; made on first need, the same for all processes that need it at once.

    Parameters
    ----------
    path : path or None, optional
        None = ``key_path()``.

    Returns
    -------
    PseudonymKey
        The key that is in the file now.

    Raises
    ------
    StoreError
        As ``load``, or if no file can be written there.
    """
    place = key_path() if path is None else Path(path)
    found = load(place)
    if found is None:
        _write_new(place, PseudonymKey.random())
        found = load(place)
    if found is None:
        raise StoreError("pseudonym key: the file that was just written is gone")
    return found


def export_key(target: str | os.PathLike[str], path: str | os.PathLike[str] | None = None) -> PseudonymKey:
    """Copy the key to a file that is not there yet, for a backup or another computer.

    Parameters
    ----------
    target : path
        Where to; only its owner can read it.
    path : path or None, optional
        Where the key is; None = ``key_path()``.

    Returns
    -------
    PseudonymKey
        The key.

    Raises
    ------
    StoreError
        If there is no key yet, or the target exists.
    """
    key = load(path)
    if key is None:
        raise StoreError("pseudonym key: there is none to export yet; it is made by the first run that needs it")
    if not _write_new(Path(target), key):
        raise StoreError("pseudonym key: expected a new file to export to, but it exists already")
    return key


def import_key(
    source: str | os.PathLike[str], path: str | os.PathLike[str] | None = None, *, replace: bool = False
) -> PseudonymKey:
    """Take over a key that was exported elsewhere.

    Parameters
    ----------
    source : path
        The exported file.
    path : path or None, optional
        Where the key goes; None = ``key_path()``.
    replace : bool, optional
        Put it in the place of another key, which is kept beside it as ``.<id>.old``.

    Returns
    -------
    PseudonymKey
        The key.

    Raises
    ------
    KeyMismatch
        If another key is there and ``replace`` is false.
    StoreError
        If the source holds no key.
    """
    key, place = load(source), key_path() if path is None else Path(path)
    if key is None:
        raise StoreError("pseudonym key: the file to import is not there")
    present = load(place)
    if present == key:
        return key
    if present is not None:
        if not replace:
            raise KeyMismatch(
                f"pseudonym key: key {present.id} is in use here, got {key.id}; to use the other on purpose say"
                " --replace (the present one is kept beside it), or name another place with MEASURE_KEY_FILE"
            )
        place.rename(place.with_name(f"{place.name}.{present.id}.old"))
    if not _write_new(place, key):
        raise StoreError("pseudonym key: another process has just written one; nothing was imported")
    return key


def _parse(text: str) -> PseudonymKey:
    header, _, body = text.strip().partition("\n")
    try:
        if header.strip() != _HEADER:
            raise ValueError
        return PseudonymKey(bytes.fromhex(body.strip()))
    except (ValueError, ModelError):
        raise StoreError(f"pseudonym key: expected a file that begins {_HEADER!r}, got something else") from None


def _write_new(place: Path, key: PseudonymKey) -> bool:
    """Write the file whole, unless it is there already; says whether it was written.

    The text goes into a file of its own first, which is then given its name in one step that
    fails if the name is taken: a reader sees the whole key or none, and of two writers one wins.
    """
    part = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{_HEADER}\n{key.secret.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, place)
        except FileExistsError:
            return False
        finally:
            part.unlink()
    except OSError as error:
        raise StoreError(
            f"pseudonym key: its file cannot be written ({error.strerror}); name another with MEASURE_KEY_FILE"
        ) from None
    return True


def _warn_if_open(place: Path) -> None:
    if os.name == "posix" and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        warnings.warn("the pseudonym key can be read by other users; run: chmod 600 on its file", stacklevel=3)
