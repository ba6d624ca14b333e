"""Ends a deployment that would replace somebody's scan setting of the registry; CloudFormation's type does not ask.

`AWS::ECR::RegistryScanningConfiguration` writes over what is there. It is made after this has found nothing
there, or what it writes itself.
AWS source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRegistryScanningConfiguration.html
"""

from __future__ import annotations

import json
from typing import Any

from ..custom_resource import Client, Outcome, answering

ECR = Client("ecr")
UNSET = ({"scanType": "BASIC", "rules": []}, {"scanType": "ENHANCED", "rules": []})
"""Of a registry of which nobody said anything, before and after Inspector was turned on for ECR: no rule, no repository."""


def act(event: dict[str, Any]) -> Outcome:
    """Compares the setting of the account `Account` with `Wanted`, as JSON, and with what an earlier release wanted."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    account = event["ResourceProperties"]["Account"]
    before = event.get("OldResourceProperties", {}).get("Wanted", "{}")
    ours = [json.loads(one) for one in (event["ResourceProperties"]["Wanted"], before)]
    found = {**UNSET[0], **ECR.get_registry_scanning_configuration().get("scanningConfiguration", {})}
    if found not in (*UNSET, *ours):
        raise ValueError(
            f"the registry must have no scan setting of its own, which would be replaced: adopt or change it; "
            f"has {json.dumps(found)}"
        )
    return Outcome(f"registry-{account}")


handler = answering(act)
