"""How long a policy will be when it is deployed, which AWS limits and synth cannot see."""

from __future__ import annotations

import json
import re
from typing import Any

_TOKEN, _LONGEST_NAME = re.compile(r"\$\{Token\[[^]]*\]\}"), "x" * 128
"""What only deployment knows is taken to be long: most names that AWS makes are shorter."""


def characters(part: Any) -> int:
    """What a part of a policy adds to it, at most: white space is not counted, a comma is."""
    return len(_TOKEN.sub(_LONGEST_NAME, json.dumps(part, separators=(",", ":")))) + 1
