"""Whether people of Studio have names."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_domain_knows_people import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def domain(mode: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Domain", {"AuthMode": mode})


def test_people_who_sign_in_by_name_pass() -> None:
    assert judge(CONTROL, domain("SSO")) is TRUE


def test_a_shared_role_fails() -> None:
    assert judge(CONTROL, domain("IAM")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, domain(ANYTHING)) is UNKNOWN


def test_a_space_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Space")) is NOT_APPLICABLE
