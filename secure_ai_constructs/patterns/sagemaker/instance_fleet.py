"""How many instances answer, of which kind, and what that means for the key of their volumes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from secure_ai_constructs.patterns.foundation.kind import require_whole_number

_TYPE = re.compile(r"ml\.(?P<family>[a-z0-9-]+)\.(?P<size>[a-z0-9-]+)")
_WITH_NVME = frozenset(
    (
        *("dl1", "g4dn", "g5", "g6", "g6e", "g7", "g7e", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"),
        *("p6e-gb200", "trn1", "trn1n", "trn2"),
    )
)
"""Families with local disks, beside those whose name ends in `d`."""
MOST = 100


@dataclass(frozen=True, slots=True)
class InstanceFleet:
    """Instances of one type behind an endpoint, between two numbers, scaled by how often each is called.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """

    instance_type: str = "ml.m6i.large"
    least: int = 2
    """At least two: SageMaker spreads them over Availability Zones."""
    most: int = 4
    calls_per_minute: int = 600
    """How many calls a minute one instance should answer, before another is started."""

    def __post_init__(self) -> None:
        if not isinstance(self.instance_type, str) or not _TYPE.fullmatch(self.instance_type):
            raise ValueError(
                f"instance_type must be one of SageMaker's, such as 'ml.m6i.large', was {self.instance_type!r}; "
                f"serverless endpoints have no VPC, no isolation and no data capture"
            )
        for name, number in (("least", self.least), ("most", self.most)):
            if type(number) is not int or not 2 <= number <= MOST:  # noqa: PLR2004 - the range that the message states
                raise ValueError(
                    f"{name} must be a whole number from 2 to {MOST}, because one instance is in one Availability "
                    f"Zone; was {number!r}"
                )
        if self.most <= self.least:
            raise ValueError(
                f"most must be more than least, which is {self.least}, because a fleet that cannot grow turns callers "
                f"away, was {self.most}"
            )
        require_whole_number("calls_per_minute", self.calls_per_minute)

    @property
    def has_local_storage(self) -> bool:
        """Whether the instances have NVMe disks: their hardware encrypts, and SageMaker refuses a key for them.

        AWS source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
        """
        return has_local_storage(self.instance_type)


def has_local_storage(instance_type: str) -> bool:
    """As `InstanceFleet.has_local_storage`, of a type's name; raises ValueError for what is none."""
    found = _TYPE.fullmatch(instance_type) if isinstance(instance_type, str) else None
    if not found:
        raise ValueError(f"instance_type must be one of SageMaker's, such as 'ml.m6i.large', was {instance_type!r}")
    return found["family"].endswith("d") or found["family"] in _WITH_NVME
