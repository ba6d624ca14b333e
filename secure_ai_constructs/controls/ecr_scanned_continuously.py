"""An image that was clean when it was pushed has a hole a month later, and runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_RA_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(enablement: Resource) -> Truth:
    return enablement.peers("AWS::ECR::RegistryScanningConfiguration").any(
        lambda registry: (
            registry.in_region_of(enablement)
            & registry["ScanType"].equals("ENHANCED")
            & registry["Rules"].any(lambda rule: rule["ScanFrequency"].equals("CONTINUOUS_SCAN") & _is_of_all(rule))
        )
    )


def when(enablement: Resource) -> Truth:
    """Of a registry that is another's, its owner says how it is scanned."""
    return ~enablement.is_left_out("registry")


def _is_of_all(rule: Value) -> Truth:
    return rule["RepositoryFilters"].any(lambda one: one["Filter"].equals("*"))


CONTROL = Control(
    id="ecr-scanned-continuously",
    title="Images are scanned for as long as they are kept",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("Custom::InspectorEnablement",),
    when=when,
    holds=holds,
    fix="Set ScanType to ENHANCED with a rule of CONTINUOUS_SCAN for all repositories; RegistryScanning does.",
    sources=("https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html",),
    baseline=("INS-2",),
    satisfies=(NIST_RA_5,),
)
