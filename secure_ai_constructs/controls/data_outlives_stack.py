"""Deleting a stack deletes the documents, or the policies that lock them, or what a model learned from.

A bucket that stays without its policy is worse than one that goes: it opens up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_9, NIST_SI_12
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(resource: Resource) -> Truth:
    return all_of(
        resource.attribute(name).one_of("Retain", "RetainExceptOnCreate", "Snapshot")
        for name in ("DeletionPolicy", "UpdateReplacePolicy")
    )


CONTROL = Control(
    id="data-outlives-stack",
    title="Data, and the policies that lock it, outlive their stack",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::OpenSearchServerless::Collection",
        "AWS::RDS::DBCluster",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::S3Vectors::Index",
        "AWS::S3Vectors::VectorBucket",
        "AWS::S3Vectors::VectorBucketPolicy",
        "AWS::SageMaker::Action",
        "AWS::SageMaker::Artifact",
        "AWS::SageMaker::Context",
        "AWS::SageMaker::ModelCard",
        "AWS::SageMaker::ModelPackageGroup",
        "AWS::SecretsManager::ResourcePolicy",
        "AWS::SecretsManager::Secret",
        "AWS::Logs::LogGroup",
    ),
    holds=holds,
    fix="Set DeletionPolicy and UpdateReplacePolicy to Retain; in CDK, RemovalPolicy.RETAIN.",
    sources=(
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    ),
    baseline=("HA-4", "INT-1"),
    satisfies=(NIST_CP_9, NIST_SI_12),
)
