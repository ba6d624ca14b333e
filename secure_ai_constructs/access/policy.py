"""Policy documents, statement by statement.

AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from secure_ai_constructs.access.pattern import matches_glob
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from secure_ai_constructs.assembly import Resource, Value

IDENTITY_POLICY_TYPES = (
    "AWS::IAM::Group",
    "AWS::IAM::GroupPolicy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::User",
    "AWS::IAM::UserPolicy",
    "AWS::SSO::PermissionSet",
)
RESOURCE_POLICIES = {
    "AWS::Backup::BackupVault": "AccessPolicy",
    "AWS::DynamoDB::Table": "ResourcePolicy.PolicyDocument",
    "AWS::ECR::RegistryPolicy": "PolicyText",
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::EFS::FileSystem": "FileSystemPolicy",
    "AWS::IAM::Role": "AssumeRolePolicyDocument",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::KMS::ReplicaKey": "KeyPolicy",
    "AWS::Logs::LogGroup": "ResourcePolicyDocument",
    "AWS::Logs::ResourcePolicy": "PolicyDocument",
    "AWS::OpenSearchService::Domain": "AccessPolicies",
    "AWS::S3::AccessPoint": "Policy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::S3::MultiRegionAccessPointPolicy": "Policy",
    "AWS::S3Express::BucketPolicy": "PolicyDocument",
    "AWS::S3ObjectLambda::AccessPointPolicy": "PolicyDocument",
    "AWS::S3Tables::TableBucketPolicy": "ResourcePolicy",
    "AWS::S3Vectors::VectorBucketPolicy": "Policy",
    "AWS::SageMaker::ModelPackageGroup": "ModelPackageGroupPolicy",
    "AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
    "AWS::SNS::TopicInlinePolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueueInlinePolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
}
"""Types that say to whom data or a role is open, and where."""
ROLES = ("Roles", "RoleName")
"""Where a policy names the roles that it is attached to."""
ATTACHED = (("AWS::IAM::ManagedPolicy", "Roles"), ("AWS::IAM::Policy", "Roles"), ("AWS::IAM::RolePolicy", "RoleName"))
_WITH_INLINE_POLICIES = ("AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User")
_PERMISSION_SET = "AWS::SSO::PermissionSet"

WIDE_POLICIES = (
    r":policy/(AdministratorAccess|PowerUserAccess|Amazon(Bedrock|S3|SageMaker)FullAccess"
    r"|AWSKeyManagementServicePowerUser|BedrockAgentCoreFullAccess)$"
)
"""Policies that AWS keeps, and that open whole services."""
_OF_AWS = {
    "AdministratorAccess": r".*",
    "AmazonBedrockFullAccess": r"bedrock:.*",
    "AmazonBedrockLimitedAccess": r"bedrock:(ApplyGuardrail|InvokeModel.*)",
    "AmazonEC2ContainerRegistry(PullOnly|ReadOnly)": r"ecr:.*",
    "AmazonS3FullAccess": r"s3:.*",
    "AmazonS3ReadOnlyAccess": r"s3:(Get|List).*",
    "AmazonSSMManagedInstanceCore": r"(ec2messages|ssm|ssmmessages):.*",
    "AmazonSageMakerFullAccess": r"(s3|sagemaker):.*",
    "AWSKeyManagementServicePowerUser": r"kms:(Create|Delete|Describe|Get|List|Tag|Untag).*",
    "AWSXRayDaemonWriteAccess": r"xray:.*",
    "CloudWatchAgentServerPolicy": r"(cloudwatch|ec2|logs|ssm|xray):.*",
    "PowerUserAccess": r"(?!(account|iam|organizations):).*",
    "ReadOnlyAccess": r"s3:(Get|List).*",
    "SecretsManagerReadWrite": r"secretsmanager:.*",
    r"service-role/AWSLambda\w*ExecutionRole": r"(dynamodb|ec2|kafka|kinesis|logs|sqs):.*",
    "service-role/AmazonECSTaskExecutionRolePolicy": r"(ecr|logs):.*",
}
"""Which of the actions that controls ask for a policy of AWS's allows, by its name.

AWS source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""
POSITIVE = r"(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)"
"""Operators that are false of an absent key, so that a condition with them narrows an Allow."""

