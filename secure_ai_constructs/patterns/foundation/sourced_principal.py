"""A service of AWS that acts for this account alone: nobody else's resource makes it a confused deputy."""

from __future__ import annotations

from aws_cdk import aws_iam as iam


def sourced_principal(service: str, *, account: str, source: str) -> iam.ServicePrincipal:
    """A service such as `sagemaker.amazonaws.com`, for resources of an account whose ARNs match `source`.

    AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    return iam.ServicePrincipal(
        service,
        conditions={"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": source}},
    )
