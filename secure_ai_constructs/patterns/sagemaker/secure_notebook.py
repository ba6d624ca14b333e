"""A notebook for people who train models: in the network, without the internet, and patched whenever it starts."""

from __future__ import annotations

import json
import re
from zoneinfo import available_timezones

from aws_cdk import Fn, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations, PrivateNetwork
from secure_ai_constructs.patterns.foundation.caller import grant, require_own_account
from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag
from secure_ai_constructs.patterns.sagemaker.ml_activities import NOTEBOOK_ACTIONS

PLATFORM = "notebook-al2023-v1"
PATCH = "#!/bin/bash\nnohup dnf upgrade --assumeyes --security --releasever=latest > /var/log/patching.log 2>&1 &\n"
"""Runs as root when the instance starts, which its users are not, and in the background: SageMaker waits five minutes."""
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_TYPE = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9]+")


class SecureNotebook(Construct):
    """A notebook instance with a role of its own that may do nothing yet: grant it what it needs.

    Amazon Inspector does not scan notebook instances, so security updates are installed at every
    start, from AWS's own repository, which the network's S3 endpoint leads to, and EventBridge
    Scheduler stops it every evening: an instance that nobody stops is never patched. What runs in it
    is lost but for what its disk holds.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/nbi.html,
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        network: PrivateNetwork,
        operations: Operations,
        owner: str,
        instance_type: str = "ml.t3.medium",
        data_classification: str = "confidential",
        stops_at: str = "20:00",
        time_zone: str = "Etc/UTC",
    ) -> None:
        """Creates key, role, instance and the schedule that stops it.

        It is stopped every day at `stops_at`, hours and minutes in a `time_zone` of the IANA's, such as `Europe/Zurich`.
        """
        super().__init__(scope, id)
        require_part("network", network, PrivateNetwork, of=self)
        require_part("operations", operations, Operations, of=self)
        require_offered(self, "AWS::SageMaker::NotebookInstance")
        path, stack = self.node.path, Stack.of(self)
        require_kind(f"{path}: instance_type", instance_type, str)
        if not _TYPE.fullmatch(instance_type):
            raise ValueError(
                f"{path}: instance_type must be one of SageMaker's, such as 'ml.t3.medium', was {instance_type!r}"
            )
        require_kind(f"{path}: stops_at", stops_at, str)
        if not _TIME.fullmatch(stops_at):
            raise ValueError(f"{path}: stops_at must be hours and minutes, such as '20:00', was {stops_at!r}")
        require_kind(f"{path}: time_zone", time_zone, str)
        # Where the system has no table of zones, EventBridge Scheduler is the first to know.
        if time_zone not in (available_timezones() or {time_zone}):
            raise ValueError(f"{path}: time_zone must be one of the IANA's, such as 'Europe/Zurich', was {time_zone!r}")
        require_tag(f"{path}: owner", owner)
        require_tag(f"{path}: data_classification", data_classification)
        self.key = operations.data_key(self, "Key", description="Encrypts the disk of a notebook")
        source = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:*"
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=sourced_principal("sagemaker.amazonaws.com", account=stack.account, source=source),
            description="A notebook in the private network",
        )
        self.security_group = closed_group(self, network.vpc, "A notebook")
        self.security_group.add_egress_rule(ec2.Peer.prefix_list(network.s3_prefix_list), ec2.Port.HTTPS, "S3")
        network.reach_system_packages()
        self.patching = sagemaker.CfnNotebookInstanceLifecycleConfig(
            self,
            "Patching",
            on_start=[
                sagemaker.CfnNotebookInstanceLifecycleConfig.NotebookInstanceLifecycleHookProperty(
                    content=Fn.base64(PATCH)
                )
            ],
        )
        kind = sagemaker.CfnNotebookInstance
        self.instance = kind(
            self,
            "Instance",
            instance_type=instance_type,
            role_arn=self.role.role_arn,
            direct_internet_access="Disabled",
            root_access="Disabled",
            kms_key_id=self.key.key.key_arn,
            subnet_id=network.subnet_ids[0],
            security_group_ids=[self.security_group.security_group_id, network.callers.security_group_id],
            platform_identifier=PLATFORM,
            instance_metadata_service_configuration=kind.InstanceMetadataServiceConfigurationProperty(
                minimum_instance_metadata_service_version="2"
            ),
            lifecycle_config_name=self.patching.attr_notebook_instance_lifecycle_config_name,
        )
        self.stopping = self._stop_daily(stops_at, time_zone)
        classify(self, owner=owner, data_classification=data_classification)

    def _stop_daily(self, at: str, time_zone: str) -> scheduler.CfnSchedule:
        """Stops what runs; what is stopped already stays so, and Scheduler drops SageMaker's refusal."""
        stack = Stack.of(self)
        groups = f"arn:{stack.partition}:scheduler:{stack.region}:{stack.account}:schedule-group/default"
        stop = iam.PolicyStatement(actions=["sagemaker:StopNotebookInstance"], resources=[self.instance.ref])
        role = iam.Role(
            self,
            "StoppingRole",
            assumed_by=sourced_principal("scheduler.amazonaws.com", account=stack.account, source=groups),
            description="Stops a notebook every evening",
            inline_policies={"Stop": iam.PolicyDocument(statements=[stop])},
        )
        hour, _, minute = at.partition(":")
        kind = scheduler.CfnSchedule
        return kind(
            self,
            "Stopping",
            description="Stops a notebook every evening: updates are installed at its next start",
            schedule_expression=f"cron({int(minute)} {int(hour)} * * ? *)",
            schedule_expression_timezone=time_zone,
            flexible_time_window=kind.FlexibleTimeWindowProperty(mode="OFF"),
            target=kind.TargetProperty(
                arn=f"arn:{stack.partition}:scheduler:::aws-sdk:sagemaker:stopNotebookInstance",
                role_arn=role.role_arn,
                input=json.dumps({"NotebookInstanceName": self.instance.attr_notebook_instance_name}),
                retry_policy=kind.RetryPolicyProperty(maximum_retry_attempts=2, maximum_event_age_in_seconds=3600),
            ),
        )

    def grant_open(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a person start, open and stop this notebook, and so act as its role."""
        require_own_account(grantee, of=self)
        return grant(grantee, NOTEBOOK_ACTIONS, [self.instance.ref], of=self)
