"""Root needs no policy to do anything: that it has no keys, and a second factor, no template shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_2, NIST_IA_5
from secure_ai_constructs.regions import rule_offered
from secure_ai_constructs.rules import asks
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_RULES = ("IAM_ROOT_ACCESS_KEY_CHECK", "ROOT_ACCOUNT_MFA_ENABLED")


def holds(recorder: Resource) -> Truth:
    """In some Region: there is one root."""
    return all_of(_is_asked(recorder, one) for one in _RULES if rule_offered(one, recorder.template.region))


def _is_asked(recorder: Resource, identifier: str) -> Truth:
    return recorder.peers(*CONTROL.applies_to).any(lambda one: asks(one, identifier))


CONTROL = Control(
    id="config-watches-root",
    title="Config asks whether root has keys, and no second factor",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Config::ConfigurationRecorder",),
    holds=holds,
    once_per_account=True,
    fix="Add the rules IAM_ROOT_ACCESS_KEY_CHECK and ROOT_ACCOUNT_MFA_ENABLED; ConfigurationBaseline does.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/root-account-mfa-enabled.html",),
    baseline=("IAM-14",),
    satisfies=(NIST_AC_2, NIST_IA_5),
)
