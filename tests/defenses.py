"""Takes every property that a control read out of a cloud assembly, and sees that exactly that control fails."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import Evidence, Posture, review
from secure_ai_constructs.truth import TRUE, Truth
from tests.takeaway import Template, changed, placed, without

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.control import Control

Verdicts = dict[tuple[str, str, str], Truth]


def verdicts(posture: Posture) -> Verdicts:
    return {(one.control.id, one.template, one.logical_id): one.verdict for one in posture.findings}


def verdicts_of(folder: Path) -> Verdicts:
    return verdicts(review(load(folder), CATALOG))


def broken(before: Verdicts, after: Verdicts) -> set[str]:
    return {key[0] for key, verdict in after.items() if verdict is not TRUE and before.get(key) is TRUE}


def _another_data_source(evidence: Evidence) -> Callable[[Template], None]:
    """Lets another knowledge base read the same bucket."""

    def share(template: Template) -> None:
        shared = template["Resources"][evidence.logical_id]["Properties"]["DataSourceConfiguration"]
        properties = {"KnowledgeBaseId": "OTHER12345", "DataSourceConfiguration": shared}
        template["Resources"]["Other"] = {"Type": "AWS::Bedrock::DataSource", "Properties": properties}

    return share


def _another_under_its_key(evidence: Evidence) -> Callable[[Template], None]:
    """Lets another knowledge base read documents under the key of this bucket."""

    def share(template: Template) -> None:
        encrypted = template["Resources"][evidence.logical_id]["Properties"]["BucketEncryption"]
        template["Resources"]["OtherBucket"] = {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketEncryption": encrypted},
        }
        read = {"Type": "S3", "S3Configuration": {"BucketArn": {"Fn::GetAtt": ["OtherBucket", "Arn"]}}}
        properties = {"KnowledgeBaseId": "OTHER12345", "DataSourceConfiguration": read}
        template["Resources"]["Other"] = {"Type": "AWS::Bedrock::DataSource", "Properties": properties}

    return share


def _with_alarms_of_another_endpoint(_: Evidence) -> Callable[[Template], None]:
    """One alarm that is another's leaves the others."""

    def mistake(template: Template) -> None:
        for one in template["Resources"].values():
            if one["Type"] == "AWS::CloudWatch::Alarm" and one["Properties"].get("Namespace") == "AWS/SageMaker":
                one["Properties"]["Dimensions"] = [{"Name": "EndpointName", "Value": "another"}]

    return mistake


def _without_questions(_: Evidence) -> Callable[[Template], None]:
    """Takes away every saved query: one alone leaves the others."""

    def forget(template: Template) -> None:
        kept = {name: one for name, one in template["Resources"].items() if "Query" not in one["Type"]}
        template["Resources"] = kept

    return forget


def _without_the_check(evidence: Evidence) -> Callable[[Template], None]:
    """Has KMS not ask whether a key's policy locks everybody out."""

    def bypass(template: Template) -> None:
        template["Resources"][evidence.logical_id]["Properties"]["BypassPolicyLockoutSafetyCheck"] = True

    return bypass


_PROFILE = "arn:aws:bedrock:a:1:application-inference-profile"

