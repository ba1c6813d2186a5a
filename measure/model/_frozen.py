"""A mapping that cannot change: what the frozen nouns keep their named parts in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class FrozenMap(Mapping[str, V]):
    """An immutable, hashable, picklable mapping that keeps insertion order.

    Parameters
    ----------
    items : Mapping or iterable of (str, value)
        What to hold. It is copied.

    Examples
    --------
    >>> a = FrozenMap({"superior_left": 1, "superior_right": 2})
    >>> a["superior_right"], len(a), a == {"superior_left": 1, "superior_right": 2}
    (2, 2, True)
    """

    __slots__ = ("_items",)
    _items: dict[str, V]

    def __init__(self, items: Mapping[str, V] | Iterable[tuple[str, V]] = ()) -> None:
        object.__setattr__(self, "_items", dict(items))

    def __getitem__(self, key: str) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a FrozenMap cannot change: build another one")

    def __reduce__(self) -> tuple[type["FrozenMap[V]"], tuple[dict[str, V]]]:
        return type(self), (self._items,)

    def __repr__(self) -> str:
        return repr(self._items)
