"""Documents are copied where other laws apply, by a replication rule or a key that lives in several Regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def holds(resource: Resource) -> Truth:
    if resource.type == "AWS::KMS::Key":
        return ~resource["MultiRegion"].equals(True)
    if resource.type == "AWS::S3::Bucket":
        return resource["ReplicationConfiguration.Rules"].all(_stays)
    if resource.type == "AWS::RDS::DBInstance":
        return ~resource["AutomaticBackupReplicationRegion"].is_set()
    if resource.type == "AWS::Backup::BackupPlan":
        rules = resource["BackupPlan.BackupPlanRule"]
        return rules.all(lambda rule: rule["CopyActions"].all(_is_copied_here))
    return FALSE


def _is_copied_here(copy: Value) -> Truth:
    vault, region = copy["DestinationBackupVaultArn"], copy.resource.template.region
    if vault.target:
        return vault.target.in_region_of(copy.resource)
    if str(vault).split(":backup:")[-1].startswith("${AWS::Region}:"):
        return vault.is_set()
    return vault.matches(rf"^arn:[^:]*:backup:{region}:") if region else UNKNOWN


def _stays(rule: Value) -> Truth:
    """A bucket's ARN does not say where it lies, so a destination counts only if the assembly has it."""
    destination = rule["Destination"]["Bucket"].target
    return rule["Status"].equals("Disabled") | (destination.in_region_of(rule.resource) if destination else FALSE)


CONTROL = Control(
    id="data-stays-in-region",
    title="Data and keys are not copied to other Regions",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=(
        "AWS::Backup::BackupPlan",
        "AWS::KMS::Key",
        "AWS::KMS::ReplicaKey",
        "AWS::RDS::DBInstance",
        "AWS::S3::Bucket",
        "AWS::S3::MultiRegionAccessPoint",
        "AWS::RDS::GlobalCluster",
    ),
    holds=holds,
    fix="Leave replication out, or acknowledge the Region that data is copied to.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",),
    baseline=("RES-3",),
    satisfies=(NIST_SA_9_5,),
)