# Where deleting a property takes nothing away, this does: the control, the property, and what to write there.
# The effect of a Deny cannot be weakened without taking the Deny from another control; there, a statement is added
# that the control must not let pass.
WEAKER: dict[tuple[str, str], Callable[[Evidence], Callable[[Template], None]]] = {
    (r".*-told", r"\.State$"): lambda one: placed(one.logical_id, one.path, "DISABLED"),
    (r".*-told", r"\.EventPattern\."): lambda one: placed(one.logical_id, re.sub(r"\.\d+$", "", one.path), ["another"]),
    ("cloudtrail-questions-kept", r""): _without_questions,
    ("evidence-collected|sagemaker-drift-scheduled", r"\.State$"): lambda one: placed(
        one.logical_id, one.path, "DISABLED"
    ),
    ("cloudtrail-data-recorded", r"NotStartsWith"): lambda one: placed(
        one.logical_id, re.sub(r"NotStartsWith.*", "Field", one.path), "readOnly"
    ),
    ("cloudtrail-data-recorded", r"\.Field$"): lambda one: placed(one.logical_id, one.path, "readOnly"),
    ("bedrock-consumption-alarmed", r""): lambda one: without(one.logical_id, "Properties.AlarmActions"),
    ("bedrock-data-source-own-bucket", r""): _another_data_source,
    ("sagemaker-endpoint-rolls-back", r"\.Dimensions\."): _with_alarms_of_another_endpoint,
    ("s3-source-own-key", r""): _another_under_its_key,
    ("bedrock-enforced-guardrail-safe", r"ModelEnforcement"): lambda one: without(
        one.logical_id, "Properties.ModelEnforcement.ExcludedModels"
    ),
    ("bedrock-enforced-guardrail-safe", r"EmbeddingModelArn"): lambda one: placed(
        one.logical_id, one.path, "arn:aws:bedrock:us-east-1::foundation-model/amazon.another-embed-v1"
    ),
    ("bedrock-guardrail-sensitive-information", r"(Output)?Action$"): lambda one: without(
        one.logical_id, "Properties.SensitiveInformationPolicyConfig"
    ),
    ("bedrock-guardrail-words", r""): lambda one: without(
        one.logical_id, "Properties.WordPolicyConfig", also="Properties.TopicPolicyConfig"
    ),
    ("bedrock-knowledge-base-reads-only", r""): lambda one: _added(
        one, Action="s3:PutObject", Resource="arn:aws:s3:::a/b"
    ),
    ("bedrock-mantle-closed", r""): lambda one: _added(one, Action="bedrock-mantle:CreateInference"),
    ("data-policy-not-public", r"(Effect|Principal|AWS)(\.\d+)?$"): lambda one: _added(one, Principal="*"),
    ("iam-actions-named", r"ManagedPolicyArns\.\d+$"): lambda one: placed(
        one.logical_id, one.path, "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser"
    ),
    ("iam-actions-named", r"(Effect|Action(\.\d+)?)$"): lambda one: _added(
        one, Action="aoss:*", Resource="arn:aws:aoss:a:1:collection/a"
    ),
    ("iam-invocation-guarded", r""): lambda one: _added(
        one,
        Action="bedrock:InvokeModel",
        Resource="arn:aws:bedrock:a::foundation-model/b",
        Condition={"StringEquals": {"bedrock:InferenceProfileArn": f"{_PROFILE}/a"}},
    ),
    ("config-stack-drift-watched", r"ComplianceResourceTypes"): lambda one: placed(
        one.logical_id, re.sub(r"\.\d+$", "", one.path), ["AWS::S3::Bucket"]
    ),
    ("macie-running", r"Status$"): lambda one: placed(one.logical_id, one.path, "PAUSED"),
    ("iam-agreements-not-signed", r""): lambda one: _added(
        one, Action="artifact:AcceptAgreement", Resource="arn:aws:artifact:::agreement/a"
    ),
    ("iam-builders-bounded", r"Condition"): lambda one: placed(
        one.logical_id, re.sub(r"Condition.*", "Condition", one.path), {"StringEquals": {"aws:PrincipalTag/a": "b"}}
    ),
    ("lambda-guardrail-version-pinned", r""): lambda one: placed(one.logical_id, one.path, "DRAFT"),
    ("lambda-model-in-region", r""): lambda one: placed(one.logical_id, one.path, "eu.amazon.nova-lite-v1:0"),
    ("iam-model-attributed", r""): lambda one: _added(
        one,
        Action="bedrock:InvokeModel",
        Resource="arn:aws:bedrock:eu-central-1::foundation-model/b",
        Condition={"StringEquals": {"bedrock:GuardrailIdentifier": "arn:aws:bedrock:a:1:guardrail/b:1"}},
    ),
    ("iam-model-not-anywhere", r""): lambda one: _added(
        one,
        Action="bedrock:InvokeModel",
        Resource="arn:aws:bedrock:a:1:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
        Condition={
            "StringEquals": {
                "bedrock:GuardrailIdentifier": "arn:aws:bedrock:a:1:guardrail/b:1",
                "bedrock:InferenceProfileArn": f"{_PROFILE}/a",
            }
        },
    ),
    ("iam-service-actions-narrowed", r""): lambda one: _added(one, Action="cloudwatch:PutMetricData"),
    ("sagemaker-role-keys-through-s3", r""): lambda one: _added(one, Resource="arn:aws:kms:a:1:key/1"),
    ("iam-ways-around-closed", r"Condition$"): lambda one: placed(
        one.logical_id,
        one.path,
        {"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "cassandra.amazonaws.com"}},
    ),
    ("iam-jobs-confined", r""): lambda one: _added(
        one, Action="sagemaker:CreateProcessingJob", Resource="arn:aws:sagemaker:a:1:processing-job/a"
    ),
    ("iam-approval-apart", r""): lambda one: _added(
        one, Action="sagemaker:UpdateEndpoint", Resource="arn:aws:sagemaker:a:1:endpoint/a"
    ),
    ("bedrock-knowledge-base-reads-own", r""): lambda one: _added(
        one, Action="s3:GetObject", Resource="arn:aws:s3:::another/*"
    ),
    ("sagemaker-invocation-through-endpoint", r""): lambda one: _added(
        one, Action="sagemaker:InvokeEndpoint", Resource="arn:aws:sagemaker:a:1:endpoint/another"
    ),
    ("rds-statements-through-endpoint", r"SourceVpce\.\d+$"): lambda one: placed(one.logical_id, one.path, "*"),
    ("rds-statements-through-endpoint", r"ViaAWSService$"): lambda one: placed(one.logical_id, one.path, "true"),
    ("iam-answers-guarded", r""): lambda one: _added(one, Action="bedrock:RetrieveAndGenerate"),
    ("bedrock-invocation-log-alarmed", r"Threshold$"): lambda one: placed(one.logical_id, one.path, 1_000_000),
    ("athena-results-customer-key", r"Enforce"): lambda one: placed(one.logical_id, one.path, value=False),
    ("iam-no-bearer-token", r""): lambda one: _added(one, Action="bedrock:CallWithBearerToken"),
    ("iam-pass-role-named", r""): lambda one: _added(one, Action="iam:PassRole", Resource="*"),
    ("iam-resources-named", r"Resource(\.\d+)?$"): lambda one: placed(one.logical_id, one.path, "*"),
    ("iam-resources-named", r"(Effect|Action(\.\d+)?)$"): lambda one: _added(one, Action="bedrock:ApplyGuardrail"),
    ("iam-federation-narrowed", r"(Action|Effect|Federated)$"): lambda one: without(
        one.logical_id, f"{_statement(one.path)}.Condition"
    ),
    ("iam-service-trust-sourced", r"(Effect|Service)$"): lambda one: without(
        one.logical_id, f"{_statement(one.path)}.Condition"
    ),
    ("kms-key-policy-sourced", r"Condition\..*(SourceArn|EncryptionContext)"): lambda one: without(
        one.logical_id, f"{_statement(one.path)}.Condition"
    ),
    ("kms-key-account-keeps-control", r"KeyPolicy$"): _without_the_check,
    ("kms-duties-separated", r""): lambda one: _added(
        one, Principal={"AWS": "arn:aws:iam::123456789012:role/both"}, Action=["kms:Decrypt", "kms:PutKeyPolicy"]
    ),
    ("kms-key-deletion-slow", r"Condition$"): lambda one: placed(
        one.logical_id, one.path, {"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 7}}
    ),
    ("s3vectors-customer-key", r"EncryptionConfiguration$"): lambda one: placed(
        one.logical_id, one.path, {"SseType": "AES256"}
    ),
    ("kms-key-outlives-stack", r"PendingWindowInDays$"): lambda one: placed(one.logical_id, one.path, 7),
    ("kms-key-policy-sourced", r"(Service|aws:SourceAccount)(\.\d+)?$"): lambda one: without(
        one.logical_id, f"{_statement(one.path)}.Condition"
    ),
    ("kms-key-policy-sourced", r"Effect$"): lambda one: _added(one, Principal={"Service": "s3.amazonaws.com"}),
    ("lambda-permission-sourced", r"Source(Account|Arn)$"): lambda one: without(
        one.logical_id, "Properties.SourceAccount", also="Properties.SourceArn"
    ),
    ("model-card-present", r"ModelCardStatus$"): lambda one: placed(one.logical_id, one.path, "Archived"),
    ("sagemaker-endpoint-closed", r""): lambda one: placed(
        one.logical_id, "Properties.ProductionVariants.0.EnableSSMAccess", value=True
    ),
    ("sagemaker-endpoint.*-monitored", r"MetricName$"): lambda one: placed(one.logical_id, one.path, "Samples"),
    ("sagemaker-endpoint.*-monitored", r"TreatMissingData$"): lambda one: placed(
        one.logical_id, one.path, "notBreaching"
    ),
    ("sagemaker-model-card", r"ModelCardStatus$"): lambda one: placed(one.logical_id, one.path, "Archived"),
    ("sagemaker-role-reads-own", r""): lambda one: _added(
        one, Action="dynamodb:GetItem", Resource="arn:aws:dynamodb:a:1:table/a"
    ),
    ("sagemaker-model-approved", r"PolicyDocument"): lambda one: _added(
        one, Action="sagemaker:UpdateModelPackage", Resource="arn:aws:sagemaker:a:1:model-package/a/1"
    ),
    ("sagemaker-model-approved", r"Image$"): lambda one: placed(
        one.logical_id, one.path, f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/other@sha256:{'0' * 64}"
    ),
    ("opensearch-standby-replicas", r""): lambda one: placed(one.logical_id, one.path, "DISABLED"),
    ("s3-service-access-sourced", r"(Service|aws:SourceAccount)$"): lambda one: without(
        one.logical_id, f"{_statement(one.path)}.Condition"
    ),
    ("s3-service-access-sourced", r"Effect$"): lambda one: _added(one, Principal={"Service": "s3.amazonaws.com"}),
    ("(s3-(records|source)|s3vectors|secret)-locked-to-readers", r"Condition$"): lambda one: placed(
        one.logical_id, one.path, {"ArnNotLike": {"aws:PrincipalArn": "*"}}
    ),
    ("s3-(records|source)-locked-to-readers", r"PrincipalIsAWSService$"): lambda one: placed(
        one.logical_id, one.path, "true"
    ),
    ("s3-source-one-key", r"Null\..*$"): lambda one: placed(one.logical_id, one.path, "true"),
    ("s3-source-through-endpoint", r"PrincipalArn\.\d+$"): lambda one: placed(one.logical_id, one.path, "*"),
    ("s3-source-through-endpoint", r"(PrincipalIsAWSService|ViaAWSService)$"): lambda one: placed(
        one.logical_id, one.path, "true"
    ),
    ("iam-retrieval-through-endpoint", r"Condition$"): lambda one: placed(
        one.logical_id, one.path, {"StringNotEquals": {"aws:SourceVpce": "*"}}
    ),
    ("iam-retrieval-through-endpoint", r"SourceVpce\.\d+$"): lambda one: placed(one.logical_id, one.path, "*"),
    ("iam-retrieval-through-endpoint", r"ViaAWSService$"): lambda one: placed(one.logical_id, one.path, "true"),
    ("secret-locked-to-readers", r"PrincipalIsAWSService$"): lambda one: placed(one.logical_id, one.path, "true"),
    ("secret-locked-to-readers", r"PrincipalArn\.\d+$"): lambda one: placed(one.logical_id, one.path, "*"),
    ("s3-weights-written-once", r"ObjectCreationOperation$"): lambda one: placed(one.logical_id, one.path, "false"),
    ("s3vectors-locked-to-readers", r"PrincipalIsAWSService$"): lambda one: placed(one.logical_id, one.path, "true"),
    ("s3-(records|source)-locked-to-readers", r"PrincipalArn\.\d+$"): lambda one: placed(one.logical_id, one.path, "*"),
    ("security-group-egress-named", r"CidrIp$"): lambda one: placed(one.logical_id, one.path, "0.0.0.0/0"),
    ("vpc-endpoint-both-ends", r""): lambda one: _added(
        one, Principal="*", Action="s3:GetObject", Condition={"StringEquals": {"aws:PrincipalAccount": "123456789012"}}
    ),
    ("vpc-endpoint-policy", r""): lambda one: _added(one, Principal="*", Action="*"),
    ("vpc-endpoint-three-zones", r"SubnetIds"): lambda one: placed(
        one.logical_id, "Properties.SubnetIds", ["subnet-1", "subnet-2"]
    ),
    ("vpc-s3-gateway-endpoint", r"VpcEndpointType$"): lambda one: placed(one.logical_id, one.path, "Interface"),
}

# What a control reads to know whether it has anything to ask for; without it, there is nothing to defend.
PREMISES = {
    ("ai-service-card-recorded", r"PolicyDocument"): "without the right to use a service, nobody has to read its card",
    ("iam-federation-narrowed", r"Url$"): "a provider of a company's own knows nobody else",
    ("guardduty-malware-told", r""): "as of keys, the account's people and the workload's are both told",
    ("kms-changes-told", r""): "the account's people and the workload's are both told: without the one, the others are",
    ("s3-changes-told", r""): "as of keys, the account's people and the workload's are both told",
    (
        "bedrock-consumption-alarmed",
        r"Properties\.(Namespace|MetricName)$",
    ): "another alarm of the profile, looked at and left",
    (
        "bedrock-mantle-closed",
        r"ManagedPolicyArns",
    ): "a policy of AWS that opens it opens everything: iam-actions-named fails",
    (
        "iam-no-bearer-token",
        r"ManagedPolicyArns",
    ): "a policy of AWS that opens it opens everything: iam-actions-named fails",
    (
        "sagemaker-endpoint-customer-key",
        r"ProductionVariants",
    ): "instances with local disks are encrypted by their hardware; these have none",
    (
        "sagemaker-storage-customer-key",
        r"(StoreConfig|EnableOnlineStore)$",
    ): "without a store, there is nothing to encrypt",
    (
        "sagemaker-endpoint-guarded",
        r"PolicyDocument",
    ): "who may not ask needs no guardrail; without the right to apply one, exactly this control fails",
    (
        "sagemaker-image-own-registry",
        r"",
    ): "an image of somebody else is another one than was approved: sagemaker-model-approved fails, too",
    ("bedrock-mantle-told", r"LogGroupArn$"): "without a log group, nothing can be counted: cloudtrail-protected fails",
    ("bedrock-mantle-closed", r"ServiceName$"): "another service's endpoint is another resource, and tested by itself",
    (
        "vpc-endpoint-present",
        r"PolicyDocument|\.Role$|VpcConfig",
    ): "a function that may not call Bedrock needs no endpoint",
}


def _added(evidence: Evidence, **statement: Any) -> Callable[[Template], None]:
    """Adds a statement that allows, before the one that was read."""
    weak = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", **statement}
    return placed(evidence.logical_id, _statement(evidence.path), weak, insert=True)


def _statement(path: str) -> str:
    """The path of the statement that a property belongs to."""
    return re.sub(r"(.*\.Statement\.\d+)\..*", r"\1", path)


def _weaker(control: Control, evidence: Evidence) -> Callable[[Template], None]:
    for (control_id, path), weaken in WEAKER.items():
        if re.fullmatch(control_id, control.id) and re.search(path, evidence.path):
            return weaken(evidence)
    return pytest.fail(
        f"{control.id}: without {evidence.path} it still holds; take the property out, or say what is weaker"
    )


class Defenses:
    """A clean assembly, and what each control read in it."""

    def __init__(self, folder: Path) -> None:
        """Reviews the assembly in a folder."""
        assembly = load(folder)
        self.folder = folder
        self.posture: Posture = review(assembly, CATALOG)
        self.before = verdicts(self.posture)
        self._types = {(one.template.name, one.logical_id): one.type for one in assembly}

    def must_be_load_bearing(self, control_id: str, workspace: Path) -> None:
        """Without a property that the control read, exactly that control fails; or with a weaker one in its place."""
        present = self._distinct(control_id)
        assert present
        for number, (control, one) in enumerate(present):
            copy = workspace / str(number)
            found = self.broken_by(without(one.logical_id, one.path), one.template, copy / "deleted")
            assert len(found) <= 1, f"{one.path}: two controls claim one defense: {found}"
            assert found <= self._claimants(one), f"{one.path}: {found} failed without having read it"
            is_premise = any(control_id == name and re.search(path, one.path) for name, path in PREMISES)
            if found != {control_id} and not is_premise:
                after = self.broken_by(_weaker(control, one), one.template, copy / "weaker")
                assert after == {control_id}, one.path

    def broken_by(self, change: Callable[[Template], None], template: str, copy: Path) -> set[str]:
        """The controls that hold no longer after a change of one template."""
        return broken(self.before, verdicts_of(changed(self.folder, copy, template, change)))

    def is_missed(self, resource: Resource, copy: Path) -> bool:
        """Some control passes a resource no longer when another one is gone, or CloudFormation refuses the template."""

        def delete(template: Template) -> None:
            del template["Resources"][resource.logical_id]

        name = resource.template.name
        folder = changed(self.folder, copy, name, delete)
        if f'"{resource.logical_id}"' in (folder / name).read_text(encoding="utf-8"):
            return True  # a reference dangles
        assembly = load(folder)
        readers = {one[3] for one in self._read if one[:2] == (name, resource.logical_id)}
        for control in sorted(CATALOG, key=lambda one: one.id not in readers):
            after = {one: verdict for one, verdict in verdicts(review(assembly, [control])).items() if verdict is TRUE}
            others = (one for one, verdict in self.before.items() if verdict is TRUE and one[2] != resource.logical_id)
            if any(one[0] == control.id and one not in after for one in others):
                return True
        return False

    def _distinct(self, control_id: str) -> list[tuple[Control, Evidence]]:
        """What a control read, one of a kind.

        Teams are alike, and so are resources of a type, statements of a document and items of a list; and all
        numbers, where what is weaker is added beside what was read.
        """
        alike = r"\.\d+" if (control_id, "") in WEAKER else r"(?<=\.Statement)\.\d+|\.\d+$"
        found = {
            (self._types[one.template, one.logical_id], re.sub(alike, "", one.path)): (finding.control, one)
            for finding in self.posture.findings
            if finding.control.id == control_id and finding.verdict is TRUE
            for one in finding.evidence
            if one.value != "absent"
        }
        return list(found.values())

    @cached_property
    def _read(self) -> set[tuple[str, str, str, str]]:
        return {
            (one.template, one.logical_id, one.path, finding.control.id)
            for finding in self.posture.findings
            for one in finding.evidence
        }

    def _claimants(self, evidence: Evidence) -> set[str]:
        """The controls that read a property or something below it."""
        place = (evidence.template, evidence.logical_id)
        return {
            control_id
            for template, logical_id, path, control_id in self._read
            if (template, logical_id) == place and f"{path}.".startswith(f"{evidence.path}.")
        }
