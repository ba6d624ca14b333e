"""Which rules watch models."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.config_watches_ai import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

RECORDER = resource("AWS::Config::ConfigurationRecorder")
NAMES = (
    "BEDROCK_DATA_SOURCE_ENCRYPTION_ENABLED",
    "SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED",
    "SAGEMAKER_MODEL_ISOLATION_ENABLED",
)


def pack(*names: str) -> dict[str, Any]:
    return resource("AWS::Config::ConformancePack", {"TemplateBody": f"rules: {' '.join(names)}"})


def rules(*names: Any) -> dict[str, Any]:
    """A rule for each name, by a logical id."""
    return {
        f"R{i}": resource("AWS::Config::ConfigRule", {"Source": {"SourceIdentifier": one}})
        for i, one in enumerate(names)
    }


def test_a_pack_of_all_rules_passes() -> None:
    assert judge(CONTROL, RECORDER, Pack=pack(*NAMES)) is TRUE


def test_rules_one_by_one_pass() -> None:
    assert judge(CONTROL, RECORDER, **rules(*NAMES)) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, RECORDER) is FALSE


def test_a_pack_that_leaves_one_out_fails() -> None:
    assert judge(CONTROL, RECORDER, Pack=pack(*NAMES[1:])) is FALSE


def test_rules_that_leave_one_out_fail() -> None:
    assert judge(CONTROL, RECORDER, **rules(*NAMES[:2])) is FALSE


def test_a_rule_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, RECORDER, **rules(*NAMES[:2], ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
