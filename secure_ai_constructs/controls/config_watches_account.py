"""Nobody notices that a password has no second factor, or that a key is as old as who made it: no template has either.

Rules of Config ask the account itself, where it is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_CA_7, NIST_CM_6
from secure_ai_constructs.regions import rule_offered
from secure_ai_constructs.rules import asks
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_RULES = (
    "ACCESS_KEYS_ROTATED",
    "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED",
    "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED",
    "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    "IAM_USER_MFA_ENABLED",
    "IAM_USER_UNUSED_CREDENTIALS_CHECK",
    "INCOMING_SSH_DISABLED",
    "RESTRICTED_INCOMING_TRAFFIC",
)


def holds(recorder: Resource) -> Truth:
    """Of those that the Region has."""
    region = recorder.template.region
    return all_of(asks(recorder, one) for one in _RULES if rule_offered(one, region))


CONTROL = Control(
    id="config-watches-account",
    title="Rules watch what no template shows: passwords, old keys, and ways in from the internet",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Config::ConfigurationRecorder",),
    holds=holds,
    fix="Add AWS's rules for users, keys, the trail and the internet; ConfigurationBaseline has them.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html",),
    baseline=("CFG-3", "IAM-14"),
    satisfies=(NIST_AC_6, NIST_CA_7, NIST_CM_6),
)
