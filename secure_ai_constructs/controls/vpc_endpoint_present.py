"""A function in a private network that cannot reach its model gets a way to the internet from whoever has to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import UNKNOWN, Truth, all_of, any_of, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_SERVICES = (
    ("bedrock:InvokeModel", r"\.bedrock-runtime(-fips)?$"),
    ("bedrock:Retrieve", r"\.bedrock-agent-runtime(-fips)?$"),
    ("bedrock:StartIngestionJob", r"\.bedrock-agent(-fips)?$"),
    ("rds-data:ExecuteStatement", r"\.rds-data$"),
    ("sagemaker:CreateProcessingJob", r"\.sagemaker\.api(-fips)?$"),
    ("sagemaker:InvokeEndpoint", r"\.sagemaker\.runtime(-fips)?$"),
)
_ENDPOINT = "AWS::EC2::VPCEndpoint"


def holds(function: Resource) -> Truth:
    return all_of(
        implied(_may(function, action), lambda: _reaches(function, service))  # noqa: B023 - all_of asks at once
        for action, service in _SERVICES
    )


def _may(function: Resource, action: str) -> Truth:
    role = function["Role"].target
    return may(role, action) if role else UNKNOWN


def _reaches(function: Resource, service: str) -> Truth:
    """In the function's own network, as far as the assembly has it: by the VPC, or by the very subnets."""
    subnets = function["VpcConfig.SubnetIds"]
    networks = {subnet["VpcId"].target for subnet in subnets.targets}
    if not networks or None in networks:
        return UNKNOWN | function.peers(_ENDPOINT).any(
            lambda one: one["ServiceName"].matches(service) & _has(one, subnets)
        )
    own = (vpc.referrers(_ENDPOINT, "VpcId") for vpc in networks if vpc)
    return any_of(found.any(lambda one: one["ServiceName"].matches(service)) for found in own)


def _has(endpoint: Resource, subnets: Value) -> Truth:
    own = endpoint["SubnetIds"]
    return subnets.all(lambda one: own.any(lambda it: truth(it.literal in {one.literal} - {None})))


def when(function: Resource) -> Truth:
    return function["VpcConfig.SubnetIds"].is_set()


CONTROL = Control(
    id="vpc-endpoint-present",
    title="Functions in a network reach Bedrock and SageMaker through endpoints",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Function",),
    when=when,
    holds=holds,
    fix="Create the interface endpoints of the services that the function calls; ServiceFunction.reach does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/usingVPC.html",),
    baseline=("NET-3",),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
