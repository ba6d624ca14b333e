"""Whether data is copied to where other laws apply."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.data_stays_in_region import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, judge_in, resource


def key(multi_region: Any) -> dict[str, Any]:
    return resource("AWS::KMS::Key", {"MultiRegion": multi_region})


def bucket(*rules: Any) -> dict[str, Any]:
    return resource("AWS::S3::Bucket", {"ReplicationConfiguration": {"Role": "arn", "Rules": list(rules)}})


def rule(destination: Any, status: Any = "Enabled") -> dict[str, Any]:
    return {"Status": status, "Destination": {"Bucket": destination}}


HERE = {"Fn::GetAtt": ["Other", "Arn"]}
OTHER = resource("AWS::S3::Bucket")
ELSEWHERE = "arn:aws:s3:::somewhere"


def test_a_key_of_one_region_passes() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Key")) is TRUE
    assert judge(CONTROL, key("false")) is TRUE


def test_a_key_of_several_regions_fails() -> None:
    assert judge(CONTROL, key(multi_region=True)) is FALSE
    assert judge(CONTROL, key("true")) is FALSE


def test_a_key_that_deployment_may_copy_is_unknown() -> None:
    assert judge(CONTROL, key(ANYTHING)) is UNKNOWN


def test_a_bucket_that_is_not_replicated_passes() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is TRUE


def test_a_replicated_bucket_fails() -> None:
    assert judge(CONTROL, bucket(rule(ELSEWHERE))) is FALSE


def test_one_replica_in_the_region_does_not_excuse_another() -> None:
    assert judge(CONTROL, bucket(rule(HERE), rule(ELSEWHERE)), Other=OTHER) is FALSE


def test_a_replica_in_the_same_region_passes() -> None:
    assert judge(CONTROL, bucket(rule(HERE)), Other=OTHER) is TRUE


def test_a_rule_that_is_switched_off_passes() -> None:
    assert judge(CONTROL, bucket(rule(ELSEWHERE, "Disabled"))) is TRUE


def test_rules_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket", {"ReplicationConfiguration": ANYTHING})) is UNKNOWN


def test_what_lives_in_several_regions_by_its_nature_fails() -> None:
    for kind in ("AWS::KMS::ReplicaKey", "AWS::S3::MultiRegionAccessPoint", "AWS::RDS::GlobalCluster"):
        assert judge(CONTROL, resource(kind)) is FALSE


def test_a_topic_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SNS::Topic")) is NOT_APPLICABLE


def backup(vault: Any) -> dict[str, Any]:
    rules = [{"RuleName": "Daily", "CopyActions": [{"DestinationBackupVaultArn": vault}]}]
    return resource("AWS::Backup::BackupPlan", {"BackupPlan": {"BackupPlanName": "B", "BackupPlanRule": rules}})


def test_a_backup_is_copied_within_the_region() -> None:
    vault = "arn:aws:backup:eu-central-1:123456789012:backup-vault:second"
    assert judge_in("eu-central-1", CONTROL, backup(vault)) is TRUE
    assert judge_in("us-east-1", CONTROL, backup(vault)) is FALSE
    assert judge(CONTROL, backup(vault)) is UNKNOWN
    here = {"Fn::Sub": "arn:aws:backup:${AWS::Region}:${AWS::AccountId}:backup-vault:second"}
    assert judge(CONTROL, backup(here)) is TRUE
    own = resource("AWS::Backup::BackupVault")
    assert judge(CONTROL, backup({"Fn::GetAtt": ["Vault", "BackupVaultArn"]}), Vault=own) is TRUE


def test_automatic_backups_of_a_database_stay() -> None:
    assert judge(CONTROL, resource("AWS::RDS::DBInstance")) is TRUE
    copied = resource("AWS::RDS::DBInstance", {"AutomaticBackupReplicationRegion": "us-east-1"})
    assert judge(CONTROL, copied) is FALSE
