"""SageMaker's own schema of a card's content, against which a card is held before it is deployed.

AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards-create.html
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft7Validator

_FILE = Path(__file__).with_name("model_card_schema.json")


def require_valid(content: dict[str, Any], *, of: str) -> None:
    """Raises ValueError for what SageMaker would refuse at deployment, and says where it stands."""
    for error in _validator().iter_errors(content):
        place = ".".join(map(str, error.absolute_path)) or "the card"
        raise ValueError(f"{of}: content must be as SageMaker's schema of cards says, {place} was not: {error.message}")


@cache
def _validator() -> Draft7Validator:
    # A tenth of a second, which an app without cards does not wait for.
    from jsonschema import Draft7Validator  # noqa: PLC0415

    schema = json.loads(_FILE.read_text(encoding="utf-8"))
    # CloudFormation has it, and the schema of the documentation does not.
    schema["properties"]["model_overview"]["properties"]["model_id"] = {"type": "string", "maxLength": 1024}
    return Draft7Validator(schema)