_ACCOUNTS = (
    r"aws:(Principal|Source|Vpce)(Account|OrgID)|aws:SourceOwner|aws:SourceVpc(e|Arn)?|kms:CallerAccount"
    r"|s3:DataAccessPointAccount"
)
_ARNS = r"aws:(Principal|Source)Arn|s3:DataAccessPointArn"
_PATHS = r"aws:(Principal|Source|Vpce)OrgPaths"
_ADDRESSES = r"aws:SourceIp"
_NARROWING = f"{_ACCOUNTS}|{_ARNS}|{_PATHS}|{_ADDRESSES}"
_OF_RESOURCES = r"aws:Resource(Account|OrgID|OrgPaths)"
_NOT_NARROWING = (
    rf"{_OF_RESOURCES}|s3:.*|sns:Protocol|kms:(ViaService|EncryptionContext:.*|EncryptionAlgorithm)"
    r"|aws:(SecureTransport|CurrentTime|EpochTime|PrincipalType|RequestedRegion|UserAgent|Referer|ViaAWSService|VpcSourceIp)"
)
"""An address inside a network is in anybody's network."""

_BROAD_ARN = r"^[*?:/]*$|^arn:([^:]*:){0,3}[*?]*$|^arn:[^:]*:[^:]*:[^:]*::[*?]*$|^arn:[^:]*:[^:]*:[^:]*:[^:]*[*?][^:]*:"
"""A pattern of the principals or resources of any account."""
_BROAD_TEXT = r"^(?=[^*?]*[*?])(?!arn:[^:*?]*:[^:*?]*:[^:*?]*:([^:*?]+:|:[^*?]))"
"""As text, in which a wildcard also stands for colons: one before the account's end leaves the account open."""
_BROAD = {
    "kms:EncryptionContext.*": r"^[*?:/]*$|^arn:([^:]*:){0,3}[*?]*$|^arn:[^:]*:[^:]*:[^:]*:[^:]*[*?][^:]*:",
    f"{_ACCOUNTS}|aws:Resource(Account|OrgID)": r"[*?]",
    f"{_PATHS}|aws:ResourceOrgPaths": r"^(?!o-[a-z0-9]+/)",
    _ADDRESSES: r"[*?]|/[0-7]$",
}
_GUESSABLE = r"^arn:[^:]*:[^:]*:[^:]*::[^/]*[*?]"
"""Of a bucket the ARN holds no account: whoever spells a name that fits owns a source."""
_OBJECT_ACTIONS = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
_NAMED = r"^arn:[^:]*:(iam|sts)::[^:*?]+:[a-z-]+/[^*?/]"
"""A principal, or those of one account whose path or name begins so."""


