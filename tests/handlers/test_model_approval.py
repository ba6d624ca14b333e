"""What is deployed of a model: what somebody approved, and exactly that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handlers.local_service import refusal
from tests.handlers.model_versions import GROUP, IMAGE, REGISTERED, WEIGHTS, Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST = f"{GROUP}/1"


@pytest.fixture
def registry() -> Iterator[Registry]:
    """Two approved versions."""
    found = Registry()
    with found.service:
        yield found


@pytest.fixture
def deploy(registry: Registry, load: Callable[..., Any]) -> Callable[..., Any]:
    """The handler's own part, for the first version."""
    module = load("model_approval.index", AWS_ENDPOINT_URL_SAGEMAKER=registry.service.url)

    def of(**changes: str) -> Any:
        properties = {"ModelPackage": FIRST, "Image": IMAGE, "Weights": WEIGHTS, "Variables": "{}", **changes}
        return module.act({"RequestType": "Create", "ResourceProperties": properties})

    return of


def test_an_approved_version_is_deployed(deploy: Callable[..., Any]) -> None:
    assert deploy().physical_id == FIRST


@pytest.mark.parametrize("status", ["PendingManualApproval", "Rejected", None])
def test_a_version_that_nobody_approved_is_not(
    status: str | None, registry: Registry, deploy: Callable[..., Any]
) -> None:
    registry.versions[FIRST] = {"ModelApprovalStatus": status}
    with pytest.raises(ValueError, match=f"ModelApprovalStatus of {FIRST} must be Approved, was {status}"):
        deploy()


def test_a_version_that_did_not_become_one_is_not(registry: Registry, deploy: Callable[..., Any]) -> None:
    registry.versions[FIRST] = {"ModelPackageStatus": "Failed"}
    with pytest.raises(ValueError, match=r"ModelPackageStatus .* must be Completed, was Failed"):
        deploy()


def test_another_image_than_the_approved_one_is_not_deployed(deploy: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=r"the image of .* which is deployed, was .*@sha256:0"):
        deploy(Image=IMAGE.replace("sha256:0", "sha256:1"))


def test_an_image_that_was_registered_by_a_tag_is_not_deployed(registry: Registry, deploy: Callable[..., Any]) -> None:
    """A tag can be moved after the approval."""
    tagged = {**REGISTERED, "Image": IMAGE.partition("@")[0] + ":latest"}
    registry.versions[FIRST] = {"InferenceSpecification": {"Containers": [tagged]}}
    with pytest.raises(ValueError, match=r"the image of .* was .*:latest"):
        deploy()


def test_other_weights_than_the_approved_ones_are_not_deployed(deploy: Callable[..., Any]) -> None:
    with pytest.raises(
        ValueError, match=r"the weights of .* must be s3://weights/fraud/2/model.tar.gz, which is deployed"
    ):
        deploy(Weights="s3://weights/fraud/2/model.tar.gz")


def test_other_variables_than_the_approved_ones_are_not_deployed(
    registry: Registry, deploy: Callable[..., Any]
) -> None:
    with pytest.raises(
        ValueError, match=r"the variables of .* must be \{'MODE': 'fast'\}, which is deployed, was \{\}"
    ):
        deploy(Variables='{"MODE": "fast"}')
    registry.versions[FIRST] = {
        "InferenceSpecification": {"Containers": [{**REGISTERED, "Environment": {"MODE": "fast"}}]}
    }
    assert deploy(Variables='{"MODE": "fast"}').physical_id == FIRST
    with pytest.raises(ValueError, match="the variables of"):
        deploy()


def test_weights_that_were_registered_in_the_newer_form_are_the_same(
    registry: Registry, deploy: Callable[..., Any]
) -> None:
    source = {"S3DataSource": {"S3Uri": WEIGHTS, "S3DataType": "S3Object", "CompressionType": "Gzip"}}
    registry.versions[FIRST] = {"InferenceSpecification": {"Containers": [{"Image": IMAGE, "ModelDataSource": source}]}}
    assert deploy().physical_id == FIRST


@pytest.mark.parametrize("containers", [[], [REGISTERED, REGISTERED]])
def test_a_version_of_no_or_two_containers_is_not_this_one(
    containers: list[dict[str, str]], registry: Registry, deploy: Callable[..., Any]
) -> None:
    registry.versions[FIRST] = {"InferenceSpecification": {"Containers": containers}}
    with pytest.raises(ValueError, match=f"must be of one container, was of {len(containers)}"):
        deploy()


def test_a_version_that_is_not_there_is_an_error(deploy: Callable[..., Any]) -> None:
    with pytest.raises(ClientError, match="does not exist"):
        deploy(ModelPackage=f"{GROUP}/9")


def test_a_policy_that_is_not_known_everywhere_yet_is_waited_for(
    registry: Registry, deploy: Callable[..., Any], pauses: list[float]
) -> None:
    registry.service.first.extend([refusal("AccessDeniedException")] * 2)
    assert deploy().physical_id == FIRST
    assert pauses == [5, 10]


def test_a_policy_that_does_not_let_it_ask_is_an_error(
    registry: Registry, deploy: Callable[..., Any], pauses: list[float]
) -> None:
    registry.service.first.extend([refusal("AccessDeniedException")] * 4)
    with pytest.raises(ClientError, match="AccessDenied"):
        deploy()
    assert pauses == [5, 10, 15]
