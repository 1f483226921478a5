"""A network in the formats of other programs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree

import networkx

from viewer.export.graphml import graphml
from viewer.export.network import HEADER, ties_table
from viewer.library.network import network
from viewer.library.reading import Library


def test_graphml_is_read_again_as_it_was(founding: Library) -> None:
    written = network(founding, None)
    read = networkx.read_graphml(io.BytesIO(graphml(written, written.ties).encode()))
    assert read.is_directed()
    assert dict(read.nodes["actor/iran"]) == {
        "id": "iran",
        "name": "Iran",
        "type": "actor",
        "kind": "state",
        "statements": 25,
    }
    ties = list(read.get_edge_data("actor/iran", "actor/russia").values())
    assert sorted((tie["kind"], tie["weight"], tie["denials"]) for tie in ties) == [
        ("may supply", 1, 0),
        ("supplies", 5, 1),
    ]
    assert len(read.edges) == len(written.ties)
    assert len(read.nodes) == len(written.nodes)


def test_every_node_and_every_tie_has_an_id_of_its_own(founding: Library) -> None:
    written = network(founding, None)
    read = ElementTree.fromstring(graphml(written, written.ties))  # noqa: S314 - our own
    for kind, many in (("node", len(written.nodes)), ("edge", len(written.ties))):
        found = read.iter(f"{{http://graphml.graphdrawing.org/xmlns}}{kind}")
        ids = {element.get("id") for element in found}
        assert len(ids - {None}) == many > 2


def test_a_name_with_control_characters_is_read_again(founding: Library) -> None:
    whole = network(founding, None)
    named = [replace(node, name="I\x00r\x1ban\x0b \uffff") for node in whole.nodes]
    spoilt = replace(whole, nodes=tuple(named))
    read = networkx.read_graphml(io.BytesIO(graphml(spoilt, spoilt.ties).encode()))
    assert read.nodes["actor/iran"]["name"] == "Iran "


def test_only_the_ties_given_are_written(founding: Library) -> None:
    whole = network(founding, None)
    denials = [tie for tie in whole.ties if tie.kind == "denies"]
    read = networkx.read_graphml(io.BytesIO(graphml(whole, denials).encode()))
    assert set(read.nodes) == {
        "actor/iran",
        "actor/russia",
        "actor/article-outlet",
        "actor/reports-of-drone-use",
    }


def test_the_table_names_the_statements(founding: Library) -> None:
    whole = network(founding, None)
    header, *rows = csv.reader(io.StringIO(ties_table(whole, whole.ties)))
    assert tuple(header) == HEADER
    assert len(rows) == len(whole.ties)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    (uses,) = [row for row in found if row["kind"] == "uses" and row["to_id"] == "shahed"]
    assert uses["from_id"] == "russia"
    assert (uses["weight"], uses["denials"], uses["status"]) == ("2", "1", "disputed")
    assert set(uses["statement_ids"].split()) == {"zeip2qws5bzx", "hr2e63zy54lg"}
