"""Root needs no policy to do anything: that it has no keys, and a second factor, no template shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_2, NIST_IA_5
from secure_ai_constructs.regions import rule_offered
from secure_ai_constructs.truth import TRUE, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_RULES = ("IAM_ROOT_ACCESS_KEY_CHECK", "ROOT_ACCOUNT_MFA_ENABLED")


def holds(recorder: Resource) -> Truth:
    packs, rules = (recorder.peers(f"AWS::Config::{kind}") for kind in ("ConformancePack", "ConfigRule"))

    def asks(name: str) -> Truth:
        alone = rules.any(lambda one: one["Source.SourceIdentifier"].equals(name))
        return alone if alone is TRUE else alone | packs.any(lambda one: one["TemplateBody"].matches(rf"\b{name}\b"))

    return all_of(asks(name) for name in _RULES if rule_offered(name, recorder.template.region))


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
