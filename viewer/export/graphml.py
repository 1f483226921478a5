"""A network as GraphML, which network programs read."""

from __future__ import annotations

import io
from collections.abc import Iterable

from viewer.export.xml import carried
from viewer.library.network import Network, Tie


def graphml(network: Network, ties: Iterable[Tie]) -> str:
    """Return the given ties of ``network``, and the nodes that they connect, as GraphML.

    Nodes are called by type and id ("actor/iran") and have ``id``, ``name``, ``type``, ``kind``
    and ``statements``; ties have ``kind``, ``weight`` and ``denials`` as numbers of statements,
    ``status``, ``detail``, and the ids of the newest ``statements``, parted by spaces.
    """
    import networkx  # with the first network that is written

    graph = networkx.MultiDiGraph()
    for number, tie in enumerate(ties):
        ends = [network.nodes[end] for end in (tie.source, tie.target)]
        for node in ends:
            graph.add_node(
                f"{node.type}/{node.id}",
                id=node.id,
                name=node.name,
                type=node.type,
                kind=str(node.kind),
                statements=node.statements,
            )
        graph.add_edge(
            *(f"{node.type}/{node.id}" for node in ends),
            key=str(number),  # which becomes its id, unique in the file
            kind=tie.kind,
            weight=tie.weight,
            denials=tie.denied,
            status=tie.status,
            detail=tie.detail,
            statements=" ".join(tie.statements),
        )
    written = io.BytesIO()
    networkx.write_graphml_xml(graph, written)
    return carried(written.getvalue().decode("utf-8"))
