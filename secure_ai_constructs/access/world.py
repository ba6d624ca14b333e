"""The world of policies that an assembly makes: who carries what, and what guards what.

What only deployment can name gets a name that no pattern spells by chance, so that a wildcard in a
policy matches it and a literal does not. That is right for one concrete request; a theorem about
all requests needs symbolic names.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.access.document import Document, Unsupported, parse
from secure_ai_constructs.access.policy import ATTACHED, IDENTITY_POLICY_TYPES, RESOURCE_POLICIES
from secure_ai_constructs.access.request import Identity, ResourcePolicy, World
from secure_ai_constructs.assembly import Assembly, Resource, Token, Value, grounded
from secure_ai_constructs.assembly.node import Known
from secure_ai_constructs.truth import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARNS = {
    "AWS::Bedrock::ApplicationInferenceProfile": "bedrock:{place}:application-inference-profile/{name}",
    "AWS::Bedrock::Guardrail": "bedrock:{place}:guardrail/{name}",
    "AWS::Bedrock::KnowledgeBase": "bedrock:{place}:knowledge-base/{name}",
    "AWS::Bedrock::Prompt": "bedrock:{place}:prompt/{name}",
    "AWS::Bedrock::PromptVersion": "bedrock:{place}:prompt/{name}:1",
    "AWS::Events::Rule": "events:{place}:rule/{name}",
    "AWS::IAM::ManagedPolicy": "iam::{account}:policy/{name}",
    "AWS::IAM::Role": "iam::{account}:role/{name}",
    "AWS::KMS::Key": "kms:{place}:key/{name}",
    "AWS::Lambda::Function": "lambda:{place}:function:{name}",
    "AWS::Logs::LogGroup": "logs:{place}:log-group:{name}:*",
    "AWS::OpenSearchServerless::Collection": "aoss:{place}:collection/{name}",
    "AWS::RDS::DBCluster": "rds:{place}:cluster:{name}",
    "AWS::S3::Bucket": "s3:::{name}",
    "AWS::S3Vectors::VectorBucket": "s3vectors:{place}:bucket/{name}",
    "AWS::SNS::Topic": "sns:{place}:{name}",
    "AWS::SQS::Queue": "sqs:{place}:{name}",
    "AWS::SageMaker::Action": "sagemaker:{place}:action/{name}",
    "AWS::SageMaker::Artifact": "sagemaker:{place}:artifact/{name}",
    "AWS::SageMaker::Context": "sagemaker:{place}:context/{name}",
    "AWS::SageMaker::Endpoint": "sagemaker:{place}:endpoint/{name}",
    "AWS::SageMaker::ModelPackageGroup": "sagemaker:{place}:model-package-group/{name}",
    "AWS::SecretsManager::Secret": "secretsmanager:{place}:secret:{name}",
    "AWS::StepFunctions::StateMachine": "states:{place}:stateMachine:{name}",
}
_REF_IS_ARN = (
    "AWS::IAM::ManagedPolicy",
    "AWS::S3Vectors::VectorBucket",
    "AWS::SNS::Topic",
    "AWS::SageMaker::Endpoint",
    "AWS::SecretsManager::Secret",
    "AWS::SecretsManager::SecretTargetAttachment",
)
_NAMES = {
    "AWS::IAM::Role": "RoleName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::SageMaker::Endpoint": "EndpointName",
}
_GUARDS = {
    "AWS::S3::BucketPolicy": "Bucket",
    "AWS::S3Vectors::VectorBucketPolicy": "VectorBucketArn",
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SNS::TopicPolicy": "Topics",
    "AWS::SecretsManager::ResourcePolicy": "SecretId",
}
"""Types that attach a policy to what a property names."""
_HOLDS_ITS_OWN = (
    "AWS::IAM::Role",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::SageMaker::ModelPackageGroup",
)
_READ = {*_HOLDS_ITS_OWN, *_GUARDS, "AWS::Lambda::Permission"}
_UNREAD = (
    "AWS::IAM::Group",
    "AWS::IAM::GroupPolicy",
    "AWS::IAM::User",
    "AWS::IAM::UserPolicy",
    "AWS::SSO::PermissionSet",
)
"""People: only roles send requests here."""
READ_AS_POLICIES = frozenset((kind, RESOURCE_POLICIES[kind]) for kind in (*_HOLDS_ITS_OWN, *_GUARDS))
"""Where a template may say to whom a resource is open: what stands elsewhere, the evaluator does not see."""


def world_of(assembly: Assembly) -> World:
    """Roles with their policies, and resources with theirs; no organization is assumed.

    Raises Unsupported for what is not understood, such as a managed policy that is not in the assembly, people with
    policies, or a policy that only some deployments have.
    """
    found = assembly.by_type
    _refuse_what_is_not_read(assembly)
    return World(
        identities={arn_of(role): _identity(role) for role in found.get("AWS::IAM::Role", ())},
        resource_policies=dict(_resource_policies(assembly)),
        endpoints={
            name_of(endpoint): _document(endpoint["PolicyDocument"])
            for endpoint in found.get("AWS::EC2::VPCEndpoint", ())
            if endpoint["PolicyDocument"].is_set() is TRUE  # without one it lets everything through
        },
    )


def _refuse_what_is_not_read(assembly: Assembly) -> None:
    for kind in {*_READ, *RESOURCE_POLICIES, *IDENTITY_POLICY_TYPES}:
        for one in assembly.by_type.get(kind, ()):
            place = f"{one.template.name}: {one.logical_id}"
            if one.exists is not TRUE:
                raise Unsupported(f"{place}: only deployment knows whether it is there")
            is_elsewhere = kind in RESOURCE_POLICIES and kind not in _READ
            if kind in _UNREAD or (is_elsewhere and one[RESOURCE_POLICIES[kind]].is_set() is not FALSE):
                raise Unsupported(f"{place}: policies of {kind} are not read")


def name_of(resource: Resource) -> str:
    """The name that the template gives a resource, or one that nobody spells by chance."""
    given = resource[_NAMES[resource.type]].literal if resource.type in _NAMES else None
    unique = hashlib.sha256(f"{resource.template.name}/{resource.logical_id}".encode()).hexdigest()[:12]
    return given or {"AWS::EC2::VPCEndpoint": "vpce-"}.get(resource.type, "") + unique


def arn_of(resource: Resource) -> str:
    """The ARN of a resource; an index lies in its bucket."""
    account = resource.template.account or "000000000000"
    place = f"{resource.template.region or 'nowhere'}:{account}"
    if resource.type == "AWS::S3Vectors::Index" and (bucket := resource["VectorBucketArn"].target):
        return f"{arn_of(bucket)}/index/{name_of(resource)}"
    if resource.type == "AWS::SecretsManager::SecretTargetAttachment" and (secret := resource["SecretId"].target):
        return arn_of(secret)
    form = _ARNS.get(resource.type)
    if form is None:
        raise Unsupported(f"the ARN of {resource.type} is not known")
    partition = resource.template.pseudo_parameter("AWS::Partition")
    name = f"{plain(resource['Path']) or '/'}{name_of(resource)}".removeprefix("/")  # of IAM alone
    said = partition.data if isinstance(partition, Known) else "aws"
    return f"arn:{said}:{form.format(place=place, account=account, name=name)}"


def plain(value: Value) -> Any:
    """A value of a template as JSON data, with these names and ARNs."""
    return grounded(value, _spell)


def _spell(token: Token) -> str:
    resource = token.target
    if resource is None:
        if token.text == "${AWS::Partition}":
            return "aws"
        raise Unsupported(f"only deployment knows {token.text}: {token.why}")
    if token.attribute == "MasterUserSecret.SecretArn":
        return f"{arn_of(resource).replace(':rds:', ':secretsmanager:').replace(':cluster:', ':secret:')}"
    if token.attribute.endswith("Arn") or (not token.attribute and resource.type in _REF_IS_ARN):
        return arn_of(resource)
    if resource.type == "AWS::Bedrock::GuardrailVersion":
        return "1"
    if not token.is_of_resource:
        raise Unsupported(f"what {token.text} stands for in a policy is not known")
    return name_of(resource) if not token.attribute or token.attribute.endswith("Id") else token.text


def _document(value: Value) -> Document:
    return parse(plain(value) or {"Statement": []})


def _identity(role: Resource) -> Identity:
    inline = [_document(one["PolicyDocument"]) for one in _listed(role["Policies"])]
    attached = [_document(policy["PolicyDocument"]) for way in ATTACHED for policy in role.referrers(*way)]
    managed = [_managed(one) for one in _listed(role["ManagedPolicyArns"])]
    boundary = role["PermissionsBoundary"]
    return Identity((*inline, *attached, *managed), _managed(boundary) if boundary.target else None)


def _listed(value: Value) -> list[Value]:
    """The items of a list that are there."""
    number = len(value.node.data) if isinstance(value.node, Known) and isinstance(value.node.data, list) else 0
    if not number and value.is_set() is not FALSE:
        raise Unsupported(f"{value} must be a list")
    return [one for i in range(number) if (one := value[str(i)]).is_set() is not FALSE]


def _managed(arn: Value) -> Document:
    if arn.target is None:
        raise Unsupported(f"the managed policy {arn} is not in the assembly")
    return _document(arn.target["PolicyDocument"])


def _resource_policies(assembly: Assembly) -> Iterator[tuple[str, ResourcePolicy]]:
    found = assembly.by_type
    for kind in _HOLDS_ITS_OWN:
        for one in found.get(kind, ()):
            if (document := one[RESOURCE_POLICIES[kind]]).is_set() is TRUE:
                yield arn_of(one), _policy(one, document)
    for kind, path in _GUARDS.items():
        for policy in found.get(kind, ()):
            targets = dict.fromkeys(policy[path].targets)
            if not targets:
                raise Unsupported(f"{policy.template.name}: {policy.logical_id}: what it guards is not in the assembly")
            for target in targets:
                yield arn_of(target), _policy(target, policy[RESOURCE_POLICIES[kind]])
    for function in found.get("AWS::Lambda::Function", ()):
        statements = [_permission(one) for one in function.referrers("AWS::Lambda::Permission", "FunctionName")]
        if statements:
            account = function.template.account or ""
            yield arn_of(function), ResourcePolicy(account, parse({"Version": "2012-10-17", "Statement": statements}))


def _policy(resource: Resource, document: Value) -> ResourcePolicy:
    return ResourcePolicy(resource.template.account or "", _document(document))


def _permission(permission: Resource) -> dict[str, Any]:
    """A Lambda permission as the statement that it adds to the function's policy."""
    said = plain(permission.properties)
    principal = said["Principal"]
    source = {"aws:SourceAccount": said.get("SourceAccount"), "aws:SourceArn": said.get("SourceArn")}
    return {
        "Effect": "Allow",
        "Principal": {"Service" if principal.endswith(".amazonaws.com") else "AWS": principal},
        "Action": said["Action"],
        "Resource": "*",
        "Condition": {
            "ArnLike" if key == "aws:SourceArn" else "StringEquals": {key: one} for key, one in source.items() if one
        },
    }
