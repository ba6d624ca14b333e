"""The same private endpoints for callers on the customer's own premises, who hold no long-lived keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aws_cdk import Names, Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_rolesanywhere as rolesanywhere
from aws_cdk import aws_route53resolver as route53resolver
from constructs import Construct

from secure_ai_constructs.patterns.foundation.kind import require_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

SESSION_SECONDS = 3600
_AUTHORITY = re.compile(r"arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:[0-9]{12}:certificate-authority/[A-Za-z0-9-]+")
_COMMON_NAME = re.compile(r"(?=.*\S)[\w .@-]{1,64}", re.ASCII)


class HybridAccess(Construct):
    """Lets addresses on premises resolve and reach the network's endpoints, over a line that exists already.

    Direct Connect or VPN is not built here. Names are resolved by an inbound resolver; S3, whose
    gateway endpoint is not reachable from outside the VPC, gets an interface endpoint beside it.
    Made by `PrivateNetwork(on_premises=…)`.
    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        cidrs: Sequence[str],
    ) -> None:
        """Creates the resolver's way in; `cidrs` are private ranges of the premises, which are not the VPC's own."""
        super().__init__(scope, id)
        self.cidrs = tuple(cidrs)
        self.resolver_group = ec2.SecurityGroup(
            self, "ResolverGroup", vpc=vpc, description="DNS queries from on premises", allow_all_outbound=False
        )
        for cidr in self.cidrs:
            for port in (ec2.Port.DNS_TCP, ec2.Port.DNS_UDP):
                self.resolver_group.add_ingress_rule(ec2.Peer.ipv4(cidr), port, "DNS from on premises")
        self.resolver = route53resolver.CfnResolverEndpoint(
            self,
            "Resolver",
            direction="INBOUND",
            security_group_ids=[self.resolver_group.security_group_id],
            ip_addresses=[
                route53resolver.CfnResolverEndpoint.IpAddressRequestProperty(subnet_id=subnet)
                for subnet in vpc.select_subnets(subnets=subnets.subnets).subnet_ids
            ],
        )

    def admit(self, endpoint: ec2.IInterfaceVpcEndpoint) -> None:
        """Opens an endpoint's groups to the premises; its policy still says who may call what."""
        for group in endpoint.connections.security_groups:
            for cidr in self.cidrs:
                group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.HTTPS, "From on premises")


class OnPremisesRole(Construct):
    """A role for a machine on premises that proves itself by a certificate, for an hour at a time.

    The certificate comes from the customer's private authority, named by ARN; the role is for
    certificates with one common name. Give it rights with `team.grant_query(machine.role, model=…)` and the like.
    AWS source: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
    """

    def __init__(self, scope: Construct, id: str, *, certificate_authority_arn: str, common_name: str) -> None:
        """Creates trust anchor, role and profile; raises ValueError for a name that is empty or a wildcard."""
        super().__init__(scope, id)
        require_kind(f"{self.node.path}: certificate_authority_arn", certificate_authority_arn, str)
        require_kind(f"{self.node.path}: common_name", common_name, str)
        if not Token.is_unresolved(certificate_authority_arn) and not _AUTHORITY.fullmatch(certificate_authority_arn):
            raise ValueError(
                f"{self.node.path}: certificate_authority_arn must be that of an authority of AWS Private CA, "
                f"was {certificate_authority_arn!r}"
            )
        if Token.is_unresolved(common_name) or not _COMMON_NAME.fullmatch(common_name):
            raise ValueError(
                f"{self.node.path}: common_name must name one machine in at most 64 letters, digits, spaces and ._@-, "
                f"was {common_name!r}"
            )
        name = Names.unique_resource_name(self, max_length=64, separator="-")
        self.trust_anchor = rolesanywhere.CfnTrustAnchor(
            self,
            "TrustAnchor",
            name=name,
            enabled=True,
            source=rolesanywhere.CfnTrustAnchor.SourceProperty(
                source_type="AWS_ACM_PCA",
                source_data=rolesanywhere.CfnTrustAnchor.SourceDataProperty(acm_pca_arn=certificate_authority_arn),
            ),
        )
        certificate = {
            "ArnEquals": {"aws:SourceArn": self.trust_anchor.attr_trust_anchor_arn},
            "StringEquals": {"aws:PrincipalTag/x509Subject/CN": common_name},
        }
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("rolesanywhere.amazonaws.com", conditions=certificate)
            .with_session_tags()
            .with_conditions(certificate),
            description=f"{common_name}, on premises",
        )
        statement = iam.PolicyStatement(
            actions=["sts:SetSourceIdentity"],
            principals=[iam.ServicePrincipal("rolesanywhere.amazonaws.com", conditions=certificate)],
        )
        if self.role.assume_role_policy:
            self.role.assume_role_policy.add_statements(statement)
        self.profile = rolesanywhere.CfnProfile(
            self,
            "Profile",
            name=name,
            role_arns=[self.role.role_arn],
            duration_seconds=SESSION_SECONDS,
            enabled=True,
        )
