"""Images are scanned again whenever a weakness becomes known, in the whole registry of the account."""

from __future__ import annotations

import json

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.place import require_part

SCAN_TYPE, FREQUENCY, EVERYTHING = "ENHANCED", "CONTINUOUS_SCAN", "*"
WANTED = {
    "scanType": SCAN_TYPE,
    "rules": [
        {"scanFrequency": FREQUENCY, "repositoryFilters": [{"filter": EVERYTHING, "filterType": "WILDCARD"}]},
    ],
}
"""The setting as the registry's API spells it."""


class RegistryAlarms(Construct):
    """Tells of scans of images that change."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        calls = api_calls("ecr", ("PutRegistryScanningConfiguration",))
        operations.tell_of(self, "RegistryChanges", "scans of images that change", calls)


class RegistryScanning(Construct):
    """Enhanced, continuous scanning of all images of the account's registry, by Amazon Inspector.

    The setting exists once for an account and Region, and stays when the stack goes. CloudFormation writes over
    what is there, so a function asks first, and ends the deployment when somebody else has set it.
    AWS source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        self.function = ServiceFunction(
            self,
            "Function",
            handler="registry_scanning",
            description="Asks whether the registry's scans are set already",
            key=operations.key.key,
        )
        self.function.allow(
            {
                "Sid": "AskRegistry",
                "Effect": "Allow",
                "Action": "ecr:GetRegistryScanningConfiguration",
                "Resource": "*",
            }
        )
        self.asked = CustomResource(
            self,
            "Asked",
            service_token=self.function.function.function_arn,
            resource_type="Custom::UnsetRegistryScanning",
            properties={"Account": Stack.of(self).account, "Wanted": json.dumps(WANTED)},
            service_timeout=Duration.minutes(5),
        )
        kind = ecr.CfnRegistryScanningConfiguration
        everything = kind.RepositoryFilterProperty(filter=EVERYTHING, filter_type="WILDCARD")
        self.registry = kind(
            self,
            "Registry",
            scan_type=SCAN_TYPE,
            rules=[kind.ScanningRuleProperty(scan_frequency=FREQUENCY, repository_filters=[everything])],
        )
        # It may have been so before, and its deletion would turn off what Inspector scans for others.
        self.registry.apply_removal_policy(RemovalPolicy.RETAIN)
        self.registry.node.add_dependency(self.asked)
        self.alarms = RegistryAlarms(self, "Alarms", operations=operations)
