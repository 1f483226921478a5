"""The last line of a statement's row: when, who, through whom, why it is found, the stances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from viewer.badges import ShownStance
from viewer.ui.lettering import Lettering, Written
from viewer.ui.statement_rows import StatementRow

_GAP = 12.0  # px between the date and who speaks, and before each stance
_SPEAKER = 0.4  # of the width at most
_ENDLESS = 1e6  # px
_DATES = "≈ Feb – Dec 2000"  # about as long as dates are


class Piece(NamedTuple):
    """A part of the line, ``left`` px from its beginning; ``colour`` is a name of the palette's."""

    left: float
    written: Written
    lettering: Lettering
    colour: str


class _Told(NamedTuple):
    """What is told at the left: words, and how they are written."""

    words: str
    lettering: Lettering
    colour: str


class AboutLine:
    """Lays the line out, the speaker in ``bold`` letters.

    Where not all has room the date stays; whose a stance is gives way first, then what is
    told after the speaker, and then the words of stances.
    """

    def __init__(self, quiet: Lettering, bold: Lettering) -> None:
        self._quiet, self._bold = quiet, bold
        metrics = quiet.metrics
        self.height, self.ascent = metrics.height(), metrics.ascent()
        self._dated = metrics.horizontalAdvance(_DATES) + _GAP
        self._least = 6 * self.height  # of what comes after the speaker
        self._cut = metrics.horizontalAdvance(" (M…")

    def pieces(self, row: StatementRow, width: float) -> list[Piece]:
        """Return what the line of ``width`` px is made of."""
        quiet, pieces = self._quiet, []
        left = 0.0
        if row.date:
            date = quiet.fitted(row.date, width)
            pieces.append(Piece(0, date, quiet, "quiet"))
            left = date.width + _GAP
        if width >= 4 * self._dated:
            left = max(left, self._dated)  # so that the speakers line up
        told = [_Told(row.speaker, self._bold, "text")]
        if row.via:
            told.append(_Told(f" via {row.via}", quiet, "quiet"))
        if row.reason:
            told.append(_Told(f"   {row.reason}", quiet, "accent"))
        names = [one.lettering.fitted(one.words, _ENDLESS) for one in told]
        badges = [quiet.fitted(str(one), _ENDLESS) for one in row.stances]
        if left + _widths(names) + _widths(badges) + _GAP * len(badges) > width:
            names, badges = self._cut_short(told, names, row.stances, badges, width, width - left)
        for one, written in zip(told, names, strict=False):
            pieces.append(Piece(left, written, one.lettering, one.colour))
            left += written.width
        right = width + _GAP
        for at in reversed(range(len(badges))):
            right -= badges[at].width + _GAP
            pieces.append(Piece(right, badges[at], quiet, row.stances[at].badge.colour))
        return pieces

    def _cut_short(
        self,
        told: list[_Told],
        names: list[Written],
        stances: Sequence[ShownStance],
        badges: list[Written],
        width: float,
        rest: float,
    ) -> tuple[list[Written], list[Written]]:
        """Return as much of what is told and of stances as has room beside each other."""
        least = [min(self._least, one.width) for one in names]
        least[0] = min(names[0].width, _SPEAKER * width)
        badges = self._cut_stances(stances, badges, rest - _widths(names), rest - sum(least))
        while badges and _widths(badges) + _GAP * len(badges) > rest - 3 * self.height:
            badges = badges[:-1]  # rather than one without what qualifies it
        room = rest - _widths(badges) - _GAP * len(badges)
        if sum(least) > room:
            del least[2:]  # the words themselves show what is found in them
        written: list[Written] = []
        for at in range(len(least)):
            own = room - sum(least[at + 1 :])
            own = min(room, max(own, least[0])) if at == 0 else own
            if own > 2 * self.height:
                written.append(told[at].lettering.fitted(told[at].words, own))
                room -= written[-1].width
        return written, badges

    def _cut_stances(
        self, stances: Sequence[ShownStance], whole: list[Written], roomy: float, tight: float
    ) -> list[Written]:
        """Return stances in ``roomy`` px, or in up to ``tight`` px with their holders cut."""
        gaps = _GAP * len(stances)
        if not stances or _widths(whole) + gaps <= roomy:
            return whole
        bare = [self._quiet.fitted(_bare(one), _ENDLESS) for one in stances]
        rooms = [one.width for one in bare]
        cut = [self._without_holder(one) for one in stances]
        for wanted, room in ((cut, tight), ([one.width for one in whole], roomy)):
            spare = room - gaps - sum(rooms)
            # Those that lack little come first, so that as many as can be are whole.
            for at in sorted(range(len(rooms)), key=lambda at: wanted[at] - rooms[at]):
                given = max(0.0, min(spare, wanted[at] - rooms[at]))
                rooms[at] += given
                spare -= given
        return [self._in_room(*one) for one in zip(stances, whole, bare, cut, rooms, strict=True)]

    def _without_holder(self, stance: ShownStance) -> float:
        """Return the width that a stance takes at least with all its words but the holder's."""
        own = self._quiet.fitted(f"{stance.badge.shape} {stance.own_words}", _ENDLESS).width
        return own + self._cut if stance.holder else own

    def _in_room(
        self, stance: ShownStance, whole: Written, bare: Written, cut: float, room: float
    ) -> Written:
        """Return as much of a stance as there is room for, never without what qualifies it."""
        is_told_in_part = stance.is_bare and room > bare.width + self._cut
        if room >= min(cut, whole.width) or is_told_in_part:
            return self._quiet.fitted(str(stance), room)
        return bare


def _bare(stance: ShownStance) -> str:
    """Return the shape, in brackets when the stance is another's, with what qualifies it."""
    shape = f"({stance.badge.shape})" if stance.holder else stance.badge.shape
    return f"{shape} {stance.modality}" if stance.modality else shape


def _widths(written: Sequence[Written]) -> float:
    return sum([one.width for one in written])
