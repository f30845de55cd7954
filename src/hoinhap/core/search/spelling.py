"""Find the syllables that a mistyped one may have been meant for."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Below this length everything is near everything.
SHORTEST = 2


def nearest(syllable: str, vocabulary: Mapping[str, int], limit: int = 5) -> list[str]:
    """List the known syllables nearest to one that is not known, the most used of equals first ("khuu" → "khau", …).

    `vocabulary` gives for each syllable without marks in how many documents it stands. One letter may be wrong,
    missing, too much or swapped with its neighbour; two in a syllable of six and more.
    """
    if len(syllable) < SHORTEST:
        return []
    most = 2 if len(syllable) >= 6 else 1
    near = extract(syllable, vocabulary.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    found = [(distance, -vocabulary[word], word) for word, distance, _place in near]
    return [word for _distance, _count, word in sorted(found)[:limit]]
