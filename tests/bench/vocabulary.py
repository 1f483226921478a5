"""Invented words and names: pronounceable, in several scripts, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from random import Random

FUNCTION_WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "is",
    "was",
    "for",
    "on",
    "with",
    "as",
    "by",
    "at",
    "from",
    "it",
    "be",
    "are",
    "has",
    "have",
    "had",
    "not",
    "this",
    "which",
    "their",
    "its",
    "or",
    "but",
    "they",
    "were",
    "been",
    "an",
    "would",
    "could",
    "will",
    "more",
    "than",
    "after",
    "before",
    "no",
    "one",
    "who",
    "what",
    "when",
    "where",
    "there",
    "also",
    "other",
    "between",
    "about",
    "into",
    "over",
    "under",
    "during",
    "against",
    "through",
    "while",
    "if",
    "so",
    "such",
    "any",
    "all",
    "some",
    "most",
    "many",
    "new",
    "first",
    "last",
    "only",
    "even",
    "still",
    "since",
    "until",
    "because",
    "however",
    "both",
    "each",
    "those",
    "these",
    "he",
    "she",
    "we",
    "you",
    "his",
    "her",
    "our",
    "can",
    "may",
    "might",
    "must",
    "should",
    "do",
    "did",
    "does",
    "out",
    "up",
    "down",
    "off",
    "then",
    "now",
]
"""The commonest words, commonest first."""

_ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "sk",
    "st",
    "t",
    "tr",
    "v",
    "y",
    "z",
    "zh",
]
_VOWELS = ["a", "a", "e", "e", "i", "o", "u", "ai"]
_CODAS = ("", "", "", "n", "r", "l", "s", "m", "k", "t", "sh")

_CYRILLIC = {
    "zh": "ж",
    "kh": "х",
    "sh": "ш",
    "ts": "ц",
    "ia": "ия",
    "a": "а",
    "b": "б",
    "c": "к",
    "d": "д",
    "e": "е",
    "f": "ф",
    "g": "г",
    "h": "х",
    "i": "и",
    "j": "дж",
    "k": "к",
    "l": "л",
    "m": "м",
    "n": "н",
    "o": "о",
    "p": "п",
    "q": "к",
    "r": "р",
    "s": "с",
    "t": "т",
    "u": "у",
    "v": "в",
    "w": "в",
    "x": "кс",
    "y": "й",
    "z": "з",
}
_ARABIC = {
    "zh": "ژ",
    "kh": "خ",
    "sh": "ش",
    "ts": "تس",
    "ia": "یا",
    "a": "ا",
    "b": "ب",
    "c": "ک",
    "d": "د",
    "e": "ه",
    "f": "ف",
    "g": "گ",
    "h": "ه",
    "i": "ی",
    "j": "ج",
    "k": "ک",
    "l": "ل",
    "m": "م",
    "n": "ن",
    "o": "و",
    "p": "پ",
    "q": "ق",
    "r": "ر",
    "s": "س",
    "t": "ت",
    "u": "و",
    "v": "و",
    "w": "و",
    "x": "کس",
    "y": "ی",
    "z": "ز",
}


def words(rng: Random, count: int) -> list[str]:
    """Return ``count`` words, commonest first; the commoner are the shorter."""
    found = dict.fromkeys(FUNCTION_WORDS)
    made = invented(rng)
    while len(found) < count:
        found[next(made)] = None
    first = len(FUNCTION_WORDS)
    ranked = list(found)
    return ranked[:first] + sorted(ranked[first:], key=lambda word: len(word) + 6 * rng.random())


def invented(rng: Random, longer: float = 0.6) -> Iterator[str]:
    """Give words of two syllables, a share of three or four, never one twice."""
    seen = set()
    while True:
        syllables = 2 + (rng.random() < longer) + (rng.random() < longer / 3)
        word = "".join(_one(rng, _ONSETS) + _one(rng, _VOWELS) for _ in range(syllables)) + _one(
            rng, _CODAS
        )
        if word not in seen:
            seen.add(word)
            yield word


def zipf(count: int, exponent: float = 1.0) -> list[float]:
    """Return the cumulative weights of ``count`` ranks."""
    return list(accumulate(1 / rank**exponent for rank in range(1, count + 1)))


def cyrillic(name: str) -> str:
    written = _written(name.lower(), _CYRILLIC)
    return " ".join(word[:1].upper() + word[1:] for word in written.split(" "))


def arabic(name: str) -> str:
    return _written(name.lower(), _ARABIC)


def misspelt(rng: Random, name: str) -> str:
    """Return ``name`` with one letter doubled, dropped or swapped with the next."""
    letters = [at for at in range(1, len(name) - 1) if name[at : at + 2].isalpha()]
    if not letters:
        return name
    at = letters[int(rng.random() * len(letters))]
    way = rng.random()
    if way < 0.35:
        return name[:at] + name[at] + name[at:]
    if way < 0.65 or name[at] == name[at + 1]:
        return name[:at] + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _written(name: str, letters: dict[str, str]) -> str:
    written, at = "", 0
    while at < len(name):
        pair = name[at : at + 2]
        step = 2 if pair in letters else 1
        written += letters.get(name[at : at + step], name[at])
        at += step
    return written


def _one(rng: Random, choices: list[str] | tuple[str, ...]) -> str:
    return choices[int(rng.random() * len(choices))]
