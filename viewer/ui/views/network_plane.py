"""What of a network is shown, and where it stands on a plane of some size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import atan2, cos, hypot, log1p, pi, sin, sqrt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from viewer.library.network import TIE_KINDS, Network, Tie, TieKind
from viewer.library.network_layout import Point
from viewer.ui.appearance import Appearance
from viewer.ui.views.network_labels import Placing, Spot, Wanted, overlap
from viewer.ui.views.network_lines import Line, Lines, lines
from viewer.ui.views.network_style import MARK, TIES, head_size, mark_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from viewer.ui.views.network_lines import Floats

_MARGIN = (64.0, 22.0)  # px around the outermost nodes, for their labels
_BREAKS = (15, 26)  # average letters of a line, beyond which a name is broken
_LINES = 3
_ROOM = 10_000  # square px for a node and its name, of which every one is printed
_BEND = 22  # px between the middles of ties that connect the same nodes
_ASIDE = (0, 0.75, -0.75, 1.5, -1.5, 2.5, -2.5, 4, -4)
"""How many such distances ties bend aside for a node between them, tried in this order."""
_CLEAR = 4  # px between a line and a node that it does not connect
_NEAR = 5  # px from a tie that still mean it
_AT_ONCE = 60  # lines or labels that are made in some milliseconds
_STRESSED = 5
"""Nodes whose labels stand out, those with most statements."""
_ANY = 10_000
"""So many points of lines their labels may cover: they are named in any case."""
_RINGS = ((14, (1.0,)), (36, (1.0, 0.66)), (10_000, (1.0, 0.74, 0.48)))
"""On which rings so many neighbours stand around a node in focus."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which ties are shown: of which kinds, of which weight at least, around which node."""

    kinds: frozenset[TieKind] = frozenset(TIE_KINDS)
    least: int = 0
    focus: int | None = None


