"""What may stand in a tag, and the tags of whoever answers for data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aws_cdk import Tags, Token

from secure_ai_constructs.patterns.foundation.kind import require_kind

if TYPE_CHECKING:
    from constructs import IConstruct

_TAG_VALUE = re.compile(r"[\w .:/=+\-@]{1,256}", re.ASCII)
"""Of letters, those without accents: Bedrock takes no others."""


def require_tag(what: str, text: str) -> None:
    """Raises ValueError for what AWS refuses as the value of a tag; `what` begins the message.

    AWS source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    require_kind(what, text, str)
    if Token.is_unresolved(text):
        raise ValueError(f"{what} must be a text that is known now, was a token, which deployment resolves")
    if not text.strip():
        raise ValueError(f"{what} must say something, was {text!r}")
    if not _TAG_VALUE.fullmatch(text):
        raise ValueError(f"{what} must be a tag of at most 256 letters, digits, spaces and _.:/=+-@, was {text!r}")


def classify(scope: IConstruct, *, owner: str, data_classification: str, jurisdiction: str = "") -> None:
    """Tags everything in a scope with who answers for it, how confidential it is and, where that is said, whose law holds."""
    Tags.of(scope).add("Owner", owner)
    Tags.of(scope).add("DataClassification", data_classification)
    if jurisdiction:
        Tags.of(scope).add("DataResidency", jurisdiction)
