"""The event that told of it was missed, and the log has been off ever since.

No resource that Config records shows the setting, so that a rule of one's own has to ask for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_12, NIST_CM_6

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(logging: Resource) -> Truth:
    return logging.peers("AWS::Config::ConfigRule").any(
        lambda rule: (
            rule.in_region_of(logging)
            & rule["ConfigRuleName"].equals("bedrock-invocation-logged")
            & rule["Source.Owner"].equals("CUSTOM_LAMBDA")
            & rule["MaximumExecutionFrequency"].is_set()
        )
    )


def when(logging: Resource) -> Truth:
    """Rules ask whatever recorder there is; of none, somebody has said why."""
    return ~logging.is_left_out("recorder", "skip")


CONTROL = Control(
    id="bedrock-invocation-log-watched",
    title="A rule asks every day whether model invocations are logged",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("Custom::BedrockInvocationLogging",),
    when=when,
    holds=holds,
    fix="Add a scheduled rule named bedrock-invocation-logged; ConfigurationBaseline.watch_invocation_logging does.",
    sources=(
        "https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html",
    ),
    baseline=("MIL-5",),
    satisfies=(
        NIST_AU_12,
        NIST_CM_6,
    ),
)
