"""A notebook for people who train models: in the network, without the internet, and patched whenever it starts."""

from __future__ import annotations

import re

from aws_cdk import Fn, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations, PrivateNetwork
from secure_ai_constructs.patterns.foundation.caller import require_own_account
from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag
from secure_ai_constructs.patterns.sagemaker.ml_activities import NOTEBOOK_ACTIONS

PLATFORM = "notebook-al2023-v1"
PATCH = "#!/bin/bash\nnohup dnf upgrade --assumeyes --security --releasever=latest > /var/log/patching.log 2>&1 &\n"
"""Runs as root when the instance starts, which its users are not, and in the background: SageMaker waits five minutes."""
_TYPE = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9]+")


class SecureNotebook(Construct):
    """A notebook instance with a role of its own that may do nothing yet: grant it what it needs.

    Amazon Inspector does not scan notebook instances, so security updates are installed at every
    start, from AWS's own repository, which the network's S3 endpoint leads to; stop it every night.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/nbi.html
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
    ) -> None:
        """Creates key, role and instance."""
        super().__init__(scope, id)
        require_offered(self, "AWS::SageMaker::NotebookInstance")
        path, stack = self.node.path, Stack.of(self)
        require_kind(f"{path}: network", network, PrivateNetwork)
        require_kind(f"{path}: operations", operations, Operations)
        require_kind(f"{path}: instance_type", instance_type, str)
        if not _TYPE.fullmatch(instance_type):
            raise ValueError(
                f"{path}: instance_type must be one of SageMaker's, such as 'ml.t3.medium', was {instance_type!r}"
            )
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
        classify(self, owner=owner, data_classification=data_classification)

    def grant_open(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a person start, open and stop this notebook, and so act as its role."""
        require_own_account(grantee, of=self)
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(NOTEBOOK_ACTIONS), resource_arns=[self.instance.ref]
        )
