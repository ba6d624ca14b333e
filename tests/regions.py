"""Which Regions there are, and what CloudFormation knows there: as cfn-lint knows it, which follows CloudFormation."""

from __future__ import annotations

from cfnlint.helpers import REGIONS
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

__all__ = ["REGIONS", "is_known"]


def is_known(resource_type: str, place: str) -> bool:
    """Whether CloudFormation has the type in the Region."""
    try:
        PROVIDER_SCHEMA_MANAGER.get_resource_schema(region=place, resource_type=resource_type)
    except ResourceNotFoundError:
        return False
    return True
