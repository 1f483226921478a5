"""Where the nodes of a network stand, the same at every start.

The forces are ForceAtlas2 as networkx has it: beside its spring and attractive-repulsive
layouts it kept the families of nodes apart in the small library and in a crowded one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viewer.library.network import Network
from viewer.library.pause import Pause, carry_on

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray

    _Points = NDArray[np.float64]

Point = tuple[float, float]

_TRIES = ((45, 8), (52, 4), (60, 2), (10_000, 1))
"""How often the forces begin anew for so many nodes; many are a tangle wherever they begin."""
_FIRST, _MORE = 80, 240
"""Rounds of the forces for each try, and for the one with the fewest crossings."""
_UNBROKEN = 40
"""Rounds before it is asked whether they are still wanted; a tenth of a second at most."""
_MORE_EACH = 12
"""Rounds for each node of a small family, which comes to rest sooner."""
_PUSHES = 120
"""Rounds in which what overlaps is pushed apart, at most: it may never come to rest."""
_RANKED = 0.45
"""How far places give way to their order, from side to side and from top to bottom."""
_FULL = 0.6
"""The share of the plane that the boxes of the nodes take up."""
_BOX = (2.2, 1.0)
"""A node with its label under it, in the unit of the plane: wider than high."""
_SHAPE = 1.1
"""Width to height of the plane."""
_AT_ONCE = 100
"""Spots that are looked at together."""
_CLEARANCE = 1.5
"""How many boxes lie between nodes of different families, which no tie connects."""


def points(network: Network, pause: Pause = carry_on) -> tuple[Point, ...]:
    """Return a place for each node, both coordinates from 0 to 1, y downwards.

    ``pause`` is called now and then, and may raise to give up.
    """
    # Imported here: only a network needs them, and only when it is first looked at.
    import networkx
    import numpy as np

    graph = networkx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_edges_from((tie.source, tie.target) for tie in network.ties)
    parts = sorted(
        map(sorted, networkx.connected_components(graph)), key=lambda one: (-len(one), one)
    )
    placed: _Points = np.zeros((len(graph), 2))
    done: list[int] = []
    for part in parts:
        spot = _beside(_laid_out(graph.subgraph(part), part, pause), placed[done])
        placed[part] = spot
        done += part
    return tuple((float(x), float(y)) for x, y in _to_unit(placed))


def _laid_out(graph: networkx.Graph[Any], nodes: list[int], pause: Pause) -> _Points:
    """Return the places of connected nodes, around the origin, none upon another."""
    import networkx
    import numpy as np

    if len(nodes) <= 2:
        return np.array([(0, at * _BOX[1]) for at in range(len(nodes))])
    # The order of the view is that of a set; the forces count on one that never changes.
    ordered = networkx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges))
    # By its root, or a hub would drive off its neighbours.
    mass = {node: 1 + ordered.degree(node) ** 0.5 for node in nodes}

    def forced(rounds: int, seed: int, places: dict[int, Any] | None = None) -> dict[int, Any]:
        for done in range(0, rounds, _UNBROKEN):
            pause()
            places = networkx.forceatlas2_layout(
                ordered,
                places,
                seed=seed,
                max_iter=min(_UNBROKEN, rounds - done),
                scaling_ratio=4,
                gravity=0.05,
                strong_gravity=True,
                node_mass=mass,
            )
        return places or {}

    seeds = range(next(tries for most, tries in _TRIES if len(nodes) <= most))
    edges = np.array([(nodes.index(one), nodes.index(other)) for one, other in ordered.edges])
    plainest, first, least = 0, dict[int, Any](), len(edges) ** 2
    for seed in seeds:
        places = forced(_FIRST, seed)
        crossings = _crossings(_array(places, nodes), edges)
        if crossings < least:
            plainest, first, least = seed, places, crossings
        if not crossings:
            break
    at = _along(_array(forced(min(_MORE, _MORE_EACH * len(nodes)), plainest, first), nodes))
    order = at.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    at = (1 - _RANKED) * _to_unit(at) + _RANKED * order / (len(nodes) - 1)
    height = (len(nodes) * _BOX[0] * _BOX[1] / _FULL / _SHAPE) ** 0.5
    at = (at - 0.5) * [height * _SHAPE, height]
    return _apart(at)


def _array(places: dict[int, Any], nodes: list[int]) -> _Points:
    import numpy as np

    return np.array([places[node] for node in nodes])


def _crossings(at: _Points, edges: NDArray[np.int64]) -> int:
    """Return how often two ties cross."""
    import numpy as np

    def side(one: _Points, other: _Points, of: _Points) -> _Points:
        along, off = other - one, of - one
        return np.sign(along[..., 0] * off[..., 1] - along[..., 1] * off[..., 0])

    one, other = at[edges[:, 0]], at[edges[:, 1]]
    a, b, c, d = one[:, None], other[:, None], one[None], other[None]
    apart = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return int(apart.sum() // 2)


def _along(at: _Points) -> _Points:
    """Turn the longest extent level, the more scattered halves to the right and downwards."""
    import numpy as np

    at = at - at.mean(axis=0)
    _, axes = np.linalg.eigh(at.T @ at)
    at = at @ axes[:, ::-1]
    turned: _Points = at * np.where((at**3).sum(axis=0) < 0, -1, 1)
    return turned


def _apart(at: _Points) -> _Points:
    """Push nodes whose boxes overlap apart, along the way that is shorter."""
    import numpy as np

    order = np.sign(np.arange(len(at))[:, None] - np.arange(len(at))[None])
    for _ in range(_PUSHES):
        apart = at[:, None] - at[None]
        over = np.array(_BOX) - np.abs(apart)
        clash = (over > 1e-6).all(axis=2) & (order != 0)
        if not clash.any():
            break
        level = over[..., 0] / _BOX[0] < over[..., 1] / _BOX[1]
        way = np.where(apart == 0, order[..., None], np.sign(apart))
        pushed = way * over * np.stack([clash & level, clash & ~level], axis=2)
        at = at + pushed.sum(axis=1) * 0.35
    return at


def _beside(part: _Points, others: _Points) -> _Points:
    """Move ``part`` to the free spot that is nearest to the middle of ``others``."""
    import numpy as np

    if not len(others):
        return part
    low, high = others.min(axis=0), others.max(axis=0)
    middle, reach = (low + high) / 2, (high - low) / 2 + _BOX
    steps = np.linspace(-2, 2, 81)
    offsets = np.array([(x, y) for y in steps for x in steps])
    # By the farther of the two, so that the corners of the plane are taken before a new margin.
    ways = offsets[np.abs(offsets).max(axis=1).argsort(kind="stable")]
    clearance = np.array(_BOX) * _CLEARANCE
    for some in range(0, len(ways), _AT_ONCE):
        spots: _Points = part + (middle + ways[some : some + _AT_ONCE] * reach)[:, None]
        apart = np.abs(spots[:, :, None] - others)
        free = ~np.any(np.all(apart < clearance, axis=3), axis=(1, 2))
        if free.any():
            first: _Points = spots[free.argmax()]
            return first
    below: _Points = part + np.array([middle[0], high[1] + np.ptp(part[:, 1]) + 2 * _BOX[1]])
    return below


def _to_unit(at: _Points) -> _Points:
    """Return places from 0 to 1 in both directions; in the middle of one that has no extent."""
    import numpy as np

    if not len(at):
        return at
    low, extent = at.min(axis=0), at.max(axis=0) - at.min(axis=0)
    unit: _Points = np.where(extent > 0, (at - low) / np.where(extent > 0, extent, 1), 0.5)
    return unit
