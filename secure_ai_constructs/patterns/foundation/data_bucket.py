"""A bucket for what must not leak or change: documents, artifacts, captures, evidence, logs."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, RemovalPolicy, Stack, Tags
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from secure_ai_constructs.patterns.foundation.access_log_bucket import AccessLogBucket
from secure_ai_constructs.patterns.foundation.bucket_policy import (
    CONTENT_ACTIONS,
    TAG_ACTIONS,
    WRITE_ACTIONS,
    bucket_policy,
    deny,
    kept,
    locked,
    one_encryption,
    only_through,
    tls_only,
    written_once,
)
from secure_ai_constructs.patterns.foundation.given_bucket import require_bucket, strengthen
from secure_ai_constructs.patterns.foundation.kind import require_actions, require_kind, require_like
from secure_ai_constructs.patterns.foundation.malware_scan import CLEAN, OBJECT_ACTIONS, SCAN_TAG, MalwareScan
from secure_ai_constructs.patterns.foundation.place import require_beside, require_key_here
from secure_ai_constructs.patterns.foundation.policy_size import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import IConstruct

    from secure_ai_constructs.patterns.foundation.private_network import PrivateNetwork


class DataProfile(Enum):
    """What a bucket is for, and so what protects it beyond encryption, versions and the lock to named principals."""

    DOCUMENTS = "documents"
    """Client data and training data: scanned for malware, and not read before it was called clean."""
    ARTIFACTS = "artifacts"
    """What jobs make, such as model weights."""
    CAPTURE = "capture"
    """What a model was asked and answered: nobody changes it for a year."""
    EVIDENCE = "evidence"
    """What proves something later: nobody changes it for a year."""
    LOGS = "logs"
    """What services write: nobody changes it for a year."""
    HISTORY = "history"
    """What Config writes, which delivers to no bucket with a default retention: versions keep it."""

    @property
    def is_scanned(self) -> bool:
        """Objects are read only after GuardDuty has called them clean."""
        return self is DataProfile.DOCUMENTS

    @property
    def is_immutable(self) -> bool:
        """Object Lock keeps every version for a year."""
        return self in (DataProfile.CAPTURE, DataProfile.EVIDENCE, DataProfile.LOGS)


_OF_SERVICES = (DataProfile.HISTORY, DataProfile.LOGS)
"""Services write there, and not all of them say how they encrypt: the bucket's default sees to it."""
DELETE_ACTIONS = ("s3:DeleteObject", "s3:DeleteObjectVersion")
READ_ACTIONS = ("s3:GetObject", "s3:GetObjectVersion")
OF_LOCKS, LARGEST_POLICY = 5_000, 20_480
"""Characters of the policy but for its grants, at most, and of all of it.

AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html
"""
_FOLDERS = re.compile(r"([^/*?]+/)+")
_SERVICE = re.compile(r"[a-z0-9-]+")
_A_YEAR = s3.ObjectLockRetention.governance(Duration.days(365))


