"""The disks of an endpoint hold its weights, and whoever gets a snapshot of them has the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


# Families whose local disks are encrypted by their hardware, for which SageMaker refuses a key.
_LOCAL_DISKS = (
    r"^ml\.([a-z]+[0-9]+[a-z]*d|g4dn|g[5-9]e?|p4de|p5(e|en)?|p6-b[0-9]+|p6e-gb[0-9]+|dl1|trn[12]n?)\.[a-z0-9-]+$"
)


def holds(config: Resource) -> Truth:
    variants, key = config["ProductionVariants"], config["KmsKeyId"]
    local = variants.any(lambda one: one["InstanceType"].matches(_LOCAL_DISKS))
    only_local = variants.has_at_least(1) & variants.all(lambda one: one["InstanceType"].matches(_LOCAL_DISKS))
    volumes = (is_customer_key(key) & ~local) | (only_local & ~key.is_set())
    dumps = variants.all(lambda one: _keyed(one["CoreDumpConfig"]))
    later = config["AsyncInferenceConfig.OutputConfig"]
    return volumes & dumps & _keyed(later)


def _keyed(part: Value) -> Truth:
    return implied(part.is_set(), lambda: is_customer_key(part["KmsKeyId"]))


CONTROL = Control(
    id="sagemaker-endpoint-customer-key",
    title="Endpoints encrypt their volumes with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::EndpointConfig",),
    holds=holds,
    fix="Set KmsKeyId, also of core dumps and asynchronous answers. Instances with local disks refuse a key and encrypt by hardware; PrivateSageMakerEndpoint knows which.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",),
    baseline=("KMS-4",),
    satisfies=(NIST_SC_28,),
)
