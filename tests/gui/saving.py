"""Saves views as tests want them: whole, in one go."""

from __future__ import annotations

from pathlib import Path

from viewer.ui.saving import pictures, views
from viewer.ui.views.view import View


def save(view: View, path: Path, caption: pictures.Caption) -> None:
    """Save a view, however many pieces that takes."""
    assert all(0 <= share <= 1 for share in views.save(view, path, caption))