class DataBucket(Construct):
    """Client data: encrypted with one key, versioned, logged, scanned, and locked to the principals that it names.

    The lock is a `Deny` on reading and writing objects for everyone else, administrators of the
    account and service-linked roles included; it holds from the moment that the bucket exists, and
    each grant opens it for one principal. In a network, principals also have to come through its
    S3 endpoint, services of AWS excepted.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey,
        access_logs: AccessLogBucket,
        profile: DataProfile = DataProfile.DOCUMENTS,
        network: PrivateNetwork | None = None,
        bucket: s3.IBucket | None = None,
    ) -> None:
        """Creates the bucket, encrypted with `key` and logged to `access_logs`.

        What is immutable is so in governance mode for a year, and the policy denies everyone to bypass
        or shorten that: whoever must, changes the policy first.

        A `bucket` of this stack that has no policy yet gets all of it and keeps its name and content. What is in
        it already is encrypted as it was, and is not read before it is scanned. Raises ValueError for another
        one, and for one that should be immutable: objects that are there were not locked.
        """
        super().__init__(scope, id)
        self._path = self.node.path
        require_kind(f"{self._path}: profile", profile, DataProfile)
        require_key_here("key", key, of=self)
        require_kind(f"{self._path}: access_logs", access_logs, AccessLogBucket)
        if network is not None:
            require_like(f"{self._path}: network", network, "a PrivateNetwork", "s3_endpoint_ids")
            require_beside("network", network, of=self)
        require_beside("access logs", access_logs, of=self)
        self.key = key
        self.profile = profile
        self.network = network
        self.bucket = self._given(bucket) if bucket is not None else self._own()
        Tags.of(self.bucket).add("DataProfile", profile.value)
        self._log_to(access_logs)
        self._named: list[str] = []
        self.roles: list[iam.Role] = []
        """Of this app, whom its policy names."""
        self._dependents: list[IConstruct] = []
        self._characters = OF_LOCKS
        self._grants: dict[str, int] = {}
        arn = self.bucket.bucket_arn
        self._objects, self._is_written_once = f"{arn}/*", False
        encryption = one_encryption(self._objects, key.key_arn, of_services=profile not in _OF_SERVICES)
        self.policy = bucket_policy(self.bucket, [*tls_only(arn), *encryption])
        if profile.is_immutable:
            self.policy.document.add_statements(iam.PolicyStatement.from_json(kept(self._objects)))
        self._lock = iam.PolicyStatement.from_json(locked(self._objects))
        self.policy.document.add_statements(self._lock)
        self._services: list[str] = []
        self._way = (
            iam.PolicyStatement.from_json(only_through(self._objects, network.s3_endpoint_ids)) if network else None
        )
        if self._way:
            self.policy.document.add_statements(self._way)
        self.scan = self._scan() if profile.is_scanned else None

    def _own(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            bucket_key_enabled=True,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            object_lock_default_retention=_A_YEAR if self.profile.is_immutable else None,
            versioned=True,
            # A scanner writes an object to see that it may: a creation that fails later could not delete the bucket.
            removal_policy=RemovalPolicy.RETAIN
            if self.profile.is_scanned
            else RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            lifecycle_rules=[
                s3.LifecycleRule(
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                    noncurrent_version_expiration=Duration.days(365),
                )
            ],
        )

    def _given(self, bucket: s3.IBucket) -> s3.Bucket:
        if self.profile.is_immutable:
            raise ValueError(
                f"{self._path}: a bucket for {self.profile.value} must be a new one, because what is in it must have "
                f"been locked from the first day; {bucket.node.path} was given"
            )
        found = require_bucket(bucket, of=self)
        strengthen(found, self.key)
        return found

    def write_once(self) -> None:
        """From now on an object is neither replaced at its place nor deleted: uploads carry `If-None-Match: *`."""
        self._is_written_once = True
        for statement in written_once(self._objects):
            self.policy.document.add_statements(iam.PolicyStatement.from_json(statement))

    def grant_read_objects(self, role: iam.IRole, *, prefix: str = "") -> None:
        """Lets a role read the objects, or those below a prefix, by the bucket's own policy.

        It also needs `kms:Decrypt` on the key. The policy names the role, so the role must stand in the bucket's stack, or exist already
        (`Role.from_role_arn`): a role of a stack that uses the bucket would make the stacks depend
        on one another.
        """
        self._open_to(role, READ_ACTIONS, sid="ReadObjects", prefix=prefix)

    def grant_read_objects_to_service(self, role: iam.IRole, *, prefix: str = "") -> None:
        """As `grant_read_objects`, for a role that a service of AWS uses from outside the network."""
        self._open_to(role, READ_ACTIONS, sid="ReadObjects", prefix=prefix, by_service=True)

    def grant_write_objects(self, role: iam.IRole, *, prefix: str = "") -> None:
        """Lets a role add objects, or those below a prefix, by the bucket's own policy; it also needs `kms:GenerateDataKey`.

        Of the role's stack, the same is true as for `grant_read_objects`.
        """
        self._open_to(role, WRITE_ACTIONS, sid="WriteObjects", prefix=prefix)

    def grant_write_objects_to_service(self, role: iam.IRole) -> None:
        """As `grant_write_objects`, for a role that a service of AWS uses from outside the network."""
        self._open_to(role, WRITE_ACTIONS, sid="WriteObjects", by_service=True)

    def admit_service(
        self, service: str, *, actions: Sequence[str], sid: str, source: str = "", prefix: str = ""
    ) -> None:
        """Lets a service of AWS, such as `config`, act on objects below a prefix, or on the bucket.

        It must act for what has an ARN like `source`, or for this account. The lock spares services.
        """
        require_actions(f"{self._path}: actions", actions)
        require_kind(f"{self._path}: sid", sid, str)
        if not isinstance(service, str) or not _SERVICE.fullmatch(service):
            raise ValueError(
                f"{self._path}: service must be its name before .amazonaws.com, as 'config', was {service!r}"
            )
        for_us = {"StringEquals": {"aws:SourceAccount": Stack.of(self).account}}
        grant = {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": list(actions),
            "Resource": f"{self.bucket.bucket_arn}/{prefix}*" if prefix else self.bucket.bucket_arn,
            "Condition": {"ArnLike": {"aws:SourceArn": source}} if source else for_us,
        }
        self.policy.document.add_statements(iam.PolicyStatement.from_json(grant))

    def grant_upload(self, role: iam.IRole, *, prefix: str = "") -> None:
        """As `grant_write_objects`, and the key's policy admits the role through S3: its own policies need not."""
        if not isinstance(self.key, kms.Key):
            raise ValueError(
                f"{self._path}: the key of the bucket must be a kms.Key of this app for its policy to admit a role, was none: "
                "have its owner admit the role, and use grant_write_objects"
            )
        if isinstance(role, iam.Role) and Stack.of(self.key) is not Stack.of(role) is Stack.of(self):
            raise ValueError(
                f"{self._path}: a role that the key's policy names must stand in the key's stack or in one that knows nothing "
                f"of either, because the bucket's stack depends on the key, was {role.node.path}"
            )
        self.grant_write_objects(role, prefix=prefix)
        unlock = {
            "Effect": "Allow",
            "Principal": {"AWS": role.role_arn},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": f"s3.{Stack.of(self).region}.amazonaws.com"}},
        }
        self.key.add_to_resource_policy(iam.PolicyStatement.from_json(unlock))

    def grant_delete_objects(self, role: iam.IRole) -> None:
        """Lets a role delete objects and versions, such as those in which malware was found.

        Raises ValueError for a bucket whose objects nobody deletes. Of the role's stack, the same is true
        as for `grant_read_objects`.
        """
        if self.profile.is_immutable or self._is_written_once:
            raise ValueError(
                f"{self._path}: objects of a bucket for {self.profile.value} must not be deleted: it is "
                f"{'immutable' if self.profile.is_immutable else 'written once'}"
            )
        self._open_to(role, DELETE_ACTIONS, sid="DeleteObjects")

    def note_dependent(self, construct: IConstruct) -> None:
        """From now on the construct's stack depends on the bucket's: the bucket's policy may name nobody there."""
        self._dependents.append(construct)

    def _require_independent(self, role: iam.Role) -> None:
        stack = Stack.of(role)
        if stack is not Stack.of(self) and any(Stack.of(one) is stack for one in self._dependents):
            raise ValueError(
                f"{self._path}: a role that the bucket's policy names must stand in a stack that does not itself depend on "
                f"the bucket, as by asking what is in it, was {role.node.path}"
            )

    def _require_room(self, arn: str, grant: dict[str, Any]) -> None:
        """A role stands in its statement, and in the lock."""
        found = self._characters + characters([grant, arn])
        if found > LARGEST_POLICY:
            raise ValueError(
                f"{self._path}: the bucket's policy must have at most {LARGEST_POLICY:,} characters, had {found:,} with "
                f"{arn}: let those who need the objects assume one role"
            )
        self._characters = found

    def _scan(self) -> MalwareScan:
        """The scanner reads and tags everything; nobody else tags, and nobody reads what is not tagged as clean."""
        scan = MalwareScan(self, "MalwareScan", bucket=self.bucket, key=self.key)
        scanner = scan.role.role_arn
        self._open_to(scan.role, OBJECT_ACTIONS, sid="ScanObjects", by_service=True)
        only_scanner = {"ArnNotLike": {"aws:PrincipalArn": [scanner]}}
        only_clean = {**only_scanner, "StringNotEquals": {f"s3:ExistingObjectTag/{SCAN_TAG}": CLEAN}}
        for gate in (
            deny("OnlyScannerTags", TAG_ACTIONS, [self._objects], only_scanner),
            deny("OnlyCleanObjectsAreRead", CONTENT_ACTIONS, [self._objects], only_clean),
        ):
            self.policy.document.add_statements(iam.PolicyStatement.from_json(gate))
        scan.plan.node.add_dependency(self.policy)
        return scan

    def _open_to(
        self, role: iam.IRole, actions: tuple[str, ...], *, sid: str, prefix: str = "", by_service: bool = False
    ) -> None:
        require_like(f"{self._path}: a principal", role, "a role", "role_arn")
        require_kind(f"{self._path}: prefix", prefix, str)
        if prefix and not _FOLDERS.fullmatch(prefix):
            raise ValueError(
                f"{self._path}: a prefix must be folders such as 'public/', because what only begins alike is somebody "
                f"else's, was {prefix!r}"
            )
        arn = role.role_arn
        if "*" in arn or "?" in arn:
            raise ValueError(f"{self._path}: a principal must be one role, because the lock names it, was {arn!r}")
        number = self._grants.get(sid, 0) + 1
        grant = {
            "Sid": sid if number == 1 else f"{sid}{number}",
            "Effect": "Allow",
            "Principal": {"AWS": arn},
            "Action": list(actions),
            "Resource": f"{self.bucket.bucket_arn}/{prefix}*",
        }
        if isinstance(role, iam.Role):
            if self._dependents:
                self._require_independent(role)
            self.roles.append(role)
        self._require_room(arn, grant)
        self._grants[sid] = number
        self._named += [] if arn in self._named else [arn]
        self._lock.add_condition("ArnNotLike", {"aws:PrincipalArn": self._named})
        if by_service and self._way:
            self._services += [] if arn in self._services else [arn]
            self._way.add_condition("ArnNotLike", {"aws:PrincipalArn": self._services})
        self.policy.document.add_statements(iam.PolicyStatement.from_json(grant))

    @property
    def resource(self) -> s3.CfnBucket:
        """The L1 of the bucket."""
        resource = self.bucket.node.default_child
        if not isinstance(resource, s3.CfnBucket):
            raise TypeError(f"{self._path}: the bucket must be made of a CfnBucket, was {type(resource).__name__}")
        return resource

    def publish_events(self) -> None:
        """Sends the bucket's events to EventBridge, by its own property: the L2 would add a handler for it."""
        self.resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )

    def _log_to(self, access_logs: AccessLogBucket) -> None:
        """Through the L1: the L2 would add a statement to the log bucket's policy for every source."""
        self.resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
            destination_bucket_name=access_logs.bucket.bucket_name,
            target_object_key_format=s3.CfnBucket.TargetObjectKeyFormatProperty(
                partitioned_prefix=s3.CfnBucket.PartitionedPrefixProperty(partition_date_source="EventTime")
            ),
        )
