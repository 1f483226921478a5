"""Languages and scripts in words."""

from __future__ import annotations

_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "ja": "Japanese",
    "ko": "Korean",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
_SCRIPTS = {
    "Arab": "Arabic script",
    "Cyrl": "Cyrillic",
    "Grek": "Greek script",
    "Hang": "Hangul",
    "Hans": "Han script",
    "Hant": "Han script",
    "Hebr": "Hebrew script",
    "Latn": "Latin script",
}


def writing(language: str, script: str) -> str:
    """Return language and script in words; that English is in Latin letters goes unsaid."""
    told = _LANGUAGES.get(language, language)
    in_script = "" if script == "Latn" else _SCRIPTS.get(script, script)
    return ", ".join(word for word in (told, in_script) if word)
