"""Weights of models: in a bucket that nobody reads but the role of each endpoint, and nobody writes but who is named."""

from __future__ import annotations

import re

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations, PrivateNetwork
from secure_ai_constructs.patterns.foundation.caller import require_own_account
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal

_PATH = re.compile(r"(?=.{1,900}\Z)([\w!.'()=-]+/)+[\w!.'()=-]+\.tar\.gz", re.ASCII)


class ModelArtifacts(Construct):
    """A key, a bucket of weights, and a hosting role for each endpoint that serves some of them.

    It stands in a stack that is deployed before endpoints are: an endpoint whose weights are not
    there yet cannot start. What lies at a place stays: SageMaker reads it again for each instance that it
    starts, long after its approval. Whoever has `grant_release` uploads with the header `If-None-Match: *`;
    training jobs send none, and write elsewhere.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        network: PrivateNetwork,
        operations: Operations,
        replaceable: bool = False,
    ) -> None:
        """Creates key and bucket; the network's S3 endpoint is the way to the bucket.

        With `replaceable`, training jobs may write here, and whoever writes may replace what is served.
        """
        super().__init__(scope, id)
        require_part("network", network, PrivateNetwork, of=self)
        require_part("operations", operations, Operations, of=self)
        require_kind(f"{self.node.path}: replaceable", replaceable, bool)
        self.key = operations.data_key(self, "Key", description="Encrypts the weights of models")
        self.bucket = DataBucket(
            self,
            "Bucket",
            key=self.key.key,
            access_logs=operations.access_logs,
            profile=DataProfile.ARTIFACTS,
            network=network,
        )
        if not replaceable:
            self.bucket.write_once()
        network.reach_s3(actions=["s3:GetObject"])
        self._network = network
        self._roles = Construct(self, "Roles")
        self._folders: dict[str, str] = {}

    def uri(self, path: str) -> str:
        """`s3://…` of an object such as `fraud/2026-11/model.tar.gz`; raises ValueError for what is none."""
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise ValueError(
                f"{self.node.path}: weights must be an object such as 'fraud/1/model.tar.gz', was {path!r}"
            )
        return f"s3://{self.bucket.bucket.bucket_name}/{path}"

    def grant_release(self, role: iam.IRole) -> None:
        """Lets a role add weights, from within the network, each at a place of its own.

        The policies of bucket and key name it, so it stands in this stack, or exists already.
        """
        require_own_account(role, of=self)
        self._network.reach_s3(actions=["s3:PutObject"])
        self.bucket.grant_upload(role)

    def hosting_role(self, name: str, *, path: str) -> iam.Role:
        """A role for SageMaker to serve what lies in the first folder of `path`, once for a name.

        The first one, such as `fraud/`, for the former weights must be read until the next ones answer, and
        again when those give way. It stands here, because the bucket's policy names it.
        """
        require_kind(f"{self.node.path}: name", name, str)
        self.uri(path)
        if self._roles.node.try_find_child(name):
            raise ValueError(f"{self.node.path}: each endpoint must have a role of its own; there is {name!r} already")
        folder = f"{path.partition('/')[0]}/"
        if folder in self._folders:
            raise ValueError(
                f"{self.node.path}: each endpoint must have a first folder of its own, because its role reads all of "
                f"it; {folder} was that of {self._folders[folder]!r}, and of {name!r}"
            )
        self._folders[folder] = name
        return self._role(name, f"SageMaker serves {name}", folder)

    def shadow_role(self, name: str) -> iam.Role:
        """A role for a second model of the weights that `name` serves, which a job asks in its place."""
        folder = next((folder for folder, one in self._folders.items() if one == name), None)
        if folder is None or self._roles.node.try_find_child(f"{name}.shadow"):
            raise ValueError(
                f"{self.node.path}: a shadow must be of an endpoint that has none yet ({', '.join(self._folders.values())}), "
                f"was of {name!r}"
            )
        return self._role(f"{name}.shadow", f"SageMaker serves a shadow of {name}", folder)

    def _role(self, id: str, description: str, folder: str) -> iam.Role:
        stack = Stack.of(self)
        source = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:*"
        unlock = {
            "Sid": "UnlockWeights",
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": self.key.key.key_arn,
            "Condition": {"StringEquals": {"kms:ViaService": f"s3.{stack.region}.amazonaws.com"}},
        }
        role = iam.Role(
            self._roles,
            id,
            assumed_by=sourced_principal("sagemaker.amazonaws.com", account=stack.account, source=source),
            description=description,
            managed_policies=[self._network.containers],
            inline_policies={"Weights": iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": [unlock]})},
        )
        self.bucket.grant_read_objects_to_service(role, prefix=folder)
        return role
