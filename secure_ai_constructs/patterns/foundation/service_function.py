"""A Lambda function of the library: its own role, log group and key, and no permission that was not written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, IgnoreMode, RemovalPolicy, Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.customer_key import require_purposes
from secure_ai_constructs.patterns.foundation.encrypted_queue import encrypted_queue
from secure_ai_constructs.patterns.foundation.key_policy import KeyPurpose
from secure_ai_constructs.patterns.foundation.kind import (
    require_actions,
    require_each,
    require_key,
    require_kind,
    require_known,
    require_like,
    require_whole_number,
)
from secure_ai_constructs.patterns.foundation.place import require_beside, require_key_here
from secure_ai_constructs.patterns.foundation.service import SDK_NAMES, Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.foundation.private_network import PrivateNetwork

PACKAGE = Path(__file__).parents[2]
HANDLERS = PACKAGE / "handlers"
RUNTIME = lambda_.Runtime.PYTHON_3_14
"""Pinned; AWS patches it within the version."""
MEMORY_MIB = 512
LONGEST_DESCRIPTION = 256
LONGEST_SECONDS = 900
_NAME = re.compile(r"[a-z_]+")
_VARIABLE = re.compile(
    r"(?!AWS_(REGION|DEFAULT_REGION|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$|_)[A-Za-z]\w+"
)


class ServiceFunction(Construct):
    """One of the library's handlers as a Lambda function.

    Its role may write to its own log group and dead-letter queue and use its key; everything else
    is added, as IAM JSON, with `allow`. In a network it stands in the isolated subnets, behind a
    security group that lets out what `reach` names and lets nobody in, among the network's callers.
    AWS source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-security.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        handler: str,
        description: str,
        key: kms.IKey,
        events_key: kms.IKey | None = None,
        network: PrivateNetwork | None = None,
        environment: Mapping[str, str] | None = None,
        timeout: Duration | None = None,
        concurrency: int | None = None,
    ) -> None:
        """Creates the function; `key` encrypts all that it keeps.

        `handler` is a folder of the package's handlers, or a module of one, as in `vector_database.rotation`.

        Events that failed wait under `events_key`, if it is given; the role must be allowed to use it.
        The key must admit CloudWatch Logs (`KeyPurpose.LOGS`). `concurrency` is how many run at once at
        the most, and is taken from what the account has; `timeout` is 60 seconds unless given.
        """
        super().__init__(scope, id)
        self._path = self.node.path
        require_kind(f"{self._path}: handler", handler, str)
        require_key_here("key", key, of=self)
        require_purposes("key", key, KeyPurpose.LOGS, of=self)
        self._require_network(network)
        self._require_settings(description, environment, timeout, concurrency)
        if events_key is not None:
            require_key(f"{self._path}: events_key", events_key)
        folder, _, module = (handler if "." in handler else f"{handler}.index").partition(".")
        if (
            not _NAME.fullmatch(folder)
            or not _NAME.fullmatch(module)
            or not (HANDLERS / folder / f"{module}.py").is_file()
        ):
            known = sorted(one.parent.name for one in HANDLERS.glob("*/index.py"))
            raise ValueError(f"{self._path}: handler must be one of {', '.join(known)}, was {handler!r}")
        self._network = network
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=key,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        self.dead_letters = encrypted_queue(self, "DeadLetters", key=events_key or key)
        self._policy = iam.PolicyDocument.from_json(
            {"Version": "2012-10-17", "Statement": _own(self.log_group, self.dead_letters, key)}
        )
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=description,
            inline_policies={"Service": self._policy},
            managed_policies=[network.interfaces] if network else None,
        )
        self.security_group = closed_group(self, network.vpc, "A function of the network") if network else None
        self.function = lambda_.Function(
            self,
            "Function",
            code=lambda_.Code.from_asset(str(PACKAGE), exclude=_all_but(folder), ignore_mode=IgnoreMode.GIT),
            handler=f"handlers.{folder}.{module}.handler",
            runtime=RUNTIME,
            architecture=lambda_.Architecture.ARM_64,
            description=description,
            memory_size=MEMORY_MIB,
            timeout=timeout or Duration.seconds(60),
            reserved_concurrent_executions=concurrency,
            # As an imported role: what the L2 would add to it stands in its inline policy already.
            role=iam.Role.from_role_arn(self, "RoleAsItIs", self.role.role_arn, mutable=False),
            environment=dict(environment or {}),
            environment_encryption=key,
            log_group=self.log_group,
            dead_letter_queue=self.dead_letters,
            vpc=network.vpc if network else None,
            vpc_subnets=network.subnets if network else None,
            security_groups=[self.security_group, network.callers] if network and self.security_group else None,
        )

    def _require_network(self, network: PrivateNetwork | None) -> None:
        if network is not None:
            require_like(f"{self._path}: network", network, "a PrivateNetwork", "interfaces")
            require_beside("network", network, of=self)

    def _require_settings(
        self,
        description: str,
        environment: Mapping[str, str] | None,
        timeout: Duration | None,
        concurrency: int | None,
    ) -> None:
        require_kind(f"{self._path}: description", description, str)
        if not Token.is_unresolved(description) and len(description) > LONGEST_DESCRIPTION:
            raise ValueError(
                f"{self._path}: description must have at most {LONGEST_DESCRIPTION} characters, had {len(description)}"
            )
        require_kind(f"{self._path}: environment", environment, Mapping, type(None))
        for name, value in (environment or {}).items():
            require_kind(f"{self._path}: environment's {name}", value, str)
            if not _VARIABLE.fullmatch(name):
                raise ValueError(
                    f"{self._path}: environment must have names of letters, digits and _ that Lambda does not use itself, "
                    f"had {name!r}"
                )
        require_kind(f"{self._path}: timeout", timeout, Duration, type(None))
        if timeout:
            require_known(f"{self._path}: timeout", timeout)
            if (found := timeout.to_milliseconds() / 1000) not in range(1, LONGEST_SECONDS + 1):
                raise ValueError(
                    f"{self._path}: timeout must be from 1 to {LONGEST_SECONDS} whole seconds, was {found:g}"
                )
        if concurrency is not None:
            require_whole_number(f"{self._path}: concurrency", concurrency)

    def allow(self, *statements: dict[str, Any]) -> None:
        """Adds statements, in IAM's own words, to the role's one policy."""
        for one in statements:
            require_kind(f"{self._path}: a statement", one, dict)
            if not {"Effect", "Action", "Resource"} <= one.keys():
                raise ValueError(f"{self._path}: a statement must say Effect, Action and Resource, was {one!r}")
        self._policy.add_statements(*(iam.PolicyStatement.from_json(one) for one in statements))

    def reach(self, service: Service, *, actions: Sequence[str], resources: Sequence[str]) -> None:
        """Opens the way to a service, in the endpoint's policy and out of the function's security group."""
        require_kind(f"{self._path}: service", service, Service)
        self._inside(service.name).reach(service, actions=actions, resources=resources)
        self.call(service)

    def only_through(
        self, endpoints: Sequence[str], *, sid: str, actions: Sequence[str], by_services: bool = False
    ) -> None:
        """Denies these actions to the role elsewhere than in the network's endpoints: its credentials may be stolen.

        With `by_services`, a service that was called there may do them on behalf of the role.
        """
        require_each(f"{self._path}: endpoints", endpoints, str)
        require_actions(f"{self._path}: actions", actions)
        on_behalf = {"BoolIfExists": {"aws:ViaAWSService": "false"}} if by_services else {}
        self.allow(
            {
                "Sid": sid,
                "Effect": "Deny",
                "Action": sorted(actions),
                "Resource": "*",
                # In their order: sorted, tokens stand by numbers, which what was made before decides.
                "Condition": {"StringNotEquals": {"aws:SourceVpce": list(dict.fromkeys(endpoints))}, **on_behalf},
            }
        )

    def call(self, service: Service) -> None:
        """Opens the way to a service whose endpoint admits already what will be asked of it."""
        require_kind(f"{self._path}: service", service, Service)
        network = self._inside(service.name)
        if service not in network.endpoints:
            raise ValueError(
                f"{self._path}: the network must have been asked for {service.name} before it is called, was not: "
                f"use reach({service.name}, …)"
            )
        for group in network.endpoints[service].connections.security_groups:
            self._out(group, service.value[1])
        if address := network.address_of(service):
            self.function.add_environment(f"AWS_ENDPOINT_URL_{SDK_NAMES.get(service, service.name)}", address)

    def reach_s3(self) -> None:
        """Opens the way to S3 through the network's gateway endpoint."""
        self._out(ec2.Peer.prefix_list(self._inside("S3").s3_prefix_list), "S3")

    def reach_opensearch(self) -> None:
        """Opens the way to the network's endpoint of OpenSearch Serverless, whose policies say who may call."""
        network = self._inside("OpenSearch Serverless")
        for group in network.opensearch.connections.security_groups:
            self._out(group, "OpenSearch Serverless")

    def _inside(self, what: str) -> PrivateNetwork:
        if self._network is None:
            raise ValueError(f"{self._path}: the function must stand in a network to reach {what}, was in none")
        return self._network

    def _out(self, peer: ec2.IPeer, what: str) -> None:
        if self.security_group:
            self.security_group.add_egress_rule(peer, ec2.Port.HTTPS, what)

    def allow_apart(self, id: str, *statements: dict[str, Any]) -> iam.Policy:
        """Adds statements as a policy of its own, for resources that themselves wait for the role."""
        document = iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": list(statements)})
        return iam.Policy(self, id, document=document, roles=[self.role])


def _own(log_group: logs.LogGroup, dead_letters: sqs.Queue, key: kms.IKey) -> list[dict[str, Any]]:
    return [
        {
            "Sid": "Log",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": log_group.log_group_arn,
        },
        {"Sid": "DeadLetters", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": dead_letters.queue_arn},
        {
            "Sid": "UseKey",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": key.key_arn,
        },
    ]


def _all_but(handler: str) -> list[str]:
    """Of the package, an asset holds one handler and what all handlers share."""
    return [
        "/*",
        "!/handlers",
        "/handlers/*",
        "!/handlers/__init__.py",
        "!/handlers/custom_resource.py",
        f"!/handlers/{handler}",
        "__pycache__",
    ]
