"""Entries that are held to be the same, as one holder and one voice on a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from viewer.conjunction import conjunction
from viewer.library.status import Actors, CountedStand
from viewer.library.voices import NAMED


class OneForEach:
    """Puts one entry for all that are held to be the same: of those who stand here the last."""

    def __init__(
        self,
        stands: Iterable[CountedStand],
        same: Mapping[int, int],
        name: Callable[[int], str],
    ) -> None:
        """Take the entries of ``stands``, oldest first; ``same`` gives the same one number."""
        self._same = same
        self._name = name
        self._here: defaultdict[int, dict[int, None]] = defaultdict(dict)
        for stand in stands:
            for actor in (*stand.asserted_by, *stand.holders):
                if actor in same:
                    entries = self._here[same[actor]]
                    entries.pop(actor, None)
                    entries[actor] = None

    def stands(self, stands: Iterable[CountedStand]) -> list[CountedStand]:
        """Return stands as of the entries that are put for their own."""
        return [self._stand(stand) for stand in stands]

    def name(self, actor: int) -> str:
        """Return how an entry is called, with those for which it is put, too."""
        others = [one for one in self._entries(actor) if one != actor]
        if not others:
            return self._name(actor)
        return f"{self._name(actor)} (the same as {conjunction(map(self._name, others), NAMED)})"

    def _stand(self, stand: CountedStand) -> CountedStand:
        if self._same.keys().isdisjoint((*stand.holders, *stand.asserted_by, *stand.through)):
            return stand
        return replace(
            stand,
            holders=self._put(stand.holders),
            asserted_by=self._put(stand.asserted_by),
            through=frozenset(self._put(stand.through)),
        )

    def _put(self, actors: Iterable[int]) -> Actors:
        return tuple(dict.fromkeys((self._entries(actor) or [actor])[-1] for actor in actors))

    def _entries(self, actor: int) -> list[int]:
        return [*self._here.get(self._same.get(actor, actor), ())]
