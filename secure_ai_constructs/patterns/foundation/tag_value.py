"""What may stand in a tag."""

from __future__ import annotations

import re

_TAG_VALUE = re.compile(r"[\w .:/=+\-@]{1,256}")


def require_tag(what: str, text: str) -> None:
    """Raises ValueError for what AWS refuses as the value of a tag; `what` begins the message.

    AWS source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    if not text.strip():
        raise ValueError(f"{what} must say something, was {text!r}")
    if not _TAG_VALUE.fullmatch(text):
        raise ValueError(f"{what} must be a tag of at most 256 letters, digits, spaces and _.:/=+-@, was {text!r}")
