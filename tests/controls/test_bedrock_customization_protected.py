"""Under which key, and in which network, a model learns."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.bedrock_customization_protected import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:us-east-1:123456789012:key/1"
NETWORK = {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
PROTECTED = {"CustomModelKmsKeyId": KEY, "VpcConfig": NETWORK}
CUSTOMIZATION = "arn:aws:states:::bedrock:createModelCustomizationJob.sync"
IMPORT = "arn:aws:states:::aws-sdk:bedrock:createModelImportJob"


def task(parameters: dict[str, Any], job: str = CUSTOMIZATION, under: str = "Parameters") -> dict[str, Any]:
    return {"Type": "Task", "Resource": job, under: parameters, "End": True}


def machine(*states: dict[str, Any]) -> dict[str, Any]:
    definition = {"StartAt": "S0", "States": {f"S{i}": state for i, state in enumerate(states)}}
    return resource("AWS::StepFunctions::StateMachine", {"DefinitionString": json.dumps(definition)})


def test_a_key_and_a_network_pass() -> None:
    assert judge(CONTROL, machine(task(PROTECTED))) is TRUE


def test_an_imported_model_with_a_key_and_a_network_passes() -> None:
    assert judge(CONTROL, machine(task({"ImportedModelKmsKeyId": KEY, "VpcConfig": NETWORK}, IMPORT))) is TRUE


def test_arguments_of_jsonata_pass() -> None:
    assert judge(CONTROL, machine(task(PROTECTED, under="Arguments"))) is TRUE


def test_a_definition_that_is_no_string_passes() -> None:
    definition = {"StartAt": "S0", "States": {"S0": task(PROTECTED)}}
    assert judge(CONTROL, resource("AWS::StepFunctions::StateMachine", {"Definition": definition})) is TRUE


def test_a_definition_that_is_joined_around_a_key_passes() -> None:
    before, after = machine(task({**PROTECTED, "CustomModelKmsKeyId": "@"}))["Properties"]["DefinitionString"].split(
        "@"
    )
    joined = {"Fn::Join": ["", [before, {"Fn::GetAtt": ["Key", "Arn"]}, after]]}
    subject = resource("AWS::StepFunctions::StateMachine", {"DefinitionString": joined})
    assert judge(CONTROL, subject, Key=resource("AWS::KMS::Key")) is TRUE


def test_no_key_fails() -> None:
    assert judge(CONTROL, machine(task({"VpcConfig": NETWORK}))) is FALSE


def test_no_network_fails() -> None:
    assert judge(CONTROL, machine(task({"CustomModelKmsKeyId": KEY}))) is FALSE


def test_a_network_without_subnets_fails() -> None:
    assert judge(CONTROL, machine(task({"CustomModelKmsKeyId": KEY, "VpcConfig": {}}))) is FALSE


def test_a_key_of_aws_fails() -> None:
    assert judge(CONTROL, machine(task({**PROTECTED, "CustomModelKmsKeyId": "alias/aws/bedrock"}))) is FALSE


def test_a_comment_that_speaks_of_a_key_and_a_network_fails() -> None:
    commented = {**task({}), "Comment": "CustomModelKmsKeyId and VpcConfig come later"}
    assert judge(CONTROL, machine(commented)) is FALSE


def test_a_second_job_without_a_key_fails() -> None:
    assert judge(CONTROL, machine(task(PROTECTED), task({"VpcConfig": NETWORK}))) is FALSE


def test_a_job_inside_a_branch_is_found() -> None:
    branch = {"StartAt": "Job", "States": {"Job": task({})}}
    assert judge(CONTROL, machine({"Type": "Parallel", "Branches": [branch]})) is FALSE


def test_a_job_inside_a_map_is_found() -> None:
    processor = {"StartAt": "Job", "States": {"Job": task({})}}
    assert judge(CONTROL, machine({"Type": "Map", "ItemProcessor": processor})) is FALSE


def test_a_key_that_the_execution_names_is_unknown() -> None:
    given = {"CustomModelKmsKeyId.$": "$.key", "VpcConfig": NETWORK}
    assert judge(CONTROL, machine(task(given))) is UNKNOWN


def test_a_definition_given_at_deployment_is_unknown() -> None:
    subject = resource("AWS::StepFunctions::StateMachine", {"DefinitionString": ANYTHING})
    assert judge(CONTROL, subject) is UNKNOWN


def test_a_definition_in_a_bucket_is_unknown() -> None:
    subject = resource("AWS::StepFunctions::StateMachine", {"DefinitionS3Location": {"Bucket": "b", "Key": "k"}})
    assert judge(CONTROL, subject) is UNKNOWN


def test_a_machine_that_trains_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, machine({"Type": "Pass"})) is NOT_APPLICABLE
