"""What people do with models, each as statements in IAM's own words, and what none of them may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import Stack

JOB_ACTIONS = ("sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob")
DEPLOYMENT_ACTIONS = (
    "sagemaker:CreateEndpoint",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:CreateModel",
    "sagemaker:UpdateEndpoint",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
)
STOPPING_ACTIONS = ("sagemaker:StopProcessingJob", "sagemaker:StopTrainingJob")
NOTEBOOK_ACTIONS = (
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "sagemaker:DescribeNotebookInstance",
    "sagemaker:StartNotebookInstance",
    "sagemaker:StopNotebookInstance",
)
LOOKING_ACTIONS = (
    "sagemaker:DescribeAction",
    "sagemaker:DescribeArtifact",
    "sagemaker:DescribeContext",
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
    "sagemaker:DescribeModel",
    "sagemaker:DescribeModelCard",
    "sagemaker:DescribeModelPackage",
    "sagemaker:DescribeModelPackageGroup",
    "sagemaker:DescribeProcessingJob",
    "sagemaker:DescribeTrainingJob",
)
LISTING_ACTIONS = (
    "sagemaker:ListAssociations",
    "sagemaker:ListEndpoints",
    "sagemaker:ListModelCards",
    "sagemaker:ListModelPackageGroups",
    "sagemaker:ListModelPackages",
    "sagemaker:ListModels",
    "sagemaker:ListMonitoringSchedules",
    "sagemaker:ListProcessingJobs",
    "sagemaker:ListTrainingJobs",
    "sagemaker:QueryLineage",
)
WATCHING_ACTIONS = (
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetDashboard",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListDashboards",
    "cloudwatch:ListMetrics",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where jobs run: nothing is started outside it."""

    subnet_ids: tuple[str, ...]
    key_arns: tuple[str, ...]
    """Keys of volumes and outputs."""


def jobs_inside(subnet_ids: Sequence[str], key_arns: Sequence[str]) -> dict[str, Any]:
    """The condition that a job is isolated in these subnets, with its volumes and outputs under these keys.

    A condition over all values is true of none, so each key must also be there.
    """
    keys = ("sagemaker:OutputKmsKey", "sagemaker:VolumeKmsKey")
    return {
        "ForAllValues:StringEquals": {"sagemaker:VpcSubnets": list(subnet_ids)},
        "ArnEquals": {one: list(key_arns) for one in keys},
        "Bool": dict.fromkeys(("sagemaker:InterContainerTrafficEncryption", "sagemaker:NetworkIsolation"), "true"),
        "Null": dict.fromkeys(("sagemaker:VpcSubnets", *keys), "false"),
    }


def start_jobs(stack: Stack, place: Place, roles: Sequence[str]) -> list[dict[str, Any]]:
    """Training and processing in these subnets, under these keys, with these roles.

    AWS source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
    """
    jobs = [_arn(stack, f"{kind}-job/*") for kind in ("processing", "training")]
    return [
        _allow("StartJobs", JOB_ACTIONS, jobs, jobs_inside(place.subnet_ids, place.key_arns)),
        _allow("StopJobs", STOPPING_ACTIONS, jobs),
        _pass_roles("PassJobRoles", roles),
        _lend_keys(place),
    ]


def deploy_models(stack: Stack, place: Place, roles: Sequence[str]) -> list[dict[str, Any]]:
    """Models in these subnets, with these roles, and endpoints that serve them."""
    inside = {
        "ForAllValues:StringEquals": {"sagemaker:VpcSubnets": list(place.subnet_ids)},
        "Null": {"sagemaker:VpcSubnets": "false"},
    }
    under_key = {
        "ArnEquals": {"sagemaker:VolumeKmsKey": list(place.key_arns)},
        "Null": {"sagemaker:VolumeKmsKey": "false"},
    }
    return [
        _allow("CreateModels", ["sagemaker:CreateModel"], [_arn(stack, "model/*")], inside),
        _allow("ConfigureEndpoints", ["sagemaker:CreateEndpointConfig"], [_arn(stack, "endpoint-config/*")], under_key),
        _allow(
            "DeployEndpoints",
            [one for one in DEPLOYMENT_ACTIONS if "Model" not in one and not one.endswith("Config")],
            [_arn(stack, "endpoint/*"), _arn(stack, "endpoint-config/*")],
        ),
        _pass_roles("PassHostingRoles", roles),
        _lend_keys(place),
    ]


def release_models(stack: Stack) -> list[dict[str, Any]]:
    """Registering versions, which wait for the approver, and moving capacity between variants that are deployed.

    Deployment itself is the pipeline's: whoever may create a model goes past the approval.
    """
    packages = [_arn(stack, f"{one}/*") for one in ("model-package", "model-package-group")]
    capacity = ["sagemaker:UpdateEndpointWeightsAndCapacities"]
    return [
        _allow("RegisterVersions", ["sagemaker:CreateModelPackage"], packages),
        _allow("MoveCapacity", capacity, [_arn(stack, "endpoint/*")]),
    ]


