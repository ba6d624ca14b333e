"""What reaches beyond a workload is easily forgotten: nobody decided against it, and nobody turned it on.

How long providers keep prompts, whether Macie reads, what stops the internet for the whole account, and who compares
stacks with their templates: each is there, or it stands on record why it is not.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7, NIST_CM_3
from secure_ai_constructs.truth import TRUE, Truth, all_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource

_OPTIONS = {
    "data-retention": "Custom::BedrockDataRetention",
    "public-access-block": "AWS::EC2::VPCBlockPublicAccessOptions",
    "sensitive-data": "AWS::Macie::Session",
}
_DRIFT = "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK"
_DECIDED = ("adopt", "skip", "unasked")


def holds(workload: Resource) -> Truth:
    rules = workload.peers("AWS::Config::ConfigRule")
    options: dict[str, Callable[[], Truth]] = {
        part: partial(workload.peers(kind).any, lambda one: one.in_region_of(workload))
        for part, kind in _OPTIONS.items()
    }
    options["stack-drift"] = lambda: rules.any(
        lambda one: one["Source.SourceIdentifier"].equals(_DRIFT) & one.in_region_of(workload)
    )
    return all_of(_is_decided(workload, part, is_there) for part, is_there in options.items())


def _is_decided(workload: Resource, part: str, is_there: Callable[[], Truth]) -> Truth:
    said = workload.is_left_out(part, *_DECIDED)
    return said if said is TRUE else said | is_there()


CONTROL = Control(
    id="account-options-decided",
    title="Retention, the account's brake on the internet, Macie and drift of stacks are there, or on record as left out",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase", "AWS::SageMaker::Endpoint"),
    holds=holds,
    once_per_account=True,
    fix="Deploy AuditedAccount, which makes each part or writes down why it does not.",
    sources=("https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/welcome.html",),
    baseline=("SRM-1",),
    satisfies=(NIST_CA_7, NIST_CM_3),
)
