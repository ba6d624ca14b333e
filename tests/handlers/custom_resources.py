"""The custom resources, each with the service that it speaks to, and what its properties make of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.handlers import ec2_service
from tests.handlers.account_services import (
    FRAMEWORKS,
    REPORTS_KEY,
    WANTED,
    Artifact,
    AuditManager,
    BedrockSetting,
    Inspector,
    PublicAccess,
    RegistrySetting,
    Retention,
    Roles,
    iam_error,
    s3_error,
)
from tests.handlers.database_cluster import USER_PASSWORD, USER_SECRET, Cluster
from tests.handlers.ec2_service import Ec2
from tests.handlers.lambda_runtime import ACCOUNT, SECRET_KEY, LambdaFunction
from tests.handlers.lineage import Lineage
from tests.handlers.local_service import Answer, LocalService, refusal
from tests.handlers.model_versions import GROUP, IMAGE, WEIGHTS, Registry
from tests.handlers.opensearch_collection import REFUSED, Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from tests.handlers.cloudformation import CloudFormation


@dataclass
class Resource:
    """What the tests of all custom resources have to know of one."""

    service: LocalService
    environment: dict[str, str]
    properties: dict[str, str]
    physical_id: str
    in_place: dict[str, str]
    """Other properties of the same thing."""
    replacement: dict[str, str]
    """Properties of another thing."""
    replaced_by: str
    throttled: Answer
    """How the service says that it was asked too often."""
    start_afresh: Callable[[], None]
    data: dict[str, str] = field(default_factory=dict)
    secret: str = SECRET_KEY


@dataclass
class Deployed:
    """A custom resource whose function runs."""

    resource: Resource
    cloudformation: CloudFormation
    function: LambdaFunction
    another: Callable[[], LambdaFunction]
    """A second execution environment, as Lambda makes for what happens at the same time."""

    def event(self, request_type: str, physical_id: str | None = None, **changes: str) -> dict[str, Any]:
        return self.cloudformation.event(request_type, {**self.resource.properties, **changes}, physical_id)

    def answer(self, request_type: str, physical_id: str | None = None, **changes: str) -> dict[str, Any]:
        """The one answer to an event."""
        return self.answer_to(self.event(request_type, physical_id, **changes))

    def answer_to(self, event: dict[str, Any]) -> dict[str, Any]:
        before = len(self.cloudformation.answers)
        ended = self.function.invoke(event)
        assert ended.error is None, ended
        [answer] = self.cloudformation.answers[before:]
        return answer


def artifact_subscription(_: pytest.FixtureRequest) -> Iterator[Resource]:
    artifact = Artifact()
    with artifact.service:
        yield Resource(
            service=artifact.service,
            environment={"AWS_ENDPOINT_URL_ARTIFACT": artifact.service.url},
            properties={"Account": ACCOUNT},
            physical_id=f"artifact-{ACCOUNT}",
            in_place={"Purpose": "another property"},
            replacement={"Account": "444455556666"},
            replaced_by="artifact-444455556666",
            throttled=refusal("ThrottlingException", 429),
            start_afresh=artifact.forget,
        )


def assessment_framework(_: pytest.FixtureRequest) -> Iterator[Resource]:
    manager, (generative, pci, _third) = AuditManager(), FRAMEWORKS.items()
    with manager.service:
        yield Resource(
            service=manager.service,
            environment={"AWS_ENDPOINT_URL_AUDITMANAGER": manager.service.url},
            properties={"Framework": generative[0], "Key": REPORTS_KEY},
            physical_id=generative[1],
            in_place={"Purpose": "another property"},
            replacement={"Framework": pci[0]},
            replaced_by=pci[1],
            throttled=refusal("ThrottlingException", 429),
            start_afresh=manager.forget,
            data={"FrameworkId": generative[1]},
        )


def data_retention(_: pytest.FixtureRequest) -> Iterator[Resource]:
    retention = Retention()
    with retention.service:
        yield Resource(
            service=retention.service,
            environment={"AWS_ENDPOINT_URL_BEDROCK": retention.service.url},
            properties={"Account": ACCOUNT, "Mode": "none"},
            physical_id=f"data-retention-{ACCOUNT}",
            in_place={"Purpose": "another property"},
            replacement={"Account": "444455556666"},
            replaced_by="data-retention-444455556666",
            throttled=refusal("ThrottlingException", 429),
            start_afresh=retention.forget,
            data={"Former": "default"},
        )


def default_security_group(_: pytest.FixtureRequest) -> Iterator[Resource]:
    ec2 = Ec2()

    def groups() -> None:
        ec2.default_group("sg-0aaaaaaaaaaaaaaaa")
        ec2.default_group("sg-0bbbbbbbbbbbbbbbb")

    with ec2.service:
        yield Resource(
            service=ec2.service,
            environment={"AWS_ENDPOINT_URL_EC2": ec2.service.url},
            properties={"GroupId": "sg-0aaaaaaaaaaaaaaaa", "Account": ACCOUNT},
            physical_id="closed-sg-0aaaaaaaaaaaaaaaa",
            in_place={"Account": "444455556666"},
            replacement={"GroupId": "sg-0bbbbbbbbbbbbbbbb"},
            replaced_by="closed-sg-0bbbbbbbbbbbbbbbb",
            throttled=ec2_service.THROTTLED,
            start_afresh=groups,
        )


def inspector_enablement(_: pytest.FixtureRequest) -> Iterator[Resource]:
    inspector = Inspector()
    with inspector.service:
        yield Resource(
            service=inspector.service,
            environment={"AWS_ENDPOINT_URL_INSPECTOR2": inspector.service.url},
            properties={"Account": ACCOUNT, "ResourceTypes": "EC2,ECR,LAMBDA,LAMBDA_CODE"},
            physical_id=f"inspector-{ACCOUNT}",
            in_place={"ResourceTypes": "EC2"},
            replacement={"Account": "444455556666"},
            replaced_by="inspector-444455556666",
            throttled=refusal("ThrottlingException", 429),
            start_afresh=inspector.forget,
        )


def invocation_logging(_: pytest.FixtureRequest) -> Iterator[Resource]:
    bedrock = BedrockSetting()
    with bedrock.service:
        yield Resource(
            service=bedrock.service,
            environment={"AWS_ENDPOINT_URL_BEDROCK": bedrock.service.url},
            properties={
                "LogGroup": "invocations",
                "Role": f"arn:aws:iam::{ACCOUNT}:role/writer",
                "Bucket": "archive",
                "Prefix": "models",
            },
            physical_id="invocations and archive",
            in_place={"Prefix": "prompts"},
            replacement={"Bucket": "another-archive"},
            replaced_by="invocations and another-archive",
            throttled=refusal("ThrottlingException", 429),
            start_afresh=bedrock.forget,
        )


def managed_prefix_list(_: pytest.FixtureRequest) -> Iterator[Resource]:
    ec2 = Ec2()
    with ec2.service:
        yield Resource(
            service=ec2.service,
            environment={"AWS_ENDPOINT_URL_EC2": ec2.service.url},
            properties={"Name": "com.amazonaws.eu-central-1.s3"},
            physical_id="pl-6ea54007",
            in_place={"Purpose": "another property"},
            replacement={"Name": "com.amazonaws.eu-central-1.dynamodb"},
            replaced_by="pl-66a5400f",
            throttled=ec2_service.THROTTLED,
            start_afresh=lambda: None,
            data={"PrefixListId": "pl-6ea54007"},
        )


def lineage_edge(_: pytest.FixtureRequest) -> Iterator[Resource]:
    lineage = Lineage()
    place = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}"
    ends = {"Source": f"{place}:artifact/data", "Destination": f"{place}:action/training", "Type": "ContributedTo"}
    other = {"Source": f"{place}:artifact/other-data"}

    def name(properties: dict[str, str]) -> str:
        whole = "\n".join(properties[one] for one in ("Source", "Destination", "Type"))
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

    with lineage.service:
        yield Resource(
            service=lineage.service,
            environment={"AWS_ENDPOINT_URL_SAGEMAKER": lineage.service.url},
            properties=ends,
            physical_id=name(ends),
            in_place={"Purpose": "another property"},
            replacement=other,
            replaced_by=name({**ends, **other}),
            throttled=refusal("ThrottlingException"),
            start_afresh=lineage.edges.clear,
        )


def model_approval(_: pytest.FixtureRequest) -> Iterator[Resource]:
    registry = Registry()
    with registry.service:
        yield Resource(
            service=registry.service,
            environment={"AWS_ENDPOINT_URL_SAGEMAKER": registry.service.url},
            properties={"ModelPackage": f"{GROUP}/1", "Image": IMAGE, "Weights": WEIGHTS, "Variables": "{}"},
            physical_id=f"{GROUP}/1",
            in_place={"Purpose": "another property"},
            replacement={"ModelPackage": f"{GROUP}/2"},
            replaced_by=f"{GROUP}/2",
            throttled=refusal("ThrottlingException"),
            start_afresh=registry.start_afresh,
        )


def opensearch_index(_: pytest.FixtureRequest) -> Iterator[Resource]:
    collection = Collection()
    with collection.service:
        yield Resource(
            service=collection.service,
            environment={},
            properties={
                "Endpoint": collection.service.url,
                "Index": "documents-1",
                "Dimensions": "1024",
                "VectorField": "embedding",
                "TextField": "AMAZON_BEDROCK_TEXT_CHUNK",
                "MetadataField": "AMAZON_BEDROCK_METADATA",
            },
            physical_id="documents-1",
            in_place={"Endpoint": f"{collection.service.url}/"},
            replacement={"Index": "documents-2", "Dimensions": "512"},
            replaced_by="documents-2",
            throttled=replace(REFUSED, status=429),
            start_afresh=collection.indexes.clear,
        )


def public_access_block(_: pytest.FixtureRequest) -> Iterator[Resource]:
    public = PublicAccess()
    with public.service:
        yield Resource(
            service=public.service,
            environment=public.environment,
            properties={"Account": ACCOUNT},
            physical_id=f"public-access-block-{ACCOUNT}",
            in_place={"Purpose": "another property"},
            replacement={"Account": "444455556666"},
            replaced_by="public-access-block-444455556666",
            throttled=s3_error("SlowDown", 503),
            start_afresh=public.forget,
        )


def registry_scanning(_: pytest.FixtureRequest) -> Iterator[Resource]:
    registry = RegistrySetting()
    with registry.service:
        yield Resource(
            service=registry.service,
            environment={"AWS_ENDPOINT_URL_ECR": registry.service.url},
            properties={"Account": ACCOUNT, "Wanted": json.dumps(WANTED)},
            physical_id=f"registry-{ACCOUNT}",
            in_place={"Wanted": json.dumps({**WANTED, "rules": []})},
            replacement={"Account": "444455556666"},
            replaced_by="registry-444455556666",
            throttled=refusal("ThrottlingException"),
            start_afresh=registry.forget,
        )


def service_linked_role(_: pytest.FixtureRequest) -> Iterator[Resource]:
    roles = Roles()
    with roles.service:
        yield Resource(
            service=roles.service,
            environment={"AWS_ENDPOINT_URL_IAM": roles.service.url},
            properties={"Service": "config.amazonaws.com"},
            physical_id="config.amazonaws.com",
            in_place={"Purpose": "another property"},
            replacement={"Service": "guardduty.amazonaws.com"},
            replaced_by="guardduty.amazonaws.com",
            throttled=iam_error("Throttling"),
            start_afresh=roles.services.clear,
        )


def vector_database(request: pytest.FixtureRequest) -> Iterator[Resource]:
    with Cluster(request.getfixturevalue("postgresql")) as cluster:
        yield Resource(
            service=cluster.service,
            environment=cluster.environment,
            properties={
                "Secret": USER_SECRET,
                "Schema": "bedrock_integration",
                "Table": "documents_1",
                "User": "bedrock_user",
                "Dimensions": "1024",
            },
            physical_id="bedrock_integration.documents_1",
            in_place={"Purpose": "another property"},
            replacement={"Table": "documents_2", "Dimensions": "512"},
            replaced_by="bedrock_integration.documents_2",
            throttled=refusal("ThrottlingException"),
            start_afresh=cluster.forget,
            secret=USER_PASSWORD,
        )


KINDS = (
    artifact_subscription,
    assessment_framework,
    data_retention,
    default_security_group,
    inspector_enablement,
    invocation_logging,
    lineage_edge,
    managed_prefix_list,
    model_approval,
    opensearch_index,
    public_access_block,
    registry_scanning,
    service_linked_role,
    vector_database,
)
