"""Who else signs in to the vectors."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.secret_locked_to_readers import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, deny, judge, resource

SECRET = resource("AWS::SecretsManager::Secret")


def base(secret: Any = SUBJECT) -> dict[str, Any]:
    storage = {"Type": "RDS", "RdsConfiguration": {"CredentialsSecretArn": secret}}
    return resource("AWS::Bedrock::KnowledgeBase", {"StorageConfiguration": storage})


BASE = base()
READER = "arn:aws:iam::123456789012:role/reader"
LOCK = {
    "Principal": {"AWS": "*"},
    "Action": "secretsmanager:GetSecretValue",
    "Resource": "*",
    "Condition": {"ArnNotLike": {"aws:PrincipalArn": [READER]}},
}


def policy(secret: Any = SUBJECT, **changes: Any) -> dict[str, Any]:
    said = {"SecretId": secret, "ResourcePolicy": deny(**{**LOCK, **changes})}
    return resource("AWS::SecretsManager::ResourcePolicy", said)


def sparing(principals: Any, **operators: Any) -> dict[str, Any]:
    return policy(Condition={"ArnNotLike": {"aws:PrincipalArn": principals}, **operators})


def test_a_denial_to_all_but_named_principals_passes() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy=policy()) is TRUE
    assert judge(CONTROL, SECRET, Base=BASE, Policy=policy(Resource=SUBJECT, Action="secretsmanager:*")) is TRUE


def test_services_may_be_spared() -> None:
    spared = sparing([READER], BoolIfExists={"aws:PrincipalIsAWSService": "false"})
    assert judge(CONTROL, SECRET, Base=BASE, Policy=spared) is TRUE


def test_a_policy_written_as_json_passes() -> None:
    said = {"SecretId": SUBJECT, "ResourcePolicy": json.dumps(deny(**LOCK))}
    assert judge(CONTROL, SECRET, Base=BASE, Policy=resource("AWS::SecretsManager::ResourcePolicy", said)) is TRUE


def test_an_attachment_stands_for_its_secret() -> None:
    attached = {"Attachment": resource("AWS::SecretsManager::SecretTargetAttachment", {"SecretId": SUBJECT})}
    name = {"Ref": "Attachment"}
    assert judge(CONTROL, SECRET, Base=base(name), Policy=policy(name), **attached) is TRUE
    assert judge(CONTROL, SECRET, Base=base(name), Policy=policy(name, Resource=name), **attached) is TRUE
    assert judge(CONTROL, SECRET, Base=base(name), **attached) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, SECRET, Base=BASE) is FALSE


def test_the_policy_of_another_secret_fails() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy=policy({"Ref": "Other"}), Other=SECRET) is FALSE


def test_a_denial_on_another_secret_fails() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy=policy(Resource={"Ref": "Other"}), Other=SECRET) is FALSE


def test_a_denial_of_something_else_fails() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy=policy(Action="secretsmanager:DeleteSecret")) is FALSE


def test_a_denial_to_one_principal_fails() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy=policy(Principal={"AWS": READER})) is FALSE


def test_patterns_of_principals_are_no_names() -> None:
    for arn in ("*", "arn:aws:iam::*:role/reader", "arn:aws:iam::123456789012:*", "arn:aws:iam::123456789012:role/*"):
        assert judge(CONTROL, SECRET, Base=BASE, Policy=sparing([READER, arn])) is FALSE


def test_another_condition_beside_it_spares_too_many() -> None:
    tagged = sparing([READER], StringNotEquals={"aws:PrincipalTag/team": "claims"})
    assert judge(CONTROL, SECRET, Base=BASE, Policy=tagged) is FALSE
    services_alone = sparing([READER], Bool={"aws:PrincipalIsAWSService": "true"})
    assert judge(CONTROL, SECRET, Base=BASE, Policy=services_alone) is FALSE


def test_principals_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy=sparing(ANYTHING)) is UNKNOWN


def test_a_policy_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, SECRET, Base=BASE, Policy={**policy(), "Condition": "Maybe"}) is UNKNOWN


def test_a_secret_without_a_knowledge_base_is_not_spoken_of() -> None:
    assert judge(CONTROL, SECRET) is NOT_APPLICABLE
