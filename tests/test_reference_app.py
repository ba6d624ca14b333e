"""What must hold of the reference app: every defense is there, and every one is load-bearing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_s3 as s3
from syrupy.extensions.json import JSONSnapshotExtension

import app
from secure_ai_constructs.assembly import Assembly, load
from secure_ai_constructs.control import Question
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import Posture, review
from secure_ai_constructs.truth import TRUE
from tests.defenses import Defenses, broken, verdicts_of
from tests.takeaway import Template, changed

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

ROOT = Path(__file__).parent.parent
TEMPLATES = (
    "Account.template.json",
    "FraudScoring.template.json",
    "Insurance.template.json",
    "InsuranceRagTeamsclaims60286936.template.json",
    "InsuranceRagTeamsfraudB0421028.template.json",
    "InsuranceRagTeamslegalBF9D940A.template.json",
    "Models.template.json",
    "Network.template.json",
    "Reports.template.json",
)
TEAMS = re.compile(r"InsuranceRagTeams[a-z]+[0-9A-F]{8}")


@pytest.fixture(scope="module")
def defenses(reference_dir: Path) -> Defenses:
    return Defenses(reference_dir)


@pytest.fixture(scope="module")
def posture(defenses: Defenses) -> Posture:
    return defenses.posture


# What a reviewer reads ---------------------------------------------------------------------------


def test_every_question_is_answered_with_yes(posture: Posture) -> None:
    assert {one.question: one.answer for one in posture.answers} == dict.fromkeys(Question, "yes")


def test_nothing_is_open_and_nothing_of_ours_is_accepted(posture: Posture) -> None:
    assert [one for one in posture.findings if one.is_open] == []
    assert [one for one in posture.findings if one.acknowledgment is not None] == []
    assert posture.unmatched == ()


def test_every_control_that_speaks_of_a_resource_here_was_asked(posture: Posture, reference: Assembly) -> None:
    asked = {one.control.id for one in posture.findings}
    silent = {one.id for one in CATALOG if set(one.applies_to) & set(reference.by_type)} - asked
    assert silent == {
        "bedrock-agency-confined",  # models answer here, and act on nothing
        "config-stack-drift-watched",  # nobody asked for it
        "iam-approval-apart",  # nobody here approves cards
        "iam-agreements-not-signed",  # nobody here reads AWS's reports
        "iam-builders-bounded",  # nobody here builds by hand
        "iam-federation-narrowed",  # no pipeline of elsewhere has a role here
        "bedrock-enforced-guardrail-allowed",  # and the account enforces no guardrail
        "lambda-model-in-region",  # no function is told to
        "sagemaker-endpoint-guarded",  # the model rates payments, and says nothing
        "sagemaker-invocation-through-endpoint",  # and nobody here asks it
    }


def test_every_finding_has_a_construct_path_and_shows_what_was_read(posture: Posture) -> None:
    assert [one for one in posture.findings if not one.construct_path] == []
    without_evidence = {one.control.id for one in posture.findings if one.verdict is TRUE and not one.evidence}
    assert without_evidence == NOT_A_PROPERTY, "they speak of what no property says"


def test_records_of_workloads_name_controls_of_the_catalog(reference: Assembly) -> None:
    parameters = reference.by_type["AWS::SSM::Parameter"]
    records = [
        json.loads(one["Value"].literal or "") for one in parameters if "/workloads/" in (one["Name"].literal or "")
    ]
    named = {control for record in records for threat in record["threats"] for control in threat["controls"]}
    assert named
    assert named <= {one.id for one in CATALOG}


# What other judges say ---------------------------------------------------------------------------


def test_cfn_lint_finds_nothing(reference_dir: Path) -> None:
    command = [str(Path(sys.executable).with_name("cfn-lint")), *(str(reference_dir / one) for one in TEMPLATES)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


def test_cdk_s_own_validation_and_all_packs_find_nothing(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CDK_", "PYTEST_"))}
    subprocess.run([sys.executable, str(ROOT / "app.py")], cwd=tmp_path, env=environment, check=True)
    report = json.loads((tmp_path / "cdk.out/validation-report.json").read_text(encoding="utf-8"))
    assert {one["pluginName"]: one["violations"] for one in report["pluginReports"] if one["violations"]} == {}
    accepted = [one for plugin in report["pluginReports"] for one in plugin.get("suppressedViolations", [])]
    assert len({one["acknowledgedId"] for one in accepted}) == 6
    accepted_in = Counter(one.construct_path.split("/")[0] for one in load(tmp_path / "cdk.out").acknowledgments)
    assert accepted_in == {"Network": 3, "Insurance": 2, "FraudScoring": 2, "Account": 7, "Reports": 1}
    assert json.loads((ROOT / "cdk.json").read_text())["context"]["@aws-cdk/core:validateAgainstDefaultRules"] is True


def test_cdk_s_own_validation_would_find_something(tmp_path: Path) -> None:
    code = (
        "import app; from aws_cdk import aws_kms as kms\n"
        "careless = app.build('cdk.out')\n"
        "key = kms.CfnKey(careless.node.find_child('Network'), 'Careless', key_policy={})\n"
        "key.add_property_override('RotationPeriodInDays', 'soon')\n"
        "careless.synth()\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CDK_", "PYTEST_"))}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", code]
    failed = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    report = json.loads((tmp_path / "cdk.out/validation-report.json").read_text(encoding="utf-8"))
    assert "CloudFormation Validate" in {one["pluginName"] for one in report["pluginReports"] if one["violations"]}


def test_every_template_of_the_app_is_looked_at(reference: Assembly) -> None:
    assert {one.name for one in reference.templates} == set(TEMPLATES)


def test_aws_solutions_is_a_second_judge_in_the_same_synth(tmp_path: Path) -> None:
    careless = app.build(str(tmp_path))
    s3.Bucket(careless.node.find_child("Network"), "Careless")  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="AwsSolutions-S1"):
        careless.synth()


def test_the_app_follows_the_context(tmp_path: Path) -> None:
    elsewhere = app.build(str(tmp_path), context={"account": "210987654321", "region": "eu-west-1"})
    elsewhere.synth()
    assembly = load(tmp_path)
    places = {one.name: (one.account, one.region) for one in assembly.templates}
    assert places.pop("Reports.template.json") == ("210987654321", "us-east-1")
    assert set(places.values()) == {("210987654321", "eu-west-1")}
    assert [one for one in review(assembly, CATALOG).findings if one.is_open] == []
    text = "".join((tmp_path / one).read_text(encoding="utf-8") for one in TEMPLATES)
    assert "123456789012" not in text
    assert "eu-central-1" not in text


# Every defense is load-bearing -------------------------------------------------------------------


NOT_HERE = {
    "audit-manager-in-use",
    "bedrock-agency-confined",
    "bedrock-customization-protected",
    "bedrock-data-retention-decided",
    "bedrock-enforced-guardrail-allowed",
    "bedrock-enforced-guardrail-safe",
    "config-stack-drift-watched",
    "ecr-models-immutable",
    "iam-agreements-not-signed",
    "iam-approval-apart",
    "iam-builders-bounded",
    "iam-federation-narrowed",
    "iam-user-absent",
    "lambda-model-in-region",
    "macie-running",
    "resolver-answers-privately",
    "sagemaker-domain-isolated",
    "sagemaker-domain-knows-people",
    "sagemaker-endpoint-guarded",
    "sagemaker-invocation-through-endpoint",
    "sagemaker-job-customer-key",
    "sagemaker-job-isolated",
    "sagemaker-notebook-customer-key",
    "sagemaker-notebook-hardened",
    "sagemaker-notebook-isolated",
    "sagemaker-notebook-stops",
    "sagemaker-storage-customer-key",
    "state-machine-logged",
    "vpc-public-access-blocked",
}
WRITTEN_AS_TEXT = {
    "config-watches-ai": ("SAGEMAKER_MODEL_ISOLATION_ENABLED", "SAGEMAKER_MODEL_IN_VPC"),
    "opensearch-access-named": ("aoss:DescribeIndex", "aoss:*"),
    "opensearch-customer-key": ('\\"AWSOwnedKey\\":false', '\\"AWSOwnedKey\\":true'),
    "workload-recorded": ('\\"controls\\":', '\\"others\\":'),
    "opensearch-network-private": ('\\"AllowFromPublic\\":false', '\\"AllowFromPublic\\":true'),
}
"""Policies and records that are JSON in a string: what to replace in it."""
NOT_A_PROPERTY = {"account-options-decided", "kms-audit-key-apart", "stack-region-pinned", "vpc-no-internet"}
MUST_BE_ABSENT: dict[str, dict[str, Any]] = {
    "bedrock-guardrail-in-region": {"CrossRegionConfig": {"GuardrailProfileArn": "eu.guardrail.v1:0"}},
    "data-stays-in-region": {
        "MultiRegion": True,
        "ReplicationConfiguration": {"Role": "r", "Rules": [{"Destination": {"Bucket": "arn:aws:s3:::elsewhere"}}]},
    },
    "security-group-ingress-named": {"SecurityGroupIngress": [{"CidrIp": "0.0.0.0/0"}]},
}
PROPERTIES = sorted(
    {one.id for one in CATALOG} - NOT_HERE - NOT_A_PROPERTY - set(MUST_BE_ABSENT) - set(WRITTEN_AS_TEXT)
)


@pytest.mark.parametrize("control_id", PROPERTIES)
def test_without_a_property_that_a_control_read_exactly_that_control_fails(
    defenses: Defenses, tmp_path: Path, control_id: str
) -> None:
    defenses.must_be_load_bearing(control_id, tmp_path)


@pytest.mark.parametrize("control_id", MUST_BE_ABSENT)
def test_with_what_must_be_absent_exactly_its_control_fails(
    defenses: Defenses, tmp_path: Path, control_id: str
) -> None:
    finding = next(one for one in defenses.posture.findings if one.control.id == control_id)

    def add(template: Template) -> None:
        template["Resources"][finding.logical_id]["Properties"].update(MUST_BE_ABSENT[control_id])

    assert defenses.broken_by(add, finding.template, tmp_path / "copy") == {control_id}


@pytest.mark.parametrize("control_id", WRITTEN_AS_TEXT)
def test_with_another_word_in_a_policy_exactly_its_control_fails(
    defenses: Defenses, tmp_path: Path, control_id: str
) -> None:
    old, new = WRITTEN_AS_TEXT[control_id]
    found = [one for one in defenses.posture.findings if one.control.id == control_id]
    read = [found[0].template, *(one.template for finding in found for one in finding.evidence)]
    place = next(one for one in read if old in (defenses.folder / one).read_text(encoding="utf-8"))

    def replace(template: Template) -> None:
        text = json.dumps(template)
        assert old in text
        template.update(json.loads(text.replace(old, new, 1)))

    assert defenses.broken_by(replace, place, tmp_path / "copy") == {control_id}


def test_with_one_key_for_data_and_logs_exactly_its_control_fails(defenses: Defenses, tmp_path: Path) -> None:
    finding = next(one for one in defenses.posture.findings if one.control.id == "kms-audit-key-apart")

    def share(template: Template) -> None:
        group = next(one for one in template["Resources"].values() if one["Type"] == "AWS::Logs::LogGroup")
        group["Properties"]["KmsKeyId"] = {"Fn::GetAtt": [finding.logical_id, "Arn"]}

    assert defenses.broken_by(share, finding.template, tmp_path / "copy") == {"kms-audit-key-apart"}


def test_with_a_way_to_the_internet_exactly_its_control_fails(defenses: Defenses, tmp_path: Path) -> None:
    def attach(template: Template) -> None:
        [vpc] = [key for key, one in template["Resources"].items() if one["Type"] == "AWS::EC2::VPC"]
        properties = {"VpcId": {"Ref": vpc}, "InternetGatewayId": "igw-1"}
        template["Resources"]["Way"] = {"Type": "AWS::EC2::VPCGatewayAttachment", "Properties": properties}

    assert defenses.broken_by(attach, "Network.template.json", tmp_path / "copy") == {"vpc-no-internet"}


def test_without_an_environment_its_control_fails_and_nothing_unknown_passes(
    defenses: Defenses, reference_dir: Path, tmp_path: Path
) -> None:
    copy = changed(reference_dir, tmp_path / "copy", "Insurance.template.json", lambda _: None)
    manifest = (copy / "manifest.json").read_text(encoding="utf-8")
    (copy / "manifest.json").unlink()
    manifest = re.sub(r"aws://\d{12}/[a-z0-9-]+", "aws://unknown-account/unknown-region", manifest)
    (copy / "manifest.json").write_text(manifest, encoding="utf-8")
    before = defenses.before
    after = verdicts_of(copy)
    assert "stack-region-pinned" in broken(before, after)
    asked_of_each = {one.id for one in CATALOG if not one.once_per_account}
    # What receives logs is not asked; whether a bucket does is unknown now, and it is recorded.
    asked_of_each.remove("cloudtrail-data-recorded")
    # Nor is it known that another stack's model is loaded from a bucket, which is locked as one of records, too.
    asked_of_each.remove("s3-records-locked-to-readers")
    passes = {key for key, verdict in after.items() if verdict is TRUE and key[0] in asked_of_each}
    assert passes <= {key for key, verdict in before.items() if verdict is TRUE}


# Quotas ------------------------------------------------------------------------------------------

POLICIES = {
    "AWS::EC2::VPCEndpoint": ("PolicyDocument", 20_480, 100),
    "AWS::IAM::ManagedPolicy": ("PolicyDocument", 6_144, 100),
    "AWS::KMS::Key": ("KeyPolicy", 32_768, 100),
    "AWS::Logs::LogGroup": ("ResourcePolicyDocument", 5_120, 100),
    "AWS::S3::BucketPolicy": ("PolicyDocument", 20_480, 100),
    "AWS::SNS::TopicPolicy": ("PolicyDocument", 30_720, 100),
    "AWS::SQS::QueuePolicy": ("PolicyDocument", 8_192, 20),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy", 20_480, 100),
}
"""Where each stands, how many characters it may have, and statements: SQS alone counts those."""


def test_every_policy_is_taken_by_its_service(reference_dir: Path) -> None:
    found = [
        (logical_id, one["Type"], one["Properties"][POLICIES[one["Type"]][0]])
        for template in TEMPLATES
        for logical_id, one in json.loads((reference_dir / template).read_text(encoding="utf-8"))["Resources"].items()
        if POLICIES.get(one["Type"], ("",))[0] in one.get("Properties", {})
    ]
    assert {kind for _, kind, _ in found} == set(POLICIES)
    for logical_id, kind, document in found:
        _, characters, statements = POLICIES[kind]
        assert len(json.dumps(document, separators=(",", ":"))) <= characters, logical_id
        assert len(document["Statement"]) <= statements, logical_id


# What nobody notices when it is missing, and why that is no gap.
UNNOTICED = {
    "AWS::Athena::NamedQuery": "a question that is not saved is written anew; the archive that it asks is there",
    "AWS::Budgets::Budget": "spending has no resource that it belongs to; the page says where it is set",
    "AWS::CloudWatch::Alarm": "most alarms tell of failures, not of what is defended; those that do are asked for",
    "AWS::CloudWatch::Dashboard": "nothing depends on somebody looking",
    "AWS::EC2::SecurityGroupEgress": "without it, the function does not get out: there is no other way",
    "AWS::EC2::SecurityGroupIngress": "without it, the endpoint lets the function not in: there is no other way",
    "AWS::EC2::SubnetRouteTableAssociation": "the subnet takes the VPC's main table, which has no route out either",
    "AWS::IAM::ManagedPolicy": "without it, nobody may ask the trail: there is no other way",
    "AWS::Lambda::EventSourceMapping": "without it, documents wait in their queue",
    "AWS::Logs::MetricFilter": "without it, an alarm stays silent",
    "AWS::Logs::QueryDefinition": "as a named query of Athena",
    "AWS::SNS::Subscription": "whoever confirms by hand is told; nobody can confirm for another",
    "AWS::SageMaker::ModelPackageGroup": "without it, no version is approved, and the deployment of a model ends",
    "Custom::ArtifactSubscription": "without it, AWS's reports are read when somebody looks for them",
}


UNNOTICED_RULES = {
    r"(Bucket|Key)ChangesRule|Not(Clean|Scanning)Rule": "the account's people and the workload's are both told of it",
    r"HealthRule|SageMakerStatesRule": "what AWS says of itself, and what calls have caused that are told of as such",
    r"JobFailedRule": "the day without a result raises an alarm, too",
    r"NotTaggedRule": "what has no tag is not read",
    r"RegistryChangesRule": "scans of images; Inspector's own changes are asked for",
    r"RightsRule|RootRule": "in us-east-1, where only an app that has a stack there can be asked; root is told of at home, too",
    r"SevereRule": "findings of every kind, beside those about models, which are asked for",
}


def test_what_no_control_notices_is_here(reference: Assembly) -> None:
    assert set(UNNOTICED) <= set(reference.by_type)
    rules = [one.logical_id for one in reference.by_type["AWS::Events::Rule"]]
    assert [
        one for one in UNNOTICED_RULES if not any(re.search(rf"({one})[0-9A-F]{{8}}$", rule) for rule in rules)
    ] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_some_control_notices_when_any_resource_is_missing(
    reference: Assembly, defenses: Defenses, tmp_path: Path, name: str
) -> None:
    alike = {(TEAMS.sub("team", one.template.name), one.logical_id): one for one in reference}
    here = [
        one
        for one in alike.values()
        if one.template.name == name
        and one.type not in UNNOTICED
        and not re.search(rf"({'|'.join(UNNOTICED_RULES)})[0-9A-F]{{8}}$", one.logical_id)
    ]
    assert {one.type for one in here if not defenses.is_missed(one, tmp_path / one.logical_id)} == set()


# Templates are public API ------------------------------------------------------------------------


class MaskedTemplate(JSONSnapshotExtension):
    """A template without the hashes of its assets, which differ with the version of CDK."""

    def serialize(self, data: Any, **options: Any) -> str:
        return re.sub(r"[0-9a-f]{64}", "<asset>", str(super().serialize(data, **options)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_template_is_as_it_was_published(reference_dir: Path, template: str, snapshot: SnapshotAssertion) -> None:
    written = json.loads((reference_dir / template).read_text(encoding="utf-8"))
    assert written == snapshot(extension_class=MaskedTemplate)