def read_cards(stack: Stack, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Reading cards under a key: SageMaker decrypts them in the reader's name.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelCard.html
    """
    return [_allow("ReadCards", ["kms:Decrypt"], list(keys), _by_sagemaker(stack))]


def look_at_models(stack: Stack) -> list[dict[str, Any]]:
    """Reading what is deployed, trained and written down; lists have no resource level."""
    lineage = ("action", "artifact", "context")
    kinds = (*lineage, "endpoint", "endpoint-config", "model", "model-card", "model-package", "model-package-group")
    jobs = [_arn(stack, f"{kind}-job/*") for kind in ("processing", "training")]
    return [
        _allow("LookAtModels", LOOKING_ACTIONS, [*(_arn(stack, f"{one}/*") for one in kinds), *jobs]),
        _allow("ListModels", LISTING_ACTIONS, "*"),
    ]


def watch_models() -> list[dict[str, Any]]:
    """Alarms, dashboards and metrics, which have no resource level where they are read."""
    return [_allow("WatchModels", WATCHING_ACTIONS, "*")]


def approve_cards(stack: Stack, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Changing the status of a model card, which nobody else may: SageMaker writes it anew under the card's key.

    AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-modelcard.html
    """
    return [
        _allow("ApproveCards", ["sagemaker:UpdateModelCard"], [_arn(stack, "model-card/*")]),
        write_cards(stack, keys),
    ]


def write_cards(stack: Stack, keys: Sequence[str]) -> dict[str, Any]:
    """Encrypting a card that is written: SageMaker does so in the writer's name."""
    return _allow("WriteCards", ["kms:GenerateDataKey"], list(keys), _by_sagemaker(stack))


def never(approver: str) -> list[dict[str, Any]]:
    """What nobody who works with models may do, whatever they are granted elsewhere.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html
    """
    jobs = [*JOB_ACTIONS, "sagemaker:CreateHyperParameterTuningJob"]
    volumes = [*JOB_ACTIONS, "sagemaker:CreateNotebookInstance", "sagemaker:CreateTransformJob"]
    outputs = [*JOB_ACTIONS, "sagemaker:CreateTransformJob"]
    return [
        _deny("ModelsInVpc", ["sagemaker:CreateModel", *jobs], _absent("sagemaker:VpcSubnets")),
        _deny("Isolated", ["sagemaker:CreateModel", *JOB_ACTIONS], _false("sagemaker:NetworkIsolation")),
        _deny("InterContainer", jobs, _false("sagemaker:InterContainerTrafficEncryption")),
        _deny("VolumeKey", volumes, _absent("sagemaker:VolumeKmsKey")),
        _deny("OutputKey", outputs, _absent("sagemaker:OutputKmsKey")),
        _deny(
            "NotebookWithoutInternet",
            ["sagemaker:CreateNotebookInstance"],
            {"StringNotEqualsIfExists": {"sagemaker:DirectInternetAccess": "Disabled"}},
        ),
        _deny(
            "NotebookWithoutRoot",
            ["sagemaker:CreateNotebookInstance", "sagemaker:UpdateNotebookInstance"],
            {"StringEquals": {"sagemaker:RootAccess": "Enabled"}},
        ),
        _deny(
            "DomainInVpc",
            ["sagemaker:CreateDomain"],
            {"StringNotEqualsIfExists": {"sagemaker:AppNetworkAccessType": "VpcOnly"}},
        ),
        _deny(
            "ApprovalIsSeparate",
            ["sagemaker:CreateModelPackage"],
            {
                "StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"},
                "ArnNotEquals": {"aws:PrincipalArn": approver},
            },
        ),
        # An update may exchange image and weights of what is approved already.
        _deny(
            "VersionsAreChangedApart",
            ["sagemaker:UpdateModelPackage"],
            {"ArnNotEquals": {"aws:PrincipalArn": approver}},
        ),
        _deny("CardsAreApprovedApart", ["sagemaker:UpdateModelCard"], {"ArnNotEquals": {"aws:PrincipalArn": approver}}),
    ]


def _arn(stack: Stack, resource: str) -> str:
    return f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:{resource}"


def _allow(
    sid: str, actions: Sequence[str], resource: str | list[str], condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


def _deny(sid: str, actions: Sequence[str], condition: dict[str, Any]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Deny", "Action": list(actions), "Resource": "*", "Condition": condition}


def _by_sagemaker(stack: Stack) -> dict[str, Any]:
    return {"StringEquals": {"kms:ViaService": f"sagemaker.{stack.region}.amazonaws.com"}}


def _lend_keys(place: Place) -> dict[str, Any]:
    """SageMaker asks the caller, not the role, to lend it the key of volumes."""
    lent = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    return _allow("LendKeys", ["kms:CreateGrant"], list(place.key_arns), lent)


def _pass_roles(sid: str, roles: Sequence[str]) -> dict[str, Any]:
    to_sagemaker = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    return _allow(sid, ["iam:PassRole"], list(roles), to_sagemaker)


def _absent(key: str) -> dict[str, Any]:
    return {"Null": {key: "true"}}


def _false(key: str) -> dict[str, Any]:
    return {"BoolIfExists": {key: "false"}}
