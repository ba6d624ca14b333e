"""What stays, also when the deployment that was to make it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy

if TYPE_CHECKING:
    from aws_cdk import IResource


def keep(*resources: IResource) -> None:
    """Keeps resources that a service writes to from the first minute.

    A bucket that is locked and no longer empty, or a log group that is protected, cannot be deleted: a rollback
    that tried to would end in ROLLBACK_FAILED, and a setting that stays on would point at what is gone.
    """
    for one in resources:
        one.apply_removal_policy(RemovalPolicy.RETAIN)
