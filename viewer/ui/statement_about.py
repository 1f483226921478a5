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
        told = [(f" via {row.via}", "quiet")] if row.via else []
        if row.reason:
            told.append((f"   {row.reason}", "accent"))
        wanted = [quiet.fitted(words, _ENDLESS).width for words, _ in told]
        least = [min(self._least, one) for one in wanted]
        speaker = self._bold.fitted(row.speaker, _ENDLESS).width
        capped = min(speaker, _SPEAKER * width)
        rest = width - left
        badges = self._badges(row.stances, rest - speaker - sum(wanted), rest - capped - sum(least))
        right = width
        for stance, badge in zip(reversed(row.stances), reversed(badges), strict=True):
            if right - badge.width < left + 3 * self.height:
                break  # none rather than one without what qualifies it
            pieces.append(Piece(right - badge.width, badge, quiet, stance.badge.colour))
            right -= badge.width + _GAP
        room = max(0.0, right - left)
        who = self._bold.fitted(row.speaker, min(room, max(capped, room - sum(least))))
        pieces.append(Piece(left, who, self._bold, "text"))
        left += who.width
        if right - left < sum(least):
            del told[1:], least[1:]  # the words themselves show what is found in them
        for at, (words, colour) in enumerate(told):
            room = right - left - sum(least[at + 1 :])
            if room > 2 * self.height:
                written = quiet.fitted(words, room)
                pieces.append(Piece(left, written, quiet, colour))
                left += written.width
        return pieces

    def _badges(self, stances: Sequence[ShownStance], roomy: float, tight: float) -> list[Written]:
        """Return stances in ``roomy`` px, or in up to ``tight`` px with their holders cut."""
        quiet = self._quiet
        whole = [quiet.fitted(f"{one.badge.shape} {one.words}", _ENDLESS) for one in stances]
        gaps = _GAP * len(stances)
        if sum(one.width for one in whole) + gaps <= roomy:
            return whole
        bare = [quiet.fitted(_bare(one), _ENDLESS) for one in stances]
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
        is_told_in_part = not (stance.modality or stance.holder) and room > bare.width + self._cut
        if room >= min(cut, whole.width) or is_told_in_part:
            return self._quiet.fitted(f"{stance.badge.shape} {stance.words}", room)
        return bare


def _bare(stance: ShownStance) -> str:
    """Return the shape, in brackets when the stance is another's, with what qualifies it."""
    shape = f"({stance.badge.shape})" if stance.holder else stance.badge.shape
    return f"{shape} {stance.modality}" if stance.modality else shape
