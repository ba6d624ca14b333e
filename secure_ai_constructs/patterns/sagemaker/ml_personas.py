"""The people who work with models, each with the rights of their work and a fence around all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import PrivateNetwork
from secure_ai_constructs.patterns.foundation.kind import require_each, require_like
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.unique_name import unique_name
from secure_ai_constructs.patterns.sagemaker.ml_activities import (
    DEPLOYMENT_ACTIONS,
    JOB_ACTIONS,
    LISTING_ACTIONS,
    LOOKING_ACTIONS,
    NOTEBOOK_ACTIONS,
    STOPPING_ACTIONS,
    WATCHING_ACTIONS,
    Place,
    approve_cards,
    deploy_models,
    look_at_models,
    never,
    read_cards,
    release_models,
    start_jobs,
    watch_models,
    write_cards,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_s3 as s3


LARGEST_POLICY = 6_144
"""Characters of a managed policy."""


class MlPersonas(Construct):
    """Roles of data scientists, engineers, an approver, monitors and auditors, made of activities.

    SageMaker Role Manager, which has made such roles, is closed to new customers. Every role stands
    inside one permissions boundary: models and jobs in the VPC, isolated, under customer keys,
    notebooks without internet and root, and approval by the approver alone.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-personas.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        trust: iam.IPrincipal,
        network: PrivateNetwork,
        keys: Sequence[kms.IKey],
        card_keys: Sequence[kms.IKey],
        job_roles: Sequence[iam.IRole],
        hosting_roles: Sequence[iam.IRole] = (),
        buckets: Sequence[s3.IBucket] = (),
    ) -> None:
        """Creates the roles; `trust` is who people sign in through, such as a SAML provider: never a service.

        `keys` are those of volumes and outputs, `card_keys` those of model cards, `job_roles` what jobs run as. With
        `hosting_roles`, engineers deploy by hand, as these, whatever the approver says; without, a pipeline does.
        Of `buckets`, the boundary lets people read and write what they are granted elsewhere.
        """
        super().__init__(scope, id)
        require_part("network", network, PrivateNetwork, of=self)
        path = self.node.path
        require_like(f"{path}: trust", trust, "a principal", "policy_fragment")
        for name, listed, noun, attribute in (
            ("keys", keys, "a key", "key_arn"),
            ("card_keys", card_keys, "a key", "key_arn"),
            ("job_roles", job_roles, "a role", "role_arn"),
            ("hosting_roles", hosting_roles, "a role", "role_arn"),
            ("buckets", buckets, "a bucket", "bucket_arn"),
        ):
            require_each(f"{path}: {name}", listed)
            if not listed and name not in ("buckets", "hosting_roles"):
                raise ValueError(f"{path}: {name} must name at least one, was empty")
            for one in listed:
                require_like(f"{path}: one of {name}", one, noun, attribute)
        if _is_anybody(trust):
            raise ValueError(
                f"{path}: trust must be a provider that people sign in through, was a service or everybody"
            )
        stack, self._trust = Stack.of(self), trust
        place = Place(tuple(network.subnet_ids), tuple(one.key_arn for one in keys))
        jobs, hosts = ([one.role_arn for one in roles] for roles in (job_roles, hosting_roles))
        # IAM's names are of the whole account, so the Region is part of it.
        self._approver_name = unique_name(self, "approver", stack.region)
        approver = f"arn:{stack.partition}:iam::{stack.account}:role/{self._approver_name}"
        of_cards = [one.key_arn for one in card_keys]
        cards = read_cards(stack, of_cards)
        widest = [
            *_widest(stack, place, [*jobs, *hosts], buckets, by_hand=bool(hosts)),
            *cards,
            write_cards(stack, of_cards),
            *never(approver),
        ]
        size = len(json.dumps(stack.resolve(widest), separators=(",", ":")))
        if size > LARGEST_POLICY:
            raise ValueError(
                f"{path}: a boundary must have at most {LARGEST_POLICY} characters: name fewer keys, roles and "
                f"buckets, or make personas for some of the models; had {size}"
            )
        self.boundary = iam.ManagedPolicy(
            self,
            "Boundary",
            description="The most that people may do who work with models",
            document=_document(widest),
        )
        look = [*look_at_models(stack), *cards]
        by_hand = deploy_models(stack, place, hosts) if hosts else []
        self.data_scientist = self._role("DataScientist", "Trains models", [*start_jobs(stack, place, jobs), *look])
        self.ml_engineer = self._role("MlEngineer", "Releases models", [*release_models(stack), *by_hand, *look])
        self.approver = self._role(
            "Approver", "Approves models and their cards", [*approve_cards(stack, of_cards), *look]
        )
        self.monitor = self._role("Monitor", "Watches models", [*watch_models(), *look])
        self.auditor = self._role("Auditor", "Reads what is written down of models", [*look, *watch_models()])

    def _role(self, id: str, description: str, statements: list[dict[str, Any]]) -> iam.Role:
        return iam.Role(
            self,
            id,
            # The boundary names the approver, whom it also bounds.
            role_name=self._approver_name if id == "Approver" else None,
            assumed_by=self._trust,
            description=description,
            permissions_boundary=self.boundary,
            inline_policies={"Activities": _document(statements)},
        )


def _is_anybody(trust: iam.IPrincipal) -> bool:
    """However it is wrapped, a policy says a service or a wildcard in the end."""
    said = trust.policy_fragment.principal_json
    names = [name for kind in said.values() for name in ([kind] if isinstance(kind, str) else kind)]
    return "Service" in said or any("*" in str(name) for name in names)


def _widest(
    stack: Stack, place: Place, roles: list[str], buckets: Sequence[s3.IBucket], *, by_hand: bool
) -> list[dict[str, Any]]:
    """Of everything that an activity may do, on what the personas were made with."""
    own = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}"
    work = [*(DEPLOYMENT_ACTIONS if by_hand else DEPLOYMENT_ACTIONS[-1:]), *JOB_ACTIONS, *LOOKING_ACTIONS]
    work += [*STOPPING_ACTIONS, *NOTEBOOK_ACTIONS]
    work += ["sagemaker:CreateModelPackage", "sagemaker:UpdateModelCard", "sagemaker:UpdateModelPackage"]
    to_sagemaker = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    see = sorted((*LISTING_ACTIONS, *WATCHING_ACTIONS))
    statements: list[dict[str, Any]] = [
        {"Sid": "Work", "Effect": "Allow", "Action": sorted(work), "Resource": f"{own}:*"},
        {"Sid": "See", "Effect": "Allow", "Action": see, "Resource": "*"},
        {"Sid": "PassRoles", "Effect": "Allow", "Action": "iam:PassRole", "Resource": roles, "Condition": to_sagemaker},
        {
            "Sid": "UseKeys",
            "Effect": "Allow",
            "Action": ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
            "Resource": list(place.key_arns),
        },
    ]
    if buckets:
        objects = [one for bucket in buckets for one in (bucket.bucket_arn, bucket.arn_for_objects("*"))]
        data = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"]
        statements.append({"Sid": "UseData", "Effect": "Allow", "Action": data, "Resource": objects})
    return statements


def _document(statements: list[dict[str, Any]]) -> iam.PolicyDocument:
    return iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})
