"""What a workload of generative AI is, where it runs, and which threats somebody has thought of."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from aws_cdk import Tags
from constructs import Construct

from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.record import record
from secure_ai_constructs.patterns.foundation.tag_value import require_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = "/secure-ai/workloads"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_THREAT = re.compile(r"LLM(0[1-9]|10)|AML\.T\d{4}(\.\d{3})?")
_CONTROL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
LARGEST = 4096
"""Characters of a parameter of the standard tier."""


class MatrixScope(Enum):
    """Scopes of the Generative AI Security Scoping Matrix: the higher, the more of it is the customer's.

    AWS source: https://aws.amazon.com/ai/generative-ai/security/scoping-matrix/
    """

    CONSUMER_APP = 1
    ENTERPRISE_APP = 2
    PRE_TRAINED_MODEL = 3
    FINE_TUNED_MODEL = 4
    SELF_TRAINED_MODEL = 5


class DeploymentModel(Enum):
    """Where a workload runs, and so how much of what is below it is the customer's, too."""

    CLOUD = "cloud"
    HYBRID = "hybrid"
    """In the cloud, with callers or data on the customer's premises."""
    ON_PREMISES = "on-premises"
    """Nothing of it is AWS's."""


@dataclass(frozen=True, slots=True)
class Threat:
    """A threat, what answers it, and what is left."""

    id: str
    """Of OWASP's LLM Top 10, such as `LLM01`, or of MITRE ATLAS, such as `AML.T0051`."""
    description: str
    """What an attacker does, and what it costs."""
    controls: tuple[str, ...] = ()
    """Ids of controls that answer it, such as `bedrock-guardrail-prompt-attack`."""
    residual: str = ""
    """What is left when they hold."""
    accepted_by: str = ""
    """Who answers for a threat that no control answers."""

    def __post_init__(self) -> None:
        for name in ("id", "description", "residual", "accepted_by"):
            require_kind(f"a threat's {name}", getattr(self, name), str)
        require_each("a threat's controls", self.controls, str)
        object.__setattr__(self, "controls", tuple(self.controls))


class WorkloadRecord(Construct):
    """The record of a workload's scope, deployment model and threats, as a parameter that auditors read in the account.

    People write it: the record makes sure that it is there, and that each threat has an answer or an owner.
    AWS source: https://aws.amazon.com/blogs/security/threat-modeling-your-generative-ai-workload-to-evaluate-security-risk/
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        workload: str,
        matrix_scope: MatrixScope,
        owner: str,
        threats: Sequence[Threat],
        deployment: DeploymentModel = DeploymentModel.CLOUD,
    ) -> None:
        """Creates the record; `workload` is a name such as `claims-assistant`, and `owner` answers for what it says.

        Raises ValueError for no threat at all, for one that has neither a control nor somebody who accepts it, and
        for a record of more than 4,096 characters.
        """
        super().__init__(scope, id)
        path = self.node.path
        if not isinstance(workload, str) or not _NAME.fullmatch(workload):
            raise ValueError(f"{path}: workload must be a name such as 'claims-assistant', was {workload!r}")
        require_kind(f"{path}: matrix_scope", matrix_scope, MatrixScope)
        require_kind(f"{path}: deployment", deployment, DeploymentModel)
        require_tag(f"{path}: owner", owner)
        _require_threats(path, threats)
        said = {
            "scope": matrix_scope.value,
            "deployment": deployment.value,
            "owner": owner,
            "threats": [_written(one) for one in threats],
        }
        value = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        if len(value) > LARGEST:
            raise ValueError(
                f"{path}: a record must have at most {LARGEST} characters, had {len(value)}: say less, and keep the "
                f"threat model itself where it can grow"
            )
        Tags.of(self).add("GenAIScope", str(matrix_scope.value))
        self.parameter = record(
            self,
            name=f"{FOLDER}/{workload}",
            description=f"Scope, deployment model and threats of {workload}",
            value=value,
        )


def _require_threats(path: str, threats: Sequence[Threat]) -> None:
    require_each(f"{path}: threats", threats, Threat)
    if not threats:
        raise ValueError(f"{path}: threats must name at least one, was empty: no workload has none")
    for one in threats:
        if not _THREAT.fullmatch(one.id):
            raise ValueError(f"{path}: a threat's id must be one of OWASP or ATLAS, such as 'LLM01', was {one.id!r}")
        if not one.description.strip():
            raise ValueError(f"{path}: {one.id} must say what an attacker does, was {one.description!r}")
        if wrong := [name for name in one.controls if not _CONTROL.fullmatch(name)]:
            raise ValueError(f"{path}: {one.id}: controls must be ids such as 'kms-key-rotates', had {wrong[0]!r}")
        if not one.controls and not one.accepted_by.strip():
            raise ValueError(f"{path}: {one.id} must have controls that answer it, or accepted_by, had neither")
    ids = [one.id for one in threats]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"{path}: threats must name each once, named {', '.join(twice)} twice")


def _written(threat: Threat) -> dict[str, Any]:
    """Without what is not said."""
    said = {
        "id": threat.id,
        "description": threat.description,
        "controls": list(threat.controls),
        "residual": threat.residual,
        "acceptedBy": threat.accepted_by,
    }
    return {name: value for name, value in said.items() if value}
