"""An edge between two entities of lineage; CloudFormation has types for the entities and none for what joins them.

Adding an edge that is there is done already. Deletion keeps it, as the entities are kept: lineage is
history, and a model was trained on what it was trained on.
AWS source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddAssociation.html
"""

from __future__ import annotations

import hashlib
import re
import time
from typing import Any

from botocore.exceptions import ClientError

from ..custom_resource import Client, Outcome, answering

SAGEMAKER = Client("sagemaker")
TYPES = ("AssociatedWith", "ContributedTo", "DerivedFrom", "Produced", "SameAs")
PROPAGATION = (5, 10, 15)
"""Seconds until a policy that was just changed, for another release, is known everywhere."""
_ARN = re.compile(
    r"arn:[a-z-]+:sagemaker:[a-z0-9-]+:[0-9]{12}:(action|artifact|context|experiment-trial-component)/\S+"
)


def act(event: dict[str, Any]) -> Outcome:
    """Adds one edge."""
    properties = event["ResourceProperties"]
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    source, destination, kind = (properties[one] for one in ("Source", "Destination", "Type"))
    for name, arn in (("Source", source), ("Destination", destination)):
        if not _ARN.fullmatch(arn):
            raise ValueError(f"{name} must be the ARN of an entity of lineage, was {arn!r}")
    if kind not in TYPES:
        raise ValueError(f"Type must be one of {', '.join(TYPES)}, was {kind!r}")
    _add(SourceArn=source, DestinationArn=destination, AssociationType=kind)
    return Outcome(_name(source, destination, kind))


def _add(**edge: str) -> None:
    for pause in PROPAGATION:
        try:
            SAGEMAKER.add_association(**edge)
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDeniedException":
                raise
        else:
            return
        time.sleep(pause)
    SAGEMAKER.add_association(**edge)


def _name(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


handler = answering(act)