class Statement:
    """One statement of a policy document."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def allows(self) -> Truth:
        return self.value["Effect"].equals("Allow")

    def denies(self) -> Truth:
        return self.value["Effect"].equals("Deny")

    def covers(self, *actions: str) -> Truth:
        """It is about one of the actions; they are case-insensitive, `*` and `?` are wildcards."""
        excluded = self.value["NotAction"]
        return self.value["Action"].any(lambda pattern: _is_action(pattern, actions)) | (
            excluded.is_set() & ~all_of(excluded.any(lambda pattern: _is_action(pattern, (one,))) for one in actions)  # noqa: B023 - all_of asks at once
        )

    def refuses(self, *actions: str) -> Truth:
        """It denies each of the actions, on every resource; its condition is asked for apart."""
        if (denies := self.denies()) is FALSE:
            return FALSE
        return denies & all_of(self.covers(one) for one in actions) & self._on_everything()

    def is_unconditional(self) -> Truth:
        """It is about every request for what it covers."""
        return ~self.value["Condition"].is_set()

    def always_refuses(self, *actions: str) -> Truth:
        """It denies each of the actions, on every resource and whatever the request says."""
        if (refuses := self.refuses(*actions)) is FALSE:
            return FALSE
        return refuses & self.is_unconditional()

    def _on_everything(self) -> Truth:
        return self.value["Resource"].any(lambda one: one.equals("*"))

    def some_action(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of an element of `Action`; or there is a `NotAction`, which covers nearly everything."""
        return self.value["Action"].any(claim) | self.value["NotAction"].is_set()

    def some_resource(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of an element of `Resource`; or there is a `NotResource`."""
        return self.value["Resource"].any(claim) | self.value["NotResource"].is_set()

    def on_all_objects_of(self, bucket: Resource) -> Truth:
        """An element of `Resource` is every object of the bucket, or everything."""
        return self.value["Resource"].any(
            lambda arn: arn.equals("*") | (arn.refers_to(bucket) & arn.matches(r"^[^/]+/\*$")),
        )

    def to_anyone(self) -> Truth:
        """`Principal` is `*`, as a string or as an AWS principal; or an Allow is for all but a `NotPrincipal`.

        A Deny for all but somebody spares him.
        """
        principal = self.value["Principal"]
        everyone = principal.equals("*") | principal["AWS"].any(lambda one: one.equals("*"))
        return everyone | (self.value["NotPrincipal"].is_set() & ~self.denies())

    def to_service(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of a service principal."""
        return self.value["Principal"]["Service"].any(claim)

    def narrows(self) -> Truth:
        """A condition leaves only callers or sources of certain accounts, organizations or networks."""

        def does(operator: str, name: str, values: Value) -> Truth:
            if _is(_NARROWING, name):
                return values.all(lambda value: _is_narrow(operator, name, value))
            return FALSE if _is(_NOT_NARROWING, name) else UNKNOWN

        return self._some_key(does, POSITIVE)

    def requires(self, operators: str, key: str, *, broad: str = "") -> Truth:
        """A condition key stands under an operator that matches the pattern, with values of ours alone; none is `broad`."""

        def does(operator: str, name: str, values: Value) -> Truth:
            return values.all(lambda value: _is_narrow(operator, name, value, broad)) if _is(key, name) else FALSE

        return self._some_key(does, operators)

    def applies_when(self, operators: str, key: str, claim: Callable[[Value], Truth], *, besides: str = "$") -> Truth:
        """The condition is this key alone, with values of which the claim holds.

        All of them: under a negated operator, each further value spares more requests. Beside it may
        stand what matches `besides`, written as `Operator key`; if that is a bool, it must be false.
        """
        condition = self.value["Condition"]
        pairs = [(operator, name) for operator in condition.keys for name in condition[operator].keys]
        others = [pair for pair in pairs if not (re.fullmatch(operators, pair[0]) and _is(key, pair[1]))]
        spared = all_of(
            truth(_is(besides, f"{operator} {name}"))
            & (condition[operator][name].equals("false") if operator.startswith(("Bool", "Null")) else TRUE)
            for operator, name in others
        )
        found = self._some_key(lambda _, name, values: values.all(claim) if _is(key, name) else FALSE, operators)
        return found & spared & truth(len(pairs) - len(others) <= 1)

    def denies_from_elsewhere(self) -> Truth:
        """It denies whoever comes by no endpoint of a VPC; services of AWS may be spared."""
        return self.denies() & self.applies_when(
            "(Arn|String)Not(Equals|Like)(IfExists)?",
            "aws:SourceVpc(e|Arn)?",
            lambda endpoint: endpoint.is_set() & ~endpoint.matches(r"[*?]"),
            besides="Bool(IfExists)? aws:(ViaAWSService|PrincipalIsAWSService)",
        )

    def spares_somebody(self) -> Truth:
        """Whom a condition on `aws:PrincipalArn` spares is named, by no pattern: that may be everybody."""
        condition = self.value["Condition"]
        spared = [
            condition[one][name]
            for one in condition.keys
            for name in condition[one].keys
            if _is("aws:PrincipalArn", name)
        ]
        return all_of(names.all(lambda one: one.is_set() & ~one.matches(r"[*?]")) for names in spared)

    def locks_out_others(self) -> Truth:
        """It denies everybody but principals who are named, or whose names begin as it says; services may be spared.

        So it does when it names nobody.
        """
        of_services = self.applies_when("Bool(IfExists)?", "aws:PrincipalIsAWSService", lambda one: one.equals("false"))
        spares_named = self.applies_when(
            "(Arn|String)Not(Equals|Like)(IfExists)?",
            "aws:PrincipalArn",
            lambda arn: arn.is_set() & (~arn.matches(r"[*?]") | arn.matches(_NAMED)),
            besides="Bool(IfExists)? aws:PrincipalIsAWSService",
        )
        return self.denies() & self.to_anyone() & (spares_named | of_services | self.is_unconditional())

    def _some_key(self, claim: Callable[[str, str, Value], Truth], operators: str) -> Truth:
        """The claim holds of a condition key and its values, under an operator that matches the pattern."""
        condition = self.value["Condition"]
        if not condition.is_known:
            return condition.is_set() & UNKNOWN
        found = [
            (operator, name, condition[operator][name])
            for operator in condition.keys
            if re.fullmatch(operators, operator)
            for name in condition[operator].keys
        ]
        if not found:
            return condition.is_set() & FALSE
        return any_of(values.is_set() & claim(operator, name, values) for operator, name, values in found)


class Statements:
    """The statements of a policy document, or of the documents inside a list of inline policies."""

    def __init__(self, documents: Value | None, *, inside: str = "") -> None:
        self._documents = documents
        self._inside = inside

    def any(self, claim: Callable[[Statement], Truth]) -> Truth:
        """The claim holds of a statement."""
        if self._documents is None:
            return FALSE
        return self._documents.any(
            lambda document: self._listed(document).any(lambda statement: claim(Statement(statement)))
        )

    def all(self, claim: Callable[[Statement], Truth]) -> Truth:
        """The claim holds of every statement."""
        return ~self.any(lambda statement: ~claim(statement))

    def listed(self) -> list[Statement]:
        """All statements; of alternatives, those of each."""
        documents = self._documents.items if self._documents else []
        return [Statement(one) for document in documents for one in self._listed(document).items]

    def _listed(self, document: Value) -> Value:
        return (document[self._inside] if self._inside else document).parsed()["Statement"]


def statements(document: Value) -> Statements:
    """The statements of one policy document, which may be written as a JSON string."""
    return Statements(document)


def objects_are_locked(bucket: Resource) -> Truth:
    """A policy of the bucket denies everybody but who is named to read, write and delete whatever lies in it."""

    def locks(statement: Statement) -> Truth:
        return (
            statement.locks_out_others()
            & all_of(statement.covers(one) for one in _OBJECT_ACTIONS)
            & statement.on_all_objects_of(bucket)
        )

    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(
        lambda policy: statements(policy["PolicyDocument"]).any(locks)
    )


def granted_by(resource: Resource) -> Statements:
    """What an IAM resource itself attaches to principals: its document, or its inline policies; a boundary attaches nothing."""
    if resource.type == "AWS::IAM::ManagedPolicy" and _is_boundary(resource):
        return Statements(None)
    if resource.type in _WITH_INLINE_POLICIES:
        return Statements(resource["Policies"], inside="PolicyDocument")
    return Statements(resource["InlinePolicy" if resource.type == _PERMISSION_SET else "PolicyDocument"])


def managed_by_aws(grant: Resource) -> Value:
    """The ARNs of policies that are attached beside, most of them AWS's own."""
    return grant["ManagedPolicies" if grant.type == _PERMISSION_SET else "ManagedPolicyArns"]


def _is_boundary(policy: Resource) -> bool:
    """It bounds somebody, and is attached to nobody."""
    bounded = (policy.referrers(one, "PermissionsBoundary").exist() for one in ("AWS::IAM::Role", "AWS::IAM::User"))
    if any_of(bounded) is not TRUE:
        return False
    attached = any_of(
        [
            *(policy[name].is_set() for name in ("Groups", "Roles", "Users")),
            *(policy.referrers(one, "ManagedPolicyArns").exist() for one in _WITH_INLINE_POLICIES),
            policy.referrers(_PERMISSION_SET, "CustomerManagedPolicyReferences").exist(),
        ]
    )
    return attached is FALSE


def granted_to(role: Resource, claim: Callable[[Statement], Truth]) -> Truth:
    """The claim holds of a statement that a role has, in its own policies or in those attached to it."""
    attached = [role.referrers(*one) for one in ATTACHED]
    managed = [policy for policy in role["ManagedPolicyArns"].targets if policy.type == "AWS::IAM::ManagedPolicy"]
    asked: list[Callable[[], Truth]] = [
        lambda: granted_by(role).any(claim),
        *(partial(found.any, lambda one: granted_by(one).any(claim)) for found in attached),
        *(partial(granted_by(one).any, claim) for one in managed),
    ]
    return role.assembly.any_of(asked, lambda ask: ask())


def may(role: Resource, *actions: str) -> Truth:
    """A role is allowed one of the actions, on whatever: nothing denies it everywhere, and its boundary allows it."""
    if (allowed := _is_allowed(role, *actions)) is FALSE:
        return FALSE
    with role.assembly.recording():  # that nothing takes it away again stands in no property
        denied = granted_to(role, lambda one: one.denies() & one.is_unconditional())
        if denied is FALSE and role["PermissionsBoundary"].is_set() is FALSE:
            return allowed
        left = any_of(_is_allowed(role, one) & ~_is_denied(role, one) & _is_within(role, one) for one in actions)
    return allowed & left


def _is_allowed(role: Resource, *actions: str) -> Truth:
    """A policy of AWS's that nobody reads here is taken to allow none of them."""
    by_aws = truth(managed_by_aws(role).any(lambda arn: _opens(arn, actions)) is TRUE)
    return granted_to(role, lambda one: one.allows() & one.covers(*actions)) | by_aws


def allowed_by_aws(grant: Resource, *actions: str) -> Truth:
    """A policy that stands elsewhere, as AWS's own do, allows one of the actions, and nothing denies it everywhere.

    What most of those allow nobody knows here.
    """
    attached = managed_by_aws(grant)
    if (allowed := attached.any(lambda arn: _opens(arn, actions))) is FALSE:
        return FALSE
    with grant.assembly.recording():
        left = any_of(
            attached.any(lambda arn: _opens(arn, (one,))) & ~_is_denied(grant, one)  # noqa: B023 - any_of asks at once
            for one in actions
        )
    return allowed & left


def _opens(arn: Value, actions: Iterable[str]) -> Truth:
    if arn.target:
        return FALSE
    opening = [name for name, allowed in _OF_AWS.items() if any(_is(allowed, one) for one in actions)]
    return _is_one_of(arn, opening) | (~_is_one_of(arn, _OF_AWS) & UNKNOWN)


def _is_one_of(arn: Value, names: Iterable[str]) -> Truth:
    return arn.matches(rf":iam::aws:policy/({'|'.join(names) or '-'})$")


def _is_denied(role: Resource, action: str) -> Truth:
    return granted_to(role, lambda one: one.always_refuses(action))


def _is_within(role: Resource, action: str) -> Truth:
    """A boundary that stands elsewhere is taken to allow it."""
    boundary = role["PermissionsBoundary"].target
    if boundary is None or boundary.type != "AWS::IAM::ManagedPolicy":
        return TRUE
    policy = statements(boundary["PolicyDocument"])
    denied = policy.any(lambda one: one.always_refuses(action))
    return policy.any(lambda one: one.allows() & one.covers(action)) & ~denied


def roles_of(grant: Resource) -> set[Resource]:
    """The roles of the assembly that have what a resource grants; a role grants to itself."""
    if grant.type == "AWS::IAM::Role":
        return {grant}
    named = {role for path in ROLES for role in grant[path].targets}
    return named | set(grant.referrers("AWS::IAM::Role", "ManagedPolicyArns"))


def _is(key: str, name: str) -> bool:
    """Condition keys are case-insensitive."""
    return re.fullmatch(key, name, re.IGNORECASE) is not None


def _is_narrow(operator: str, name: str, value: Value, further: str = "") -> Truth:
    """It matches none of the broad patterns of its key, and not the `further` one."""
    broad = next((pattern for keys, pattern in _BROAD.items() if _is(keys, name)), _BROAD_ARN)
    if further:
        broad = f"{broad}|{further}"
    if _is(_ARNS, name) and operator.endswith("StringLike"):
        broad = f"{broad}|{_BROAD_TEXT}"
    if _is("aws:SourceArn", name):
        broad = f"{broad}|{_GUESSABLE}"
    return value.is_set() & ~value.matches(broad)


def _is_action(pattern: Value, actions: tuple[str, ...]) -> Truth:
    """It covers one of them."""
    if (written := pattern.literal) is None:
        return pattern.is_set() & UNKNOWN
    pattern.is_set()
    lowered, wanted = written.lower(), _lowered(actions)
    if "*" in lowered or "?" in lowered:
        return truth(any(matches_glob(lowered, one) for one in wanted))
    return truth(lowered in wanted)


@cache
def _lowered(actions: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one.lower() for one in actions)
