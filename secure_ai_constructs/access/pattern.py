"""IAM's wildcards, matched in linear time: a policy may hold forty stars."""

from __future__ import annotations


def matches_glob(pattern: str, text: str) -> bool:
    """`*` stands for any characters, `?` for one; everything else for itself."""
    at = mark = 0
    star = -1
    for_text = 0
    while for_text < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, for_text
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[for_text]):
            at += 1
            for_text += 1
        elif star >= 0:
            mark += 1
            at, for_text = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")
