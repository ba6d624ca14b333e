"""Where CloudFormation knows a type of resource: what builders and judges both go by."""

from __future__ import annotations

_NEW_AND_SMALL = (
    "af-south-1",
    "ap-east-2",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "mx-central-1",
)
NOT_OFFERED: dict[str, tuple[str, ...]] = {
    "AWS::AuditManager::Assessment": (
        *_NEW_AND_SMALL,
        "ap-east-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "sa-east-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::Bedrock::ApplicationInferenceProfile": (
        *_NEW_AND_SMALL,
        "ap-east-1",
        "ap-south-2",
        "ap-southeast-4",
        "eu-north-1",
        "eu-south-2",
        "il-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
    ),
    "AWS::Bedrock::EnforcedGuardrailConfiguration": (
        "af-south-1",
        "ap-east-1",
        "ap-southeast-6",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "me-central-1",
        "mx-central-1",
    ),
    "AWS::Bedrock::Guardrail": (
        "af-south-1",
        "ap-east-1",
        "ap-southeast-6",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "mx-central-1",
    ),
    "AWS::Bedrock::KnowledgeBase": (
        *_NEW_AND_SMALL,
        "ap-east-1",
        "ap-southeast-3",
        "ap-southeast-4",
        "il-central-1",
        "me-central-1",
        "us-west-1",
    ),
    "AWS::Budgets::Budget": (
        *(one for one in _NEW_AND_SMALL if not one.startswith("cn-")),
        "ap-east-1",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::EC2::VPCEncryptionControl": (
        "ap-east-2",
        "ap-northeast-2",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "cn-north-1",
        "cn-northwest-1",
        "eu-south-2",
        "il-central-1",
        "mx-central-1",
    ),
    "AWS::Macie::Session": (
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-2",
        "eu-south-2",
        "me-central-1",
        "mx-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::OpenSearchServerless::Collection": (
        *_NEW_AND_SMALL,
        "ap-southeast-3",
        "ap-southeast-4",
        "il-central-1",
        "me-central-1",
    ),
    "AWS::S3Vectors::Index": ("il-central-1", "me-central-1"),
    "AWS::SageMaker::Artifact": (
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-2",
        "me-central-1",
        "mx-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::SageMaker::Endpoint": ("me-central-1", "us-gov-east-1"),
    "AWS::SageMaker::ModelCard": ("ap-east-2", "ap-southeast-6"),
    "AWS::SageMaker::ModelPackageGroup": (
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-4",
        "ap-southeast-6",
        "cn-north-1",
        "cn-northwest-1",
        "us-gov-east-1",
    ),
    "AWS::SageMaker::MonitoringSchedule": (
        "af-south-1",
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "mx-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::SageMaker::NotebookInstance": ("me-central-1", "us-gov-east-1"),
}
"""Regions whose CloudFormation does not know a type; as cfn-lint lists them, which a test compares."""

_RULES_BY_ABSENCE = {
    "": (
        "CLOUDWATCH_LOG_GROUP_ENCRYPTED",
        "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED",
        "CLOUD_TRAIL_ENCRYPTION_ENABLED",
        "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED",
        "CMK_BACKING_KEY_ROTATION_ENABLED",
        "CW_LOGGROUP_RETENTION_PERIOD_CHECK",
        "INCOMING_SSH_DISABLED",
        "MULTI_REGION_CLOUD_TRAIL_ENABLED",
        "NO_UNRESTRICTED_ROUTE_TO_IGW",
        "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
        "RDS_STORAGE_ENCRYPTED",
        "RESTRICTED_INCOMING_TRAFFIC",
        "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
        "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
        "S3_BUCKET_SSL_REQUESTS_ONLY",
        "S3_BUCKET_VERSIONING_ENABLED",
        "SECRETSMANAGER_ROTATION_ENABLED_CHECK",
        "SECRETSMANAGER_USING_CMK",
        "SECURITYHUB_ENABLED",
        "SNS_ENCRYPTED_KMS",
        "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
        "VPC_FLOW_LOGS_ENABLED",
        "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
    ),
    "cn-north-1": ("RDS_CLUSTER_DELETION_PROTECTION_ENABLED",),
    "cn-northwest-1": (
        "LAMBDA_DLQ_CHECK",
        "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
    ),
    "ap-east-2 ap-southeast-6 ap-southeast-7": ("S3_BUCKET_ACL_PROHIBITED",),
    "ap-east-2 ap-southeast-6 eu-south-1": ("KMS_CMK_NOT_SCHEDULED_FOR_DELETION",),
    "ap-east-2 cn-north-1 cn-northwest-1": ("GUARDDUTY_LAMBDA_PROTECTION_ENABLED",),
    "ca-west-1 us-gov-east-1 us-gov-west-1": ("KMS_KEY_POLICY_NO_PUBLIC_ACCESS",),
    "ap-east-2 ap-southeast-6 ap-southeast-7 mx-central-1": ("GUARDDUTY_ENABLED_CENTRALIZED",),
    "ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 mx-central-1": (
        "SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED",
        "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS",
    ),
    "ap-south-2 ap-southeast-4 eu-south-2 il-central-1 me-central-1": ("CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK",),
    "ap-east-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 mx-central-1": (
        "SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED",
    ),
    "ap-east-2 ca-west-1 cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1": (
        "IAM_EXTERNAL_ACCESS_ANALYZER_ENABLED",
    ),
    "ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 cn-north-1 cn-northwest-1 mx-central-1": (
        "SAGEMAKER_ENDPOINT_CONFIG_PROD_INSTANCE_COUNT",
    ),
    (
        "ap-east-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 il-central-1 "
        "mx-central-1 us-gov-east-1 us-gov-west-1"
    ): ("STEP_FUNCTIONS_STATE_MACHINE_LOGGING_ENABLED",),
    (
        "ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-2 il-central-1 "
        "me-central-1 mx-central-1"
    ): ("IAM_ROOT_ACCESS_KEY_CHECK",),
    (
        "ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-6 ca-west-1 cn-north-1 cn-northwest-1 eu-south-2 "
        "il-central-1 me-central-1 mx-central-1"
    ): ("INSPECTOR_ECR_SCAN_ENABLED",),
    (
        "ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 "
        "eu-south-2 il-central-1 me-central-1 mx-central-1"
    ): (
        "ACCESS_KEYS_ROTATED",
        "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
        "IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
        "IAM_USER_MFA_ENABLED",
        "IAM_USER_UNUSED_CREDENTIALS_CHECK",
    ),
    (
        "ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 me-central-1 "
        "me-south-1 mx-central-1 us-gov-east-1 us-gov-west-1"
    ): ("SAGEMAKER_FEATUREGROUP_ENCRYPTION_AT_REST",),
    (
        "ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 cn-north-1 cn-northwest-1 il-central-1 "
        "me-central-1 mx-central-1 us-gov-east-1 us-gov-west-1"
    ): ("ROOT_ACCOUNT_MFA_ENABLED",),
    (
        "ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 "
        "eu-south-2 il-central-1 me-central-1 mx-central-1 us-gov-east-1 us-gov-west-1"
    ): ("SAGEMAKER_NOTEBOOK_INSTANCE_ROOT_ACCESS_CHECK",),
    (
        "ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 cn-north-1 "
        "cn-northwest-1 eu-central-2 eu-south-2 il-central-1 me-central-1 mx-central-1 us-gov-east-1 "
        "us-gov-west-1"
    ): (
        "SAGEMAKER_DOMAIN_IN_VPC",
        "SAGEMAKER_MODEL_IN_VPC",
        "SAGEMAKER_MODEL_ISOLATION_ENABLED",
    ),
    (
        "af-south-1 ap-east-1 ap-east-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 "
        "ap-southeast-7 ca-west-1 cn-north-1 cn-northwest-1 il-central-1 me-central-1 me-south-1 mx-central-1 "
        "us-gov-east-1 us-gov-west-1 us-west-1"
    ): ("BEDROCK_DATA_SOURCE_ENCRYPTION_ENABLED",),
    (
        "af-south-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 "
        "ap-southeast-7 ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 "
        "me-central-1 mx-central-1 us-gov-east-1 us-gov-west-1"
    ): ("SAGEMAKER_DATA_QUALITY_JOB_ISOLATION",),
    (
        "af-south-1 ap-east-1 ap-east-2 ap-northeast-2 ap-northeast-3 ap-south-2 ap-southeast-3 ap-southeast-4 "
        "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 eu-north-1 "
        "eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1 us-gov-east-1 us-gov-west-1 "
        "us-west-1"
    ): ("OPENSEARCHSERVERLESS_COLLECTION_STANDBYREPLICAS_ENABLED",),
}
"""Rules by the Regions that lack them."""
RULES_NOT_OFFERED = {rule: tuple(regions.split()) for regions, rules in _RULES_BY_ABSENCE.items() for rule in rules}
"""Rules that AWS wrote for Config, and the Regions that lack them, as its guide said in October of 2026.

AWS source: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
"""

WITH_CODE_SCANS = (
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-west-2",
)
"""Where Inspector reads the code of functions: elsewhere, to ask for it turns on nothing at all.

AWS source: https://docs.aws.amazon.com/inspector/latest/user/inspector_regions.html
"""


def offered(resource_type: str, region: str | None) -> bool:
    """Whether CloudFormation knows the type in the Region; one that is not listed, or not known, is believed to."""
    return region not in NOT_OFFERED.get(resource_type, ())


_NEAR = {"ap": ("apac|au|jp", "ap"), "ca": ("ca|us", "ca|us"), "eu": ("eu", "eu"), "us": ("us|us-gov", "us")}
"""By how a Region begins: the inference profiles whose Regions are under the same laws, more or less, and those Regions."""


def geographies_near(region: str | None) -> str:
    """The prefixes of inference profiles near a Region, as a pattern such as `us|us-gov`; empty where none is known."""
    return _near(region)[0]


def regions_near(region: str | None) -> str:
    """The prefixes of the Regions behind those profiles, such as `ca|us` near `ca-central-1`; empty as for them."""
    return _near(region)[1]


def _near(region: str | None) -> tuple[str, str]:
    return _NEAR.get((region or "").partition("-")[0], ("", ""))


def rule_offered(identifier: str, region: str | None) -> bool:
    """Whether Config has a rule of AWS's in a Region; of what nobody lists, it is assumed, and of a Region that only deployment knows."""
    return region not in RULES_NOT_OFFERED.get(identifier, ())
