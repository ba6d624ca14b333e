"""Where templates are found, how stacks hang together, and what is said of malformed input."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.assembly import AssemblyError, load
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN
from tests.assembly.writing import resource

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = "aws://123456789012/eu-central-1"


def write(file: Path, content: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def stack(name: str, environment: str = ENVIRONMENT, **artifact: Any) -> dict[str, Any]:
    properties = {"templateFile": f"{name}.template.json", "stackName": name}
    return {"type": "aws:cloudformation:stack", "environment": environment, "properties": properties, **artifact}


def bucket(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": properties}


def test_exports_and_stack_outputs_lead_to_the_resource_in_the_other_stack(tmp_path: Path) -> None:
    write(tmp_path / "manifest.json", {"artifacts": {"Data": stack("Data"), "App": stack("App")}})
    output = {"Value": {"Fn::GetAtt": ["Key", "Arn"]}, "Export": {"Name": {"Fn::Sub": "${AWS::Region}-key"}}}
    write(
        tmp_path / "Data.template.json", {"Resources": {"Key": {"Type": "AWS::KMS::Key"}}, "Outputs": {"Key": output}}
    )
    users = {
        "Strong": bucket(KeyId={"Fn::ImportValue": "eu-central-1-key"}),
        "Weak": bucket(KeyId={"Fn::GetStackOutput": {"StackName": "Data", "OutputName": "Key"}}),
        "Lost": bucket(KeyId={"Fn::ImportValue": "no-such-export"}),
    }
    write(tmp_path / "App.template.json", {"Resources": users})
    assembly = load(tmp_path)
    key = resource(assembly, "Key")
    assert [one.logical_id for one in key.referrers("AWS::S3::Bucket", "KeyId")] == ["Strong", "Weak"]
    assert resource(assembly, "Lost")["KeyId"].refers_to(key) is FALSE
    assert resource(assembly, "Lost")["KeyId"].equals("arn") is UNKNOWN


def test_a_nested_stack_sees_the_arguments_of_its_parent_and_the_parent_its_outputs(tmp_path: Path) -> None:
    metadata = {"/App/Inner.NestedStack/Inner.NestedStackResource": "Nested", "/App/Inner/Bucket": "Bucket"}
    entries = {path: [{"type": "aws:cdk:logicalId", "data": name}] for path, name in metadata.items()}
    write(tmp_path / "manifest.json", {"artifacts": {"App": stack("App", metadata=entries)}})
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"Parameters": {"KeyArn": {"Fn::GetAtt": ["Key", "Arn"]}}},
        "Metadata": {"aws:asset:path": "Inner.nested.template.json"},
    }
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Bucket": {"Fn::GetAtt": ["Nested", "Outputs.Name"]}}}
    outer = {"Resources": {"Key": {"Type": "AWS::KMS::Key"}, "Nested": nested, "Topic": topic}}
    write(tmp_path / "App.template.json", outer)
    inner = {
        "Parameters": {"KeyArn": {"Type": "String"}},
        "Resources": {"Bucket": bucket(KeyId={"Ref": "KeyArn"})},
        "Outputs": {"Name": {"Value": {"Ref": "Bucket"}}},
    }
    write(tmp_path / "Inner.nested.template.json", inner)
    assembly = load(tmp_path)
    assert resource(assembly, "Bucket")["KeyId"].target is resource(assembly, "Key")
    assert resource(assembly, "Topic")["Bucket"].target is resource(assembly, "Bucket")
    assert resource(assembly, "Bucket").construct_path == "App/Inner/Bucket"


def test_stages_are_read_with_their_own_environments(tmp_path: Path) -> None:
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}
    write(tmp_path / "manifest.json", {"artifacts": {"Prod": stage}})
    write(tmp_path / "assembly-Prod/manifest.json", {"artifacts": {"App": stack("App")}})
    write(tmp_path / "assembly-Prod/App.template.json", {"Resources": {"Bucket": bucket(R={"Ref": "AWS::Region"})}})
    found = resource(load(tmp_path), "Bucket")
    assert found.template.name == "assembly-Prod/App.template.json"
    assert (found.template.account, found.template.region) == ("123456789012", "eu-central-1")
    assert found["R"].equals("eu-central-1") is TRUE


def test_defenses_of_another_account_do_not_count(tmp_path: Path) -> None:
    artifacts = {"App": stack("App"), "Other": stack("Other", "aws://210987654321/eu-central-1")}
    write(tmp_path / "manifest.json", {"artifacts": artifacts})
    write(tmp_path / "App.template.json", {"Resources": {"Bucket": bucket()}})
    write(tmp_path / "Other.template.json", {"Resources": {"Trail": {"Type": "AWS::CloudTrail::Trail"}}})
    assert list(resource(load(tmp_path), "Bucket").peers("AWS::CloudTrail::Trail")) == []


def test_a_folder_of_templates_is_read_and_other_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "one.yaml", "Resources: {One: {Type: AWS::S3::Bucket}}")
    write(tmp_path / "deep/two.json", {"Resources": {"Two": bucket()}})
    write(tmp_path / "package.json", {"name": "not a template"})
    assert sorted(one.logical_id for one in load(tmp_path)) == ["One", "Two"]


def test_the_digest_follows_the_contents_and_not_the_place(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        write(folder / "a.json", {"Resources": {"One": bucket()}})
    assert load(first).digest == load(second).digest
    write(second / "a.json", {"Resources": {"One": bucket(BucketName="other")}})
    assert load(first).digest != load(second).digest


def test_dates_and_account_numbers_stay_text_in_yaml(tmp_path: Path) -> None:
    file = write(tmp_path / "t.yaml", "Resources: {A: {Type: AWS::X::Y, Properties: {Version: 2012-10-17}}}")
    assert resource(load(file), "A")["Version"].equals("2012-10-17") is TRUE


def test_keys_are_names_even_where_yaml_reads_a_number_or_a_bool(tmp_path: Path) -> None:
    file = write(tmp_path / "t.yaml", "Resources: {A: {Type: AWS::X::Y, Properties: {Yes: 1, 012345678901: 2}}}")
    assert resource(load(file), "A").properties.keys == ("Yes", "012345678901")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.json", '{"Resources": {', r"t\.json:1:16: not valid JSON"),
        ("t.json", '{"Resources": {"A": 1, "A": 2}}', "the key 'A' stands twice"),
        ("t.json", '{"name": "a package"}', "not a CloudFormation template: it has no Resources mapping"),
        ("t.json", "[]", "not a CloudFormation template"),
        ("t.json", '{"Resources": {"A": {}}}', r"Resources\.A: a resource must have a Type"),
        ("t.json", '{"Resources": {"A": "B"}}', r"Resources\.A: must be a mapping, was a string"),
        (
            "t.json",
            '{"Resources": {"A": {"Type": "T", "Properties": []}}}',
            r"A\.Properties: must be a mapping, was a list",
        ),
        (
            "t.json",
            '{"Resources": {"A": {"Type": "T", "DependsOn": 1.5}}}',
            r"A\.DependsOn: must be a logical id or a list of them, was 1\.5",
        ),
        ("t.json", '{"Resources": {}, "Parameters": 1}', "Parameters: must be a mapping, was 1"),
        ("t.json", '{"Resources": {"Fn::ForEach::A": []}}', "CloudFormation expands this at deployment"),
        ("t.yaml", "Resources:\n  A: [unclosed", r"t\.yaml:\d+:\d+: not valid YAML"),
        ("t.yaml", "Resources:\n  A: {Type: T}\n  A: {Type: T}", r"t\.yaml:3:3: .*'A' stands twice"),
        ("t.yaml", "A: &a {Type: T}\nResources: {B: *a}", r"t\.yaml:2:16: .*does not support YAML aliases"),
        ("t.yaml", "just words", "not a CloudFormation template"),
        ("t.yaml", "", "not a CloudFormation template"),
        ("t.json", "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_malformed_file_gets_one_line_with_the_file_and_the_place(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    with pytest.raises(AssemblyError, match=message) as caught:
        load(write(tmp_path / name, content))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match="no such file or folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(AssemblyError, match="there is no CloudFormation template in this folder"):
        load(tmp_path)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AssemblyError, match="is not UTF-8 text"):
        load(file)


PLAIN: dict[str, Any] = {"templateFile": "App.template.json"}
ACCEPTED = {"control": "c", "reason": "r", "owner": "o", "expires": "2099-01-01"}


@pytest.mark.parametrize(
    ("artifact", "message"),
    [
        ({"properties": {}}, "templateFile: must be a path inside the assembly, was None"),
        ({"properties": {"templateFile": 1}}, "templateFile: must be a path inside the assembly, was 1"),
        ({"properties": {"templateFile": "/etc/passwd"}}, "must be a path inside the assembly"),
        ({"properties": {"templateFile": "../x.json"}}, "must be a path inside the assembly"),
        ({"properties": []}, "must be a mapping, was a list"),
        ({"type": "cdk:cloud-assembly", "properties": {}}, "directoryName: must be a path inside the assembly"),
        ({"properties": PLAIN, "metadata": ["x"]}, "metadata: must be a mapping, was a list"),
        ({"properties": PLAIN, "metadata": {"/A": "x"}}, "metadata of /A: must be a list"),
        ({"properties": PLAIN, "metadata": {"/A": ["x"]}}, "metadata of /A: must be a mapping, was a string"),
        ({"properties": PLAIN, "additionalMetadataFile": "none.json"}, "none.json: cannot be read"),
        *(
            ({"properties": PLAIN, "metadata": {"/A": [{"type": "secure-ai:acknowledgment", "data": data}]}}, message)
            for data, message in (
                (None, "must be text for control, expires, owner, reason"),
                ({**ACCEPTED, "reason": 1}, "must be text for"),
                ({**ACCEPTED, "more": "x"}, "must be text for"),
                ({**ACCEPTED, "expires": "never"}, "expires must be an ISO date, was 'never'"),
            )
        ),
    ],
)
def test_a_malformed_manifest_is_explained(tmp_path: Path, artifact: dict[str, Any], message: str) -> None:
    artifacts = {"App": {"type": "aws:cloudformation:stack", **artifact}}
    write(tmp_path / "manifest.json", {"artifacts": artifacts})
    write(tmp_path / "App.template.json", {"Resources": {}})
    with pytest.raises(AssemblyError, match=message) as caught:
        load(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_manifest_of_something_else_does_not_hide_templates(tmp_path: Path) -> None:
    write(tmp_path / "manifest.json", {"name": "a web app", "Resources": "AWS:: in words"})
    write(tmp_path / "t.yaml", "Resources: {One: {Type: AWS::S3::Bucket}}")
    assert [one.logical_id for one in load(tmp_path / "t.yaml")] == ["One"]
    (tmp_path / "manifest.json").write_text('{"name": "a web app"}')
    assert [one.logical_id for one in load(tmp_path)] == ["One"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.json", '{"Resources": {"A": {"Type": "T", "Properties": {"N": ' + "1" * 5000 + "}}}}"),
        ("t.json", '{"Resources": {"A": {"Type": "T", "Properties": {"S": "\\ud800"}}}}'),
        ("t.json", '{"Resources": {"A": {"Type": "T", "Condition": ["x"]}}}'),
        ("t.json", '{"Resources": {"A": {"Type": "T", "Metadata": ["x"]}}}'),
        ("t.yaml", "Resources: {A: {Type: T, Properties: {N: " + "1" * 5000 + "}}}"),
        ("t.yaml", "Resources: {[a, b]: {Type: T}}"),
        ("t.yaml", "Resources: {A: {Type: T, Properties: {N: 0x_}}}"),
        ("t.yaml", "Resources: {A: {Type: T, Properties: {N: !!int abc}}}"),
        ("t.yaml", "Resources: {A: {Type: T, Properties: {N: !!bool maybe}}}"),
        ("t.yaml", "Resources: {A: {Type: T, Properties: {N: !!timestamp foo}}}"),
        ("t.yaml", "Resources:\n  A: \0"),
    ],
)
def test_odd_values_are_refused_in_one_line(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(AssemblyError, match=name) as caught:
        load(write(tmp_path / name, content))
    assert "\n" not in str(caught.value)


def test_a_pair_of_surrogates_is_a_character(tmp_path: Path) -> None:
    file = write(tmp_path / "t.json", '{"Resources": {"A": {"Type": "T", "Properties": {"S": "\\ud83d\\ude00"}}}}')
    assert resource(load(file), "A")["S"].equals("\N{GRINNING FACE}") is TRUE


def test_weak_references_resolve_whether_the_region_is_known_or_not(tmp_path: Path) -> None:
    for environment in (ENVIRONMENT, "aws://unknown-account/unknown-region"):
        folder = tmp_path / environment[6:13]
        write(folder / "manifest.json", {"artifacts": {one: stack(one, environment) for one in ("Data", "App")}})
        output = {"Key": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}}
        write(folder / "Data.template.json", {"Resources": {"Key": {"Type": "AWS::KMS::Key"}}, "Outputs": output})
        weak = {"StackName": "Data", "OutputName": "Key", "Region": {"Ref": "AWS::Region"}}
        write(folder / "App.template.json", {"Resources": {"User": bucket(KeyId={"Fn::GetStackOutput": weak})}})
        assembly = load(folder)
        assert resource(assembly, "User")["KeyId"].target is resource(assembly, "Key")


def test_a_weak_reference_into_another_account_follows_its_role(tmp_path: Path) -> None:
    artifacts = {"Data": stack("Data", "aws://210987654321/eu-central-1"), "App": stack("App")}
    write(tmp_path / "manifest.json", {"artifacts": artifacts})
    output = {"Key": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}}
    write(tmp_path / "Data.template.json", {"Resources": {"Key": {"Type": "AWS::KMS::Key"}}, "Outputs": output})
    weak = {"StackName": "Data", "OutputName": "Key", "RoleArn": "arn:aws:iam::210987654321:role/reader"}
    write(tmp_path / "App.template.json", {"Resources": {"User": bucket(KeyId={"Fn::GetStackOutput": weak})}})
    assembly = load(tmp_path)
    assert resource(assembly, "User")["KeyId"].target is resource(assembly, "Key")


@pytest.mark.parametrize("environment", [ENVIRONMENT, "aws://unknown-account/unknown-region"])
def test_a_nested_stack_without_asset_metadata_is_found_by_its_asset_manifest(tmp_path: Path, environment: str) -> None:
    write(tmp_path / "manifest.json", {"artifacts": {"App": stack("App", environment)}})
    folder = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}" + "-long" * 30
    url = {"Fn::Sub": f"https://s3.${{AWS::Region}}.${{AWS::URLSuffix}}/{folder}/0123abcd.json"}
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    write(tmp_path / "App.template.json", {"Resources": {"Nested": nested}})
    asset = {"source": {"path": "Inner.nested.template.json"}, "destinations": {"here": {"objectKey": "0123abcd.json"}}}
    write(tmp_path / "App.assets.json", {"files": {"0123abcd": asset}})
    write(tmp_path / "Inner.nested.template.json", {"Resources": {"Bucket": bucket()}})
    assert resource(load(tmp_path), "Bucket").template.name == "Inner.nested.template.json"


def test_a_nested_stack_that_names_itself_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "manifest.json", {"artifacts": {"App": stack("App")}})
    metadata = {"aws:asset:path": "App.template.json"}
    write(
        tmp_path / "App.template.json",
        {"Resources": {"A": {"Type": "AWS::CloudFormation::Stack", "Metadata": metadata}}},
    )
    assert len(load(tmp_path).templates) == 1


def test_depth_that_would_end_the_process_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match="nested too deeply"):
        load(write(tmp_path / "t.yaml", "Resources: " + "[" * 30_000))


def test_a_file_of_blank_lines_is_passed_over_at_once(tmp_path: Path) -> None:
    write(tmp_path / "values.yaml", "x: 1" + "\n" * 20_000 + "y: AWS::S3")
    write(tmp_path / "t.yaml", "Resources: {One: {Type: AWS::S3::Bucket}}")
    assert [one.logical_id for one in load(tmp_path)] == ["One"]


def test_outputs_are_resolved_once_however_often_they_are_imported(tmp_path: Path) -> None:
    outputs: dict[str, Any] = {"O0": {"Value": "x", "Export": {"Name": "e0"}}}
    for i in range(1, 40):
        imported = {"Fn::ImportValue": f"e{i - 1}"}
        outputs[f"O{i}"] = {"Value": {"Fn::If": ["M", imported, imported]}, "Export": {"Name": f"e{i}"}}
    subject = bucket(P={"Fn::ImportValue": "e39"})
    conditions = {"M": {"Fn::Equals": [{"Ref": "Open"}, "x"]}}
    template = {"Parameters": {"Open": {"Type": "String"}}, "Conditions": conditions, "Outputs": outputs}
    file = write(tmp_path / "t.json", {**template, "Resources": {"Subject": subject}})
    assert resource(load(file), "Subject")["P"].equals("x") is TRUE


def test_a_template_on_one_line_is_one(tmp_path: Path) -> None:
    text = '{"AWSTemplateFormatVersion":"2010-09-09","Resources":{"Key":{"Type":"AWS::KMS::Key"}}}'
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    (tmp_path / "b.json").write_text('{"a": {"Resources": "AWS::none"}}', encoding="utf-8")
    assert [one.name for one in load(tmp_path).templates] == ["a.json"]


def test_an_assembly_within_one_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"Prod": stage}}), encoding="utf-8")
    with pytest.raises(AssemblyError, match="directoryName must be a cloud assembly, 'assembly-Prod' was none"):
        load(tmp_path)


def test_a_folder_that_may_not_be_looked_into_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {Key: {Type: AWS::KMS::Key}}", encoding="utf-8")
    closed = tmp_path / "closed"
    closed.mkdir()
    scan = os.scandir

    def scandir(path: str) -> Any:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(AssemblyError, match="closed: cannot be read: Permission denied"):
        load(tmp_path)


def test_an_artifact_that_is_nothing_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"artifacts": {"App": null}}', encoding="utf-8")
    assert load(tmp_path).templates == []
