"""How long a policy will be when it is deployed, which AWS limits and synth cannot see."""

from __future__ import annotations

import json
import re
from typing import Any

_TOKEN = re.compile(r"\$\{Token\[(AWS\.\w+)?[^]]*\]\}")
_LONGEST_NAME = 128
"""What only deployment knows is taken to be long: most names that AWS makes are shorter."""
_LONGEST = {"AWS.AccountId": 12, "AWS.Partition": 10, "AWS.Region": 14, "AWS.URLSuffix": 16}
"""Of what AWS says of a stack's place, the longest is known."""


def characters(part: Any) -> int:
    """What a part of a policy adds to it, at most: white space is not counted, a comma is."""
    text = json.dumps(part, separators=(",", ":"))
    return len(_TOKEN.sub(lambda found: "x" * _LONGEST.get(found[1] or "", _LONGEST_NAME), text)) + 1
