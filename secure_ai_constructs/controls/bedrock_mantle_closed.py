"""A second way to the models escapes invocation logging, the guardrail's condition and every `bedrock:` policy.

`bedrock-mantle` has an IAM namespace, an endpoint and events of its own. What does not use it has no reason to open it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, granted_by, managed_by_aws
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_12, NIST_CM_7, OWASP_LLM02
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ACTIONS = ("bedrock-mantle:CallWithBearerToken", "bedrock-mantle:CreateInference")
_OPEN_POLICIES = r":policy/AmazonBedrockMantle(Full|Inference)Access$"
"""What AWS manages for all of IAM or of Bedrock is a matter of `iam-actions-named`."""


def holds(resource: Resource) -> Truth:
    if resource.type == "AWS::BedrockMantle::Project":
        return FALSE
    if resource.type == "AWS::EC2::VPCEndpoint":
        return ~resource["ServiceName"].matches(r"\.bedrock-mantle(-fips)?$")
    attached = managed_by_aws(resource).all(lambda arn: ~arn.matches(_OPEN_POLICIES))
    return granted_by(resource).all(lambda one: ~(one.allows() & one.covers(*_ACTIONS))) & attached


CONTROL = Control(
    id="bedrock-mantle-closed",
    title="Nothing opens the way to models through bedrock-mantle",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::BedrockMantle::Project", "AWS::EC2::VPCEndpoint", *IDENTITY_POLICY_TYPES),
    holds=holds,
    fix="Use the bedrock-runtime endpoint, which is logged; it answers the OpenAI-compatible calls, too.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",),
    baseline=("MIL-7",),
    satisfies=(NIST_AU_12, NIST_CM_7, OWASP_LLM02),
)
