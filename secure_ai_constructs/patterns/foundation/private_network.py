"""A network without an internet: services are reached through endpoints that say what may pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from aws_cdk import CustomResource, Duration, Stack, Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_opensearchserverless as opensearchserverless
from constructs import Construct

from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.container_placement import placing_containers
from secure_ai_constructs.patterns.foundation.customer_key import CustomerKey
from secure_ai_constructs.patterns.foundation.endpoint_policy import (
    LARGEST_POLICY,
    admitting,
    from_own_account,
)
from secure_ai_constructs.patterns.foundation.function_placement import placing_functions
from secure_ai_constructs.patterns.foundation.hybrid_access import HybridAccess
from secure_ai_constructs.patterns.foundation.isolated_vpc import isolated_subnets, isolated_vpc, require_route_tables
from secure_ai_constructs.patterns.foundation.key_policy import KeyPurpose
from secure_ai_constructs.patterns.foundation.kind import require_actions, require_each, require_kind, require_like
from secure_ai_constructs.patterns.foundation.place import require_here
from secure_ai_constructs.patterns.foundation.policy_size import characters
from secure_ai_constructs.patterns.foundation.private_range import require_ranges
from secure_ai_constructs.patterns.foundation.service import WITH_FIPS, Service
from secure_ai_constructs.patterns.foundation.service_function import ServiceFunction
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secure_ai_constructs.patterns.foundation.flow_logs import FlowLogs

_ADDRESSES = "10.0.0.0/16"
_FIPS_REGIONS = ("us-", "ca-")


class PrivateNetwork(Construct):
    """A VPC of isolated subnets in three Availability Zones, with no gateway to the internet.

    S3 is reached through a gateway endpoint, every other service through an interface endpoint
    that `reach` creates once. Endpoints admit only principals of the account, all traffic is
    logged under a customer managed key, and the default security group is closed.
    AWS source: https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cidr: str | None = None,
        vpc: ec2.IVpc | None = None,
        endpoints: Mapping[Service, ec2.IInterfaceVpcEndpoint] | None = None,
        s3: ec2.IGatewayVpcEndpoint | None = None,
        opensearch: ec2.IInterfaceVpcEndpoint | None = None,
        on_premises: Sequence[str] = (),
        fips: bool = False,
        administrator: iam.IRole | None = None,
    ) -> None:
        """Creates the network; the stack must name its account and Region, which policies name.

        `cidr` is a private range from /16 to /22, by default 10.0.0.0/16. An existing `vpc`, given instead, keeps its
        flow logs, default group and encryption control, and its owner answers for them; it must have isolated subnets
        in at least two zones, of which a control warns until they are three, and with their route tables unless `s3`
        is given. `endpoints`, `s3` and `opensearch`, the VPC's one of OpenSearch Serverless with its id and groups, are
        used as they are: their policies are their owner's. `on_premises` are other private ranges, whose callers may
        use the endpoints; `fips` takes endpoints validated under FIPS 140 where a Region of the US or Canada has them;
        the key of the logs names `administrator` for its care.
        """
        super().__init__(scope, id)
        self._path = self.node.path
        stack = Stack.of(self)
        if Token.is_unresolved(stack.region) or Token.is_unresolved(stack.account):
            raise ValueError(
                f"{self._path}: the stack must name its account and Region (env=Environment(…)), "
                f"because endpoints and policies name them; {stack.stack_name} does not"
            )
        require_kind(f"{self._path}: fips", fips, bool)
        if fips and not stack.region.startswith(_FIPS_REGIONS):
            raise ValueError(f"{self._path}: fips needs a Region of the US or Canada, was {stack.region}")
        if vpc is not None:
            require_like(f"{self._path}: vpc", vpc, "a VPC", "vpc_id")
            require_here("VPC", vpc.env.account, vpc.env.region, of=self)
        _require_addresses(vpc, cidr, on_premises, of=self._path)
        _require_given_parts(vpc, {} if endpoints is None else endpoints, s3, opensearch, of=self._path)
        self._fips = fips
        self.key = CustomerKey(
            self,
            "LogKey",
            description="Encrypts the logs of the network",
            purposes=[KeyPurpose.LOGS],
            administrator=administrator,
        )
        self.flow_logs: FlowLogs | None = None
        """Of its own VPC; those of a given one are its owner's."""
        self.encryption_control: ec2.CfnVPCEncryptionControl | None = None
        """Of its own VPC, where the Region has one; its `mode` is `monitor`, and may be set to `enforce`."""
        if vpc is None:
            vpc, self.flow_logs, self.encryption_control = isolated_vpc(self, cidr or _ADDRESSES, self.key.key)
        self.vpc = vpc
        self.subnets = ec2.SubnetSelection(subnets=isolated_subnets(vpc, of=self._path))
        self._s3_use = from_own_account(stack.account, ["s3:GetObject"])
        self._own_s3: ec2.GatewayVpcEndpoint | None = None
        self._of_aws: set[str] = set()
        """Which buckets of AWS the way to S3 leads to."""
        if s3 is None:
            s3 = self._own_s3 = self._reach_s3()
        self.s3 = s3
        self._services = Construct(self, "Services")
        self.callers = closed_group(Construct(self, "Callers"), self.vpc, "Whoever may call the endpoints")
        """The group that the endpoints admit, which lets nothing out by itself; callers join it beside their own."""
        self._endpoints: dict[Service, ec2.IInterfaceVpcEndpoint] = dict(endpoints or {})
        self._opensearch = opensearch
        for given in (*self._endpoints.values(), *([opensearch] if opensearch else [])):
            self._admit_callers(given.connections.security_groups)
        self._own_endpoints: dict[Service, ec2.InterfaceVpcEndpoint] = {}
        self._uses: dict[Service, dict[tuple[tuple[str, ...], tuple[str, ...]], int]] = defaultdict(dict)
        """Characters of what was asked for, by actions and resources."""
        self.hybrid = (
            HybridAccess(self, "OnPremises", vpc=self.vpc, subnets=self.subnets, cidrs=on_premises)
            if on_premises
            else None
        )
        self.s3_endpoint_ids = [self.s3.vpc_endpoint_id]
        """The endpoints through which S3 is reached, for conditions on `aws:SourceVpce`."""
        if self.hybrid:
            interface = self._s3_for_premises()
            for given in (*self._endpoints.values(), interface):
                self.hybrid.admit(given)
            self.s3_endpoint_ids.append(interface.vpc_endpoint_id)

    @property
    def endpoints(self) -> Mapping[Service, ec2.IInterfaceVpcEndpoint]:
        """The interface endpoints that were asked for or given, by service."""
        return dict(self._endpoints)

    def reach(self, service: Service, *, actions: Sequence[str], resources: Sequence[str]) -> ec2.IInterfaceVpcEndpoint:
        """The endpoint of a service, which admits these actions on these resources, too.

        The endpoint is created on the first call. Its security group admits who joined `callers`: one
        rule, however many they are, and the network depends on none of them.
        Raises ValueError when an action or a resource list is empty, and when the policy would be longer than EC2 takes.
        """
        require_kind(f"{self._path}: service", service, Service)
        require_each(f"{self._path}: actions", actions, str)
        require_each(f"{self._path}: resources", resources, str)
        if not actions or not resources or any("*" in one for one in actions) or any(map(_is_anything, resources)):
            raise ValueError(
                f"{self._path}: reach({service.name}) must name actions and resources, was {list(actions)} on "
                f"{list(resources)}"
            )
        require_actions(f"{self._path}: actions", actions)
        if service not in self._endpoints:
            self._endpoints[service] = self._own_endpoints[service] = self._create_endpoint(service)
        own, use = self._own_endpoints.get(service), (tuple(sorted(actions)), tuple(dict.fromkeys(resources)))
        uses = self._uses[service]
        if own and use not in uses:
            statement = admitting(Stack.of(self).account, *use)
            uses[use] = characters(statement)
            self._require_room(service, sum(uses.values()))
            own.add_to_policy(iam.PolicyStatement.from_json(statement))
        return self._endpoints[service]

    def address_of(self, service: Service) -> str:
        """Where a caller must send requests that its SDK would send elsewhere; empty when the usual name is right.

        An endpoint validated under FIPS 140 answers to its own name only.
        """
        if not self._fips or service not in WITH_FIPS or service not in self._own_endpoints:
            return ""
        # `sagemaker.api` is the service of an endpoint, `api.sagemaker` the name of a host.
        host = ".".join(reversed(f"{service.value[0]}-fips".split(".")))
        return f"https://{host}.{Stack.of(self).region}.amazonaws.com"

    def reach_s3(self, *, actions: Sequence[str]) -> ec2.IGatewayVpcEndpoint:
        """The gateway endpoint of S3, which admits these actions on the account's own buckets, too."""
        require_actions(f"{self._path}: actions", actions)
        if any("*" in one for one in actions):
            raise ValueError(f"{self._path}: reach_s3 must name actions, was {list(actions)}")
        self._s3_use.add_actions(*(one for one in sorted(actions) if one not in self._s3_use.actions))
        return self.s3

    def reach_answers(self) -> None:
        """Lets custom resources inside the network answer CloudFormation, whose bucket AWS owns.

        AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
        """
        region = Stack.of(self).region.replace("-", "")
        self._reach_bucket_of_aws(
            "CustomResourceAnswers", "s3:PutObject", f"cloudformation-custom-resource-response-{region}"
        )

    def reach_system_packages(self) -> None:
        """Lets instances inside the network read updates of Amazon Linux 2023, from a bucket that AWS owns.

        AWS source: https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html
        """
        self._reach_bucket_of_aws("SystemPackages", "s3:GetObject", f"al2023-repos-{Stack.of(self).region}-de612dc2")

    def _reach_bucket_of_aws(self, sid: str, action: str, bucket: str) -> None:
        if self._own_s3 is None or sid in self._of_aws:
            return
        self._of_aws.add(sid)
        statement = {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": action,
            "Resource": f"arn:{Stack.of(self).partition}:s3:::{bucket}/*",
        }
        self._own_s3.add_to_policy(iam.PolicyStatement.from_json(statement))

    @cached_property
    def subnet_ids(self) -> list[str]:
        """The ids of the subnets, as resources of CloudFormation take them."""
        return self.vpc.select_subnets(subnets=self.subnets.subnets).subnet_ids

    @cached_property
    def place(self) -> tuple[str, ...]:
        """The subnets by what synth knows of them: what is named for its place has another name in another one."""
        return tuple(
            one.node.path if Token.is_unresolved(one.subnet_id) else one.subnet_id for one in self.subnets.subnets or ()
        )

    @cached_property
    def interfaces(self) -> iam.ManagedPolicy:
        """What Lambda needs of a function's role to place it in the subnets, and the function's code may not do."""
        return iam.ManagedPolicy(
            self,
            "Interfaces",
            document=placing_functions(Stack.of(self)),
            description="Lambda places functions in the private network",
        )

    @cached_property
    def containers(self) -> iam.ManagedPolicy:
        """What SageMaker needs of a role to run a container in the subnets, and the container's code may not do."""
        return iam.ManagedPolicy(
            self,
            "Containers",
            document=placing_containers(Stack.of(self), self.vpc.vpc_id),
            description="SageMaker places containers in the private network",
        )

    @cached_property
    def prefix_lists(self) -> ServiceFunction:
        """Looks up the addresses of AWS's services, at deployment."""
        lookup = ServiceFunction(
            self,
            "PrefixLists",
            handler="managed_prefix_list",
            description="Finds the addresses of S3 for security groups",
            key=self.key.key,
        )
        lookup.allow(
            {"Sid": "Find", "Effect": "Allow", "Action": "ec2:DescribeManagedPrefixLists", "Resource": "*"},
        )
        return lookup

    @cached_property
    def s3_prefix_list(self) -> str:
        """The id of the list of S3's addresses in the Region."""
        found = CustomResource(
            self.prefix_lists,
            "S3",
            service_token=self.prefix_lists.function.function_arn,
            resource_type="Custom::ManagedPrefixList",
            properties={"Name": f"com.amazonaws.{Stack.of(self).region}.s3"},
            service_timeout=Duration.minutes(5),
        )
        return found.get_att_string("PrefixListId")

    @cached_property
    def opensearch(self) -> ec2.IInterfaceVpcEndpoint:
        """The endpoint of OpenSearch Serverless, of which a VPC takes one for all collections."""
        if self._opensearch:
            return self._opensearch
        scope = Construct(self._services, "OpenSearchServerless")
        group = self._group_for_callers(scope, "OpenSearch Serverless")
        made = opensearchserverless.CfnVpcEndpoint(
            scope,
            "Endpoint",
            name=unique_name(self, "network"),
            vpc_id=self.vpc.vpc_id,
            subnet_ids=self.subnet_ids,
            security_group_ids=[group.security_group_id],
        )
        # Made by another service than EC2, it is asked for its id and groups as those of EC2 are.
        return ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(
            scope, "AsOthers", vpc_endpoint_id=made.attr_id, port=443, security_groups=[group]
        )

    def _require_room(self, service: Service, found: int) -> None:
        if found > LARGEST_POLICY:
            raise ValueError(
                f"{self._path}: the policy of the endpoint of {service.name} must have at most {LARGEST_POLICY:,} "
                f"characters, had {found:,}: ask for resources by pattern, or in a network of its own"
            )

    def _admit_callers(self, groups: Sequence[ec2.ISecurityGroup]) -> None:
        for group in groups:
            # Beside the callers: a given group may stand in a stack that the network depends on.
            group.add_ingress_rule(self.callers, ec2.Port.HTTPS, "From callers", remote_rule=True)

    def _group(self, scope: Construct, name: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(
            scope, "SecurityGroup", vpc=self.vpc, description=f"Who may call {name}", allow_all_outbound=False
        )

    def _group_for_callers(self, scope: Construct, name: str) -> ec2.SecurityGroup:
        group = self._group(scope, name)
        self._admit_callers([group])
        return group

    def _create_endpoint(self, service: Service) -> ec2.InterfaceVpcEndpoint:
        name, construct_id = service.value
        scope = Construct(self._services, construct_id)
        endpoint = ec2.InterfaceVpcEndpoint(
            scope,
            "Endpoint",
            vpc=self.vpc,
            service=ec2.InterfaceVpcEndpointAwsService(f"{name}-fips" if self._fips and service in WITH_FIPS else name),
            subnets=self.subnets,
            security_groups=[self._group_for_callers(scope, name)],
            private_dns_enabled=True,
            open=False,
        )
        if self.hybrid:
            self.hybrid.admit(endpoint)
        return endpoint

    def _s3_for_premises(self) -> ec2.InterfaceVpcEndpoint:
        scope = Construct(self._services, "S3")
        endpoint = ec2.InterfaceVpcEndpoint(
            scope,
            "Endpoint",
            vpc=self.vpc,
            service=ec2.InterfaceVpcEndpointAwsService.S3,
            subnets=self.subnets,
            security_groups=[self._group(scope, "S3 from on premises")],
            private_dns_enabled=True,
            private_dns_only_for_inbound_resolver_endpoint=ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ONLY_INBOUND_RESOLVER,
            open=False,
        )
        endpoint.add_to_policy(from_own_account(Stack.of(self).account, ["s3:GetObject", "s3:PutObject"]))
        endpoint.node.add_dependency(self.s3)
        return endpoint

    def _reach_s3(self) -> ec2.GatewayVpcEndpoint:
        """Buckets of this account only, by a condition that does not grow with teams."""
        require_route_tables(self.vpc.isolated_subnets, of=self._path)
        endpoint = self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        endpoint.add_to_policy(self._s3_use)
        return endpoint


def _is_anything(arn: str) -> bool:
    """Whether an ARN stands for everything of a service, or of a kind in any account, as `arn:aws:kms:*:*:*` does."""
    account, kind, *names = arn.split(":")[4:] if arn.count(":") >= 5 else ["*", arn]  # noqa: PLR2004 - parts of an ARN
    return not (":".join(names) if names and account == "*" else kind).strip("*/:")


def _require_addresses(vpc: ec2.IVpc | None, cidr: str | None, on_premises: Sequence[str], *, of: str) -> None:
    require_kind(f"{of}: cidr", cidr, str, type(None))
    require_each(f"{of}: on_premises", on_premises, str)
    if vpc and cidr is not None:
        raise ValueError(f"{of}: cidr must be left out where a VPC is given, which has its own, was {cidr!r}")
    require_ranges(None if vpc else _ADDRESSES if cidr is None else cidr, on_premises, of=of)


def _require_given_parts(
    vpc: ec2.IVpc | None,
    endpoints: Mapping[Service, ec2.IInterfaceVpcEndpoint],
    s3: ec2.IGatewayVpcEndpoint | None,
    opensearch: ec2.IInterfaceVpcEndpoint | None,
    *,
    of: str,
) -> None:
    require_kind(f"{of}: endpoints", endpoints, Mapping)
    for service in endpoints:
        require_kind(f"{of}: a service of endpoints", service, Service)
    given = {service.name: one for service, one in endpoints.items()}
    given |= {"OpenSearch Serverless": opensearch} if opensearch is not None else {}
    for name, endpoint in given.items():
        for attribute in ("connections", "vpc_endpoint_id"):
            require_like(f"{of}: the endpoint of {name}", endpoint, "an interface endpoint", attribute)
    if s3 is not None:
        require_like(f"{of}: s3", s3, "a gateway endpoint", "vpc_endpoint_id")
        if hasattr(s3, "connections"):
            raise ValueError(f"{of}: s3 must be a gateway endpoint, was the interface endpoint {s3.node.path}")
    if vpc is None and (given or s3):
        raise ValueError(f"{of}: endpoints and s3 must be given with the vpc that they stand in, was given without")
    if vpc and s3 is None and any(isinstance(one, ec2.GatewayVpcEndpoint) for one in vpc.node.children):
        raise ValueError(f"{of}: the S3 gateway endpoint must be given (s3=…) when the vpc has one, was not")
    for name, endpoint in given.items():
        if not endpoint.connections.security_groups:
            raise ValueError(
                f"{of}: the endpoint of {name} must be given with its security groups, because callers are let "
                f"out to them, had none"
            )
