"""Who the rows of a table are about, as pseudonyms made with the one key of the store."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from measure.errors import KeyMismatch
from measure.outcomes.keyfile import load, load_or_create
from measure.outcomes.keys import PseudonymKey, is_nobody, pseudonym, subject_day

_PSEUDONYM = re.compile(r"k([0-9a-f]{8}):[A-Z2-7]{26}")
_BEGINS_LIKE_ONE = re.compile(r"k[0-9a-f]{8}:")
# What a spreadsheet makes of a long number (4.71E+06) or of a column with gaps (4711.0).
_SPOILT = re.compile(r"\d+[.,]\d*[eE]\+\d+|\d+[eE]\+\d+|\d+[.,]0")
# From the first radiograph on; programs that take a date out of a file write a year outside of these.
_YEARS = range(1895, 2200)


@dataclass(slots=True)
class People:
    """Pseudonyms of one import.

    Attributes
    ----------
    key_id : str or None
        Key that the pseudonyms of the store were made with; the first one used, where it has none.
    keep_key : bool
        Whether a key that has to be made is kept; a dry run makes one to throw away.
    """

    key_id: str | None = None
    keep_key: bool = True
    _key: PseudonymKey | None = field(default=None, repr=False)
    _looked: bool = False
    _known: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def look_through(self, texts: Iterable[str]) -> None:
        """Settle on the one key before the first row is made: that of the store, else that of most of the table.

        Parameters
        ----------
        texts : iterable of str
            Cells of the column ``subject``.

        Raises
        ------
        KeyMismatch
            If no subject fits the key of the store, or most subjects of a new store fit no one key. Where only
            some do not fit, it is left to their lines to say so.
        """
        made_with: Counter[str] = Counter()
        numbers = 0
        for text in texts:
            found = _PSEUDONYM.fullmatch(text)
            made_with.update([found[1]] if found else [])
            numbers += _is_number(text)
        new = self.key_id is None
        if numbers:
            self._own_key()
        if not made_with:
            return
        commonest = made_with.most_common(1)[0][0]
        key_id = self.key_id or commonest
        fit = numbers + made_with[key_id]
        if new and 2 * fit <= numbers + made_with.total():
            raise KeyMismatch(_several(sorted({key_id, *made_with})))
        if not fit:
            self._refuse(commonest)
        self.key_id = key_id

    def subject(self, text: str, issuer: str = "") -> str:
        """Pseudonym of a patient number; one that is a pseudonym already is taken as it is.

        Parameters
        ----------
        text : str
            Cell of the column ``subject``.
        issuer : str, optional
            Who issued the number.

        Returns
        -------
        str
            The pseudonym.

        Raises
        ------
        ValueError
            If the text is no number of one patient, or a pseudonym of another key. It is not repeated.
        KeyMismatch
            If the store was keyed with another key than this computer has.
        """
        if (text, issuer) not in self._known:
            self._known[text, issuer] = self._subject(text, issuer)
        return self._known[text, issuer]

    def ready(self, text: str) -> str:
        """A pseudonym as it is.

        Raises
        ------
        ValueError
            If it is none, or was made with another key than the store's.
        """
        found = _PSEUDONYM.fullmatch(text)
        if found is None:
            raise ValueError("expected a pseudonym (k, 8 characters, a colon, 26 characters), got something else")
        self.key_id = self.key_id or found[1]
        if found[1] != self.key_id:
            raise ValueError(
                f"expected a patient number, or a pseudonym made with key {self.key_id}, got one made with another key"
            )
        return text

    def _subject(self, text: str, issuer: str) -> str:
        if _PSEUDONYM.fullmatch(text):
            return self.ready(text)
        if _BEGINS_LIKE_ONE.match(text):
            raise ValueError("expected a whole pseudonym (k, 8 characters, a colon, 26 characters), got another length")
        if is_nobody(text):
            raise ValueError("expected a number that belongs to one patient, got an empty or placeholder text")
        if _SPOILT.fullmatch(text):
            raise ValueError(
                "expected a patient number, got one that a spreadsheet has rewritten (4.7E+06, 4711.0);"
                " format the column as text and type it again"
            )
        return pseudonym(self._own_key(), text, issuer)

    def clock(self, subject: str, day: dt.date) -> int | None:
        """Day on the subject's own clock; None where the key that it needs is not here."""
        key = self._key_here()
        if key is None or not subject.startswith(f"k{key.id}:"):
            return None
        return subject_day(key, subject, day.isoformat())

    def _key_here(self) -> PseudonymKey | None:
        if self._key is None and not self._looked:
            self._key, self._looked = load(), True
        return self._key

    def _own_key(self) -> PseudonymKey:
        if self._key is None:
            found = load()
            if found is None and self.key_id is not None:
                raise KeyMismatch(
                    f"store: its pseudonyms were made with key {self.key_id}, and this computer has no key yet; run"
                    " `measure key export FILE` where that key is, and `measure key import FILE` here"
                )
            self._key = found or (load_or_create() if self.keep_key else PseudonymKey.random())
        self.key_id = self.key_id or self._key.id
        if self.key_id != self._key.id:
            self._refuse(self._key.id)
        return self._key

    def _refuse(self, key_id: str) -> NoReturn:
        here = self._key_here()
        other = f"key {key_id} is in use" if here and here.id == key_id else f"those of the table with key {key_id}"
        raise KeyMismatch(
            f"store: its pseudonyms were made with key {self.key_id}, but {other}, so the rows of"
            f" one patient would not be joined. Run `measure key export FILE` where key {self.key_id} is, bring"
            " FILE here, and name it with MEASURE_KEY_FILE"
        )


def _is_number(text: str) -> bool:
    """Whether a cell can be the number of one patient."""
    return not (_BEGINS_LIKE_ONE.match(text) or is_nobody(text) or _SPOILT.fullmatch(text))


def _several(keys: list[str]) -> str:
    return (
        f"table: expected subjects of one key for a store that has none yet, got keys {', '.join(keys)}, and no key"
        " that most of them fit; part the table by key, and import each part into a store of its own"
    )


def plausible_day(day: dt.date) -> dt.date:
    """The day, where a radiograph can be of it."""
    if day.year not in _YEARS:
        raise ValueError(f"expected a day from {_YEARS.start} on, got another century")
    return day
