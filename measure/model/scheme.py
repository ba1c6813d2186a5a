"""Scheme: a scale of judgement, as data, with the words that it allows."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from measure.errors import CatalogError, quoted
from measure.model._frozen import FrozenMap
from measure.model.anatomy import StructureKind

JOIN = ";"  # between the words of a judgement that may have several
_BETWEEN = re.compile(r"[;,+/]")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scale on which people judge what no landmark gives.

    Attributes
    ----------
    id : str
        Its name in tables and rows: ``genant_visual``. Never the id of a measure.
    title : str
        Its name for a person.
    values : mapping of str to str
        Each word of the scale and what it means, in the order of the scale.
    subjects : collection of StructureKind or None
        What can be judged by it; None among them = the film as a whole.
    definition : str
        What is judged, in a sentence.
    references : tuple of str
        Where it is published.
    say : str
        How a judgement is told, with ``{}`` for its words.
    several : bool
        Whether a judgement may have several words; they are joined by ``;`` in the order of the scale.
    alone : str or None
        Word that goes with no other.

    Examples
    --------
    >>> scheme = Scheme("of_dgou", "OF", {"OF1": "", "OF2": ""}, (StructureKind.VERTEBRA,), "", ())
    >>> scheme.read("of 2", StructureKind.VERTEBRA)
    'OF2'
    """

    id: str
    title: str
    values: Mapping[str, str]
    subjects: Collection[StructureKind | None]
    definition: str
    references: tuple[str, ...]
    say: str = "{}"
    several: bool = False
    alone: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", FrozenMap(self.values))
        object.__setattr__(self, "subjects", tuple(self.subjects))

    def read(self, text: str, subject: StructureKind | None) -> str:
        """Judgement in the words of the scale.

        Parameters
        ----------
        text : str
            As written: capitals, blanks, a hyphen or an apostrophe make no difference, nor do
            the zeros and the comma of a number.
        subject : StructureKind or None
            What is judged; None = the film as a whole.

        Returns
        -------
        str
            The word of the scale, or several joined by ``;``.

        Raises
        ------
        CatalogError
            If the scale has no such word, or is not for this subject.
        """
        if subject not in self.subjects:
            wanted = ", ".join(_called(known) for known in self.subjects)
            raise CatalogError(f"{self.id}: expected it of {wanted}, got it of {_called(subject)}")
        parts = _BETWEEN.split(text) if self.several else [text]
        words = {self._word(part) for part in parts if part.strip() or len(parts) == 1}
        if self.alone in words and len(words) > 1:
            raise CatalogError(f"{self.id}: {self.alone} goes with no other word")
        return JOIN.join(word for word in self.values if word in words)

    def _word(self, text: str) -> str:
        wanted = _folded(text)
        for word in self.values:
            if _folded(word) == wanted:
                return word
        raise CatalogError(f"{self.id}: expected {', '.join(self.values)}, got {quoted(text.strip())}")

    def tell(self, value: str) -> str:
        """Judgement for a person to read: ``cement leak: disc, vein``."""
        return self.say.format(value.replace(JOIN, ", ").replace("_", " "))


def _called(subject: StructureKind | None) -> str:
    if subject is None:
        return "the film"
    return f"{'an' if subject[0] in 'iu' else 'a'} {subject}".replace("_", " ")


def _folded(text: str) -> str:
    """Word to compare by; numbers by what they are worth."""
    plain = text.strip().casefold()
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{1,3})?", plain):
        return repr(float(plain.replace(",", ".")))
    # Signs are dropped from words alone: -1 must not become 1, nor 1-2 twelve.
    return re.sub(r"['’\s_-]", "", plain) if re.search("[a-z]", plain) else plain
