"""Whether a window can be shown at all, found out before Qt would abort over it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_OFF_SCREEN = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs")

_INSTEAD = (
    "“whosaid search WORDS” answers here and “whosaid shot FILE.png” renders the window to a "
    "picture."
)

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libglib-2.0.so.0": "libglib2.0-0",
}


class NoDisplay(Exception):
    """There is no screen to show a window on."""


class Unusable(Exception):
    """Qt is there but cannot start; the message names the package that is missing."""


def require_display() -> None:
    """Raise NoDisplay unless the display that Qt would use answers."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _OFF_SCREEN:
        return
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform and platform not in ("xcb", "wayland", "wayland-egl"):
        raise NoDisplay(
            f"QT_QPA_PLATFORM names “{platform}”, which Qt does not know; unset it, or set xcb."
        )
    wayland = os.environ.get("WAYLAND_DISPLAY", "wayland-0" if "wayland" in platform else "")
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    if platform != "xcb" and wayland and _answers(runtime / wayland):
        return
    if "wayland" in platform:
        raise NoDisplay(f"The Wayland display “{wayland}” does not answer; {_INSTEAD}")
    display = os.environ.get("DISPLAY", "")
    if not _x11_answers(display):
        what = f"The display “{display}” does not answer" if display else "There is no display"
        raise NoDisplay(f"{what}, so no window can be shown; {_INSTEAD}")


def require_qt() -> None:
    """Raise Unusable, naming the package, when a library that Qt needs is missing."""
    try:
        from PySide6 import QtWidgets
    except ImportError as error:
        raise _missing(error) from error
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _OFF_SCREEN:
        return
    if os.environ.get("DISPLAY"):
        # Qt aborts when its X11 plugin does not load; loading it here says why.
        plugin = Path(QtWidgets.__file__).parent / "Qt/plugins/platforms/libqxcb.so"
        if plugin.exists():
            import ctypes  # nothing off-screen needs it

            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                raise _missing(error) from error


def require_fonts() -> None:
    """Raise Unusable when there is no font at all; needs a running QGuiApplication."""
    from PySide6.QtGui import QFont, QRawFont

    # Fontconfig lists families such as “Serif” even when there is no file behind them.
    if not QRawFont.fromFont(QFont()).supportsCharacter("a"):
        raise Unusable(
            "No font is installed, so every letter would be a box; install one, "
            "such as the package fonts-dejavu-core."
        )


def _missing(error: BaseException) -> Unusable:
    match = re.search(r"(lib[\w.+-]+\.so[.\d]*): cannot open", str(error))
    if not match:
        return Unusable(f"Qt cannot be loaded ({error}); install PySide6-Essentials again.")
    package = _PACKAGES.get(match[1])
    advice = f"install the package {package}" if package else "install the package that holds it"
    return Unusable(f"Qt needs the system library {match[1]}, which is missing; {advice}.")


def _x11_answers(display: str) -> bool:
    match = re.fullmatch(r"(?:unix)?([^:]*):(\d+)(?:\.\d+)?", display)
    if not match:
        return False
    if match[1]:
        import socket

        try:
            socket.create_connection((match[1], 6000 + int(match[2])), timeout=2).close()
        except OSError:
            return False
        return True
    path = f"/tmp/.X11-unix/X{match[2]}"  # noqa: S108 - where X servers listen
    return _answers(Path(path)) or _answers(f"\0{path}")


def _answers(path: Path | str) -> bool:
    import socket  # nothing off-screen asks

    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True
