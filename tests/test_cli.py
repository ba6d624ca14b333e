"""The command as a person meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from secure_ai_constructs.control import Question
from secure_ai_constructs.controls import CATALOG

GOOD = "Resources: {Place: {Type: AWS::Location::Map}}\n"
BAD = "Resources: {Key: {Type: AWS::KMS::Key, DeletionPolicy: Retain, UpdateReplacePolicy: Retain}}\n"
UNDECIDED = (
    "Parameters: {Rotation: {Type: String}}\n"
    "Resources: {Key: {Type: AWS::KMS::Key, DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Properties: {EnableKeyRotation: !Ref Rotation}}}\n"
)
WARNED = "Resources: {Source: {Type: AWS::Bedrock::DataSource, Properties: {ServerSideEncryptionConfiguration: {KmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1'}}}}\n"


def secure_ai(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("secure-ai")), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


@pytest.mark.parametrize(
    ("template", "fail_on", "code"),
    [
        (GOOD, "warning", 0),
        (BAD, "error", 1),
        (BAD, "fatal", 0),
        (BAD, "never", 0),
        (UNDECIDED, "error", 0),
        (UNDECIDED, "warning", 1),
        (WARNED, "error", 0),
        (WARNED, "warning", 1),
    ],
)
def test_the_exit_code_follows_the_gravest_open_finding(tmp_path: Path, template: str, fail_on: str, code: int) -> None:
    (tmp_path / "t.yaml").write_text(template)
    assert secure_ai("review", tmp_path / "t.yaml", "--fail-on", fail_on).returncode == code


def test_a_hand_written_template_is_answered_with_evidence_and_a_fix(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(BAD)
    result = secure_ai("review", tmp_path / "t.yaml")
    assert "2. Is the data encrypted?        no" in result.stdout
    assert "Properties.EnableKeyRotation is absent" in result.stdout
    assert "fix: Set EnableKeyRotation to true." in result.stdout
    assert result.stderr == ""


def test_data_goes_to_stdout_and_reports_to_files(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(BAD)
    result = secure_ai(
        "review", "t.yaml", "--format", "json", "--output", "html=r.html", "--output", "text=r.txt", cwd=tmp_path
    )
    assert json.loads(result.stdout)["assembly"]["templates"] == ["t.yaml"]
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "r.txt").read_text().startswith("Security posture")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["review", "nowhere"], "nowhere: no such file or folder"),
        (["review", "."], "there is no CloudFormation template in this folder"),
        (["review", "package.json"], "package.json: not a CloudFormation template"),
        (["review", "broken.json"], "broken.json:1:2: not valid JSON"),
        (["review", "good.yaml", "--output", "pdf=x"], "--output must be FORMAT=FILE"),
        (["review", "good.yaml", "--output", "json=no/such/folder.json"], "cannot be written"),
        (["review", "good.yaml", "--fail-on", "high"], "'high' is not one of"),
        (["review"], "Missing argument"),
        (["controls", "kms-key-rotate"], "there is no control 'kms-key-rotate'; did you mean 'kms-key-rotates'?"),
    ],
)
def test_a_mistake_is_explained_on_stderr_with_exit_code_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "package.json").write_text('{"name": "no template"}')
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "good.yaml").write_text(GOOD)
    if arguments[-1] == ".":
        (tmp_path / "empty").mkdir()
        arguments = ["review", "empty"]
    result = secure_ai(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_an_expired_acknowledgment_no_longer_counts(tmp_path: Path) -> None:
    accepted = {"control": "kms-key-rotates", "reason": "soon", "owner": "key-team", "expires": "2020-01-01"}
    metadata = {
        "/S/Key": [{"type": "aws:cdk:logicalId", "data": "Key"}, {"type": "secure-ai:acknowledgment", "data": accepted}]
    }
    artifact = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.template.json"}}
    manifest = {"artifacts": {"S": {**artifact, "metadata": metadata}}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "S.template.json").write_text(
        '{"Resources": {"Key": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}}}'
    )
    expired = secure_ai("review", tmp_path)
    assert expired.returncode == 1
    assert "key-team accepted kms-key-rotates at S/Key until 2020-01-01: expired" in expired.stderr
    (tmp_path / "manifest.json").write_text(json.dumps(manifest).replace("2020-01-01", "2999-01-01"))
    assert secure_ai("review", tmp_path).returncode == 0


def test_a_report_that_cannot_be_written_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(BAD, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("secure-ai")), "review", str(tmp_path)]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "secure-ai: the report cannot be written: No space left on device\n")


def test_controls_are_listed_and_explained() -> None:
    listed = secure_ai("controls").stdout
    assert "opensearch-network-private" in listed
    explained = secure_ai("controls", "opensearch-network-private").stdout
    for part in ("Why:", "How to fix:", "Sources:", "Requirements:", "Question: Is traffic private?", "(fatal)"):
        assert part in explained


def test_a_control_is_explained_by_the_id_that_the_synth_prints() -> None:
    name = "opensearch-network-private"
    assert secure_ai("controls", f"SecureAi::{name}").stdout == secure_ai("controls", name).stdout


@pytest.mark.parametrize("judged", ["good.yaml", "."])
def test_no_report_is_written_over_what_is_judged(tmp_path: Path, judged: str) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    result = secure_ai("review", judged, "--output", "json=good.yaml", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "good.yaml: --output must be a file beside what is judged, was that itself" in result.stderr
    assert (tmp_path / "good.yaml").read_text() == GOOD


def test_help_and_version_exit_with_0() -> None:
    assert secure_ai("--help").returncode == 0
    assert secure_ai("--version").stdout.strip()


@pytest.mark.parametrize("code", ["import secure_ai_constructs", "import secure_ai_constructs.cli"])
def test_neither_the_package_nor_the_command_starts_node(code: str) -> None:
    script = f"{code}\nimport sys\nassert not {{'aws_cdk', 'jsii', 'constructs', 'boto3'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_five_thousand_resources_are_answered(tmp_path: Path) -> None:
    resources = {
        f"Key{i}": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        for i in range(5000)
    }
    (tmp_path / "large.json").write_text(json.dumps({"Resources": resources}))
    result = secure_ai("review", tmp_path / "large.json", "--format", "json")
    assert result.returncode == 1
    assert len(json.loads(result.stdout)["findings"]) == 5000 * 7 + 1


def test_many_findings_of_one_control_are_shown_in_part(tmp_path: Path) -> None:
    resources = {
        f"Key{i}": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        for i in range(3000)
    }
    (tmp_path / "large.json").write_text(json.dumps({"Resources": resources}))
    result = secure_ai("review", tmp_path / "large.json")
    assert "… and 2980 more resources [kms-key-rotates]" in result.stdout


def test_a_macro_is_said_to_have_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("Transform: [AWS::LanguageExtensions, OurMacro]\n" + GOOD)
    result = secure_ai("review", tmp_path / "t.yaml")
    assert result.stderr == "secure-ai: t.yaml: judged as written; the macro OurMacro may rewrite it\n"


def test_what_sam_makes_is_said_not_to_be_judged(tmp_path: Path) -> None:
    function = "Resources: {Function: {Type: AWS::Serverless::Function}}"
    (tmp_path / "t.yaml").write_text(f"Transform: AWS::Serverless-2016-10-31\n{function}\n")
    result = secure_ai("review", tmp_path / "t.yaml")
    assert result.stderr == "secure-ai: t.yaml: what AWS::Serverless makes is not judged; process it first\n"


def test_progress_is_shown_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(GOOD)
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).with_name("secure-ai")), "review", str(tmp_path / "t.yaml")]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, check=True, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    assert "Reading templates" in os.read(ours, 100_000).decode()
    os.close(ours)
    assert secure_ai("review", tmp_path / "t.yaml").stderr == ""


def test_controls_are_listed_in_the_order_of_the_questions() -> None:
    listed = [line.split()[0] for line in secure_ai("controls").stdout.splitlines()]
    questions = [next(one.question for one in CATALOG if one.id == control_id) for control_id in listed]
    assert [list(Question).index(one) for one in questions] == sorted(list(Question).index(one) for one in questions)


@pytest.mark.parametrize("arguments", [["--help"], ["controls"], ["review", "t.yaml"]])
def test_no_command_starts_node(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "t.yaml").write_text(GOOD)
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    node.chmod(0o755)
    command = [str(Path(sys.executable).with_name("secure-ai")), *arguments]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "JSII_NODE": str(node)}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert not (tmp_path / "started").exists()


def test_a_nested_stack_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("Resources: {Inner: {Type: AWS::CloudFormation::Stack}}\n")
    result = secure_ai("review", tmp_path / "t.yaml")
    assert result.stderr == "secure-ai: t.yaml: the nested stack Inner is not judged\n"


def test_many_links_that_deployment_decides_are_answered_in_time(tmp_path: Path) -> None:
    policy = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    resources: dict[str, Any] = {}
    for i in range(200):
        resources[f"B{i}"] = {"Type": "AWS::S3::Bucket"}
        document = {"Statement": [policy] * 4}
        properties: dict[str, Any] = {"Bucket": {"Ref": "Open"}, "PolicyDocument": document}
        resources[f"P{i}"] = {"Type": "AWS::S3::BucketPolicy", "Properties": properties}
    template = {"Parameters": {"Open": {"Type": "String"}}, "Resources": resources}
    (tmp_path / "t.json").write_text(json.dumps(template))
    command = [str(Path(sys.executable).with_name("secure-ai")), "review", "t.json", "--fail-on", "never"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=90)


def test_an_assembly_without_a_template_has_nothing_to_say_yes_to(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"artifacts": {}}', encoding="utf-8")
    result = secure_ai("review", tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "there is no template in this assembly" in result.stderr