class Plane:
    """The nodes, lines and labels that are shown, in px.

    What is printed has each name in full, on as many lines as that takes.
    """

    def __init__(
        self,
        network: Network,
        points: Sequence[Point],
        appearance: Appearance,
        is_printed: bool = False,
    ) -> None:
        self.network = network
        self._is_printed = is_printed
        self.shown = Shown()
        self.ties: list[int] = []
        self.nodes: list[int] = []
        self._lines: dict[int, Line] = {}
        self._labels: dict[int, Spot] = {}
        self._is_stale, self.change = True, 0
        self.size = QSizeF()
        self._points = points
        self._appearance = appearance
        self._at: dict[int, Point] = {}
        self._broken: dict[int, list[list[str]]] = {}
        self._heaviest = max((tie.weight for tie in network.ties), default=0)
        self._largest = max((node.statements for node in network.nodes), default=0)
        self.remeasure()

    # What is shown

    def show(self, shown: Shown) -> None:
        """Show the ties that ``shown`` tells and the nodes they connect."""
        self.shown = shown
        focus = shown.focus
        near = {focus} if focus is not None else set[int]()
        ties = [at for at, tie in enumerate(self.network.ties) if self._is_meant(tie)]
        if focus is not None:
            near |= {end for at in ties if focus in (ends := self.ends(at)) for end in ends}
            ties = [at for at in ties if near.issuperset(self.ends(at))]
        self.ties = ties
        self.nodes = sorted({end for at in ties for end in self.ends(at)} | near)
        self._be_stale()

    def ends(self, tie: int) -> tuple[int, int]:
        """Return the nodes from which and to which a tie leads."""
        one = self.network.ties[tie]
        return one.source, one.target

    def ties_of(self, node: int) -> list[int]:
        """Return the ties shown that end at a node."""
        return [at for at in self.ties if node in self.ends(at)]

    def _is_meant(self, tie: Tie) -> bool:
        return tie.kind in self.shown.kinds and tie.weight >= self.shown.least

    # Sizes and fonts

    def resize(self, size: QSizeF) -> None:
        """Lay out on a plane of ``size``."""
        if size != self.size:
            self.size = size
            self._be_stale()

    def printed(self) -> Plane:
        """Return the same as it is printed, larger where its names want more room."""
        plane = Plane(self.network, self._points, self._appearance, is_printed=True)
        plane.show(self.shown)
        zoom = self._appearance.zoom / 100
        room = len(self.nodes) * _ROOM * zoom**2
        area = max(1.0, self.size.width() * self.size.height())
        plane.resize(self.size * max(1.0, sqrt(room / area)))
        return plane

    def remeasure(self) -> None:
        """Take up the fonts in force."""
        self._font = QFont(self._appearance.quiet_font())
        self._stressed_font = QFont(self._font)
        self._stressed_font.setWeight(QFont.Weight.DemiBold)
        self._broken.clear()
        self._be_stale()

    def font(self, node: int) -> QFont:
        """Return the face of a node's label."""
        return self._stressed_font if node < _STRESSED else self._font

    def reach(self, node: int) -> float:
        """Return how far a node reaches from its middle in px; its area grows with statements."""
        share = self.network.nodes[node].statements / max(1, self._largest)
        return float(3.5 + 6 * share**0.5)

    def share(self, tie: Tie) -> float:
        """Return how heavy a tie is, from 0 to 1 for the heaviest, by orders of magnitude."""
        return float(log1p(tie.weight) / log1p(max(1, self._heaviest)))

    def _be_stale(self) -> None:
        self._is_stale = True
        self.change += 1

    # Where it stands

    @property
    def lines(self) -> dict[int, Line]:
        """The ties shown, as lines."""
        self._lay_out()
        return self._lines

    @property
    def labels(self) -> dict[int, Spot]:
        """The labels of the nodes shown that have room for one."""
        self._lay_out()
        return self._labels

    def place(self, node: int) -> QPointF:
        """Return where a node that is shown stands."""
        self._lay_out()
        return QPointF(*self._at[node])

    def node_at(self, point: QPointF) -> int | None:
        """Return the node at a point of the plane, by its shape or its label."""
        self._lay_out()
        x, y = point.x(), point.y()
        for node, (left, top) in self._at.items():
            if hypot(x - left, y - top) <= self.reach(node) + 3:
                return node
        labels = self.labels.items()
        return next((node for node, spot in labels if overlap(spot.box, (x, y, x, y))), None)

    def tie_at(self, point: QPointF) -> int | None:
        """Return the tie that runs nearest to a point of the plane, if it is near enough."""
        near = {
            tie: one.distance(point.x(), point.y())
            for tie, one in self.lines.items()
            if one.bounds.contains(point.toPoint())
        }
        nearest = min(near, key=near.__getitem__, default=None)
        return nearest if nearest is not None and near[nearest] <= _NEAR else None

    def towards(self, node: int, across: int, down: int) -> int | None:
        """Return the nearest node from ``node`` in a direction, such as (-1, 0) to the left."""
        self._lay_out()
        x, y = self._at[node]

        def cost(other: int) -> float:
            to_x, to_y = self._at[other][0] - x, self._at[other][1] - y
            along = to_x * across + to_y * down
            aside = abs(to_x * down - to_y * across)
            return along + 2 * aside if along > 0 and aside <= 2 * along else float("inf")

        others = [other for other in self.nodes if other != node]
        nearest = min(others, key=cost, default=None)
        return nearest if nearest is not None and cost(nearest) < float("inf") else None

    @property
    def is_ready(self) -> bool:
        """Whether all of it is laid out as it is to be shown."""
        return not self._is_stale or self.size.isEmpty()

    def prepare(self) -> Iterator[None]:
        """Lay out whatever has changed, in pieces of some milliseconds.

        What is asked for meanwhile is laid out at once; a change ends it.
        """
        if self.is_ready:
            return
        change = self.change
        for _ in self._pieces():
            yield
            if change != self.change:
                return
        self._is_stale = False

    def _lay_out(self) -> None:
        """Lay out once, when it is next looked at, whatever has changed until then."""
        for _ in self.prepare():
            pass

    def _pieces(self) -> Iterator[None]:
        width, height = self.size.width() - 2 * _MARGIN[0], self.size.height() - 2 * _MARGIN[1]
        self._at = {
            node: (_MARGIN[0] + x * width, _MARGIN[1] + y * height)
            for node, (x, y) in self._spots().items()
        }
        drawn = yield from self._drawn()
        found: dict[int, Line] = {}
        for at, tie in enumerate(self.ties):
            if at % _AT_ONCE == 0:
                yield
            found[tie] = drawn.line(at)
        self._lines = found
        yield
        within = (2, 2, self.size.width() - 2, self.size.height() - 2)
        points = [*drawn.dots().tolist(), *self._marks()]
        yield
        wanted = []
        for at, node in enumerate(self._by_rank()):
            if at % _AT_ONCE == 0:
                yield
            wanted.append(self.wanted(node))
        placing = Placing(wanted, points, within)
        yield
        yield from placing.place()
        self._labels = placing.found

    def _marks(self) -> Iterator[Point]:
        """Yield points of the marks on ties, which no label should cover either."""
        for tie, one in self._lines.items():
            if mark_of(self.network.ties[tie]):
                x, y = one.middle.x(), one.middle.y()
                yield from ((x + off, y + off) for off in (-MARK, 0, MARK))

    def _spots(self) -> dict[int, Point]:
        """Return where the nodes stand, from 0 to 1.

        The neighbours of a node in focus stand around it, in the order in which they lie there;
        many of them stand by turns on an inner and an outer ring.
        """
        focus = self.shown.focus
        if focus is None:
            return {node: self._points[node] for node in self.nodes}
        x, y = self._points[focus]

        def angle(node: int) -> float:
            return atan2(self._points[node][1] - y, self._points[node][0] - x)

        around = sorted((node for node in self.nodes if node != focus), key=angle)
        rings = next(rings for most, rings in _RINGS if len(around) <= most)
        spots = {focus: (0.5, 0.5)}
        for at, node in enumerate(around):
            turn = angle(around[0]) + 2 * pi * at / len(around)
            far = rings[at % len(rings)] / 2
            spots[node] = (0.5 + far * cos(turn), 0.5 + far * sin(turn))
        return spots

    def _drawn(self) -> Generator[None, None, Lines]:
        """Return the lines of the ties shown, bent aside where a node stands in their way.

        Yields from time to time.
        """
        import numpy as np

        numbers = {node: at for at, node in enumerate(self.nodes)}
        places = np.array([self._at[node] for node in self.nodes]).reshape(-1, 2)
        reach = np.array([self.reach(node) for node in self.nodes])
        ends = np.array([[numbers[end] for end in self.ends(tie)] for tie in self.ties], int)
        ends = ends.reshape(-1, 2)
        bundle, offset = self._bundles()
        # To the same side whichever way it leads.
        side = np.where(ends[:, 0] < ends[:, 1], _BEND, -_BEND)
        size = np.array([head_size(self._width(tie)) for tie in self.ties])
        others = np.ones((len(ends), len(places)), bool)
        np.put_along_axis(others, ends, values=False, axis=1)

        def bent(some: NDArray[np.int64], aside: Floats) -> Lines:
            one, other = ends[some].T
            reaches = reach[ends[some]]
            bend = (offset[some] + aside) * side[some]
            return lines(places[one], places[other], reaches, bend, size[some])

        best = np.zeros(len(ends))
        least = np.full(len(ends), len(ends) * len(places))
        for aside in _ASIDE:
            yield
            (some,) = least.nonzero()  # the ties of bundles that still run through nodes
            through = bent(some, np.full(len(some), aside)).run_through(places, reach + _CLEAR)
            hits = np.bincount(bundle[some], (through & others[some]).sum(axis=1), len(ends))
            some = some[hits[bundle[some]] < least[some]]
            best[some], least[some] = aside, hits[bundle[some]]
        yield
        return bent(np.arange(len(ends)), best)

    def _bundles(self) -> tuple[NDArray[np.int64], Floats]:
        """Return for each tie which two nodes it connects, by number, and its place among these.

        Ties of the same two nodes run side by side, the middle of all of them at 0.
        """
        import numpy as np

        numbers: dict[frozenset[int], int] = {}
        bundle = [numbers.setdefault(frozenset(self.ends(tie)), len(numbers)) for tie in self.ties]
        sizes, seen = Counter(bundle), Counter[int]()
        offset = []
        for one in bundle:
            offset.append(seen[one] - (sizes[one] - 1) / 2)
            seen[one] += 1
        return np.array(bundle, int), np.array(offset)

    def _width(self, at: int) -> float:
        tie = self.network.ties[at]
        return TIES[tie.kind].of(tie).width_of(self.share(tie))

    # Labels

    def words(self, node: int) -> list[list[str]]:
        """Return the name of a node as broken into lines, in one way or two."""
        if node not in self._broken:
            name, metrics = self.network.nodes[node].name, QFontMetricsF(self.font(node))
            rooms = (metrics.averageCharWidth() * most for most in _BREAKS)
            ways = [_broken(name, metrics, room, self._is_printed) for room in rooms]
            self._broken[node] = ways if ways[0] != ways[1] else ways[:1]
        return self._broken[node]

    def wanted(self, node: int) -> Wanted:
        """Return the label of a node as it would stand if there were room."""
        metrics = QFontMetricsF(self.font(node))
        sizes = tuple(
            (max(map(metrics.horizontalAdvance, lines)) + 4, metrics.lineSpacing() * len(lines))
            for lines in self.words(node)
        )
        named = Wanted(node, *self._at[node], self.reach(node), sizes)
        return replace(named, most=_ANY) if node < _STRESSED else named

    def _by_rank(self) -> Iterable[int]:
        """Yield the nodes in the order in which their labels are served."""
        return sorted(self.nodes, key=lambda node: (node != self.shown.focus, node))


def _broken(name: str, metrics: QFontMetricsF, room: float, whole: bool) -> list[str]:
    """Return a name on lines not much wider than ``room`` px.

    What is too long ends in dots unless the ``whole`` is wanted.
    """
    lines: list[str] = []
    for word in name.split() or [name]:  # which holds no word, as a file may be anybody's
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    if whole:
        return lines
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [f"{lines[_LINES - 1]} …"]
    cut = Qt.TextElideMode.ElideRight
    return [metrics.elidedText(line, cut, room * 1.6) for line in lines]
