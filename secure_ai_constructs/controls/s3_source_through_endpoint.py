"""Stolen credentials of a reader work from any network, unless the bucket itself asks for the endpoint.

Services of AWS come from AWS's own network, so the roles that they use are spared by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.sources import holds_captures, holds_documents, holds_weights
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_BESIDES = "Bool(IfExists)? aws:(PrincipalIsAWSService|ViaAWSService)|ArnNot(Equals|Like)(IfExists)? aws:PrincipalArn"


def holds(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(
        lambda policy: statements(policy["PolicyDocument"]).any(lambda one: _asks(one, bucket))
    )


def _asks(statement: Statement, bucket: Resource) -> Truth:
    return (
        statement.denies()
        & statement.to_anyone()
        & statement.covers("s3:GetObject")
        & statement.covers("s3:GetObjectVersion")
        & statement.on_all_objects_of(bucket)
        & statement.applies_when(
            "StringNot(Equals|Like)",
            "aws:SourceVpc(e|Arn)?",
            lambda endpoint: endpoint.is_set() & ~endpoint.matches(r"[*?]"),
            besides=_BESIDES,
        )
        & _spares_by_name(statement)
    )


def _spares_by_name(statement: Statement) -> Truth:
    condition = statement.value["Condition"]
    return all_of(
        condition[operator][key].all(lambda arn: ~arn.matches(r"[*?]"))
        for operator in condition.keys
        for key in condition[operator].keys
        if key.lower() == "aws:principalarn"
    )


def when(bucket: Resource) -> Truth:
    return holds_documents(bucket) | holds_weights(bucket) | holds_captures(bucket)


CONTROL = Control(
    id="s3-source-through-endpoint",
    title="Buckets behind a knowledge base or a model are read only through the network's endpoints",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Deny s3:GetObject and s3:GetObjectVersion with StringNotEquals aws:SourceVpce, and spare the service's role; DataBucket in a network does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",),
    baseline=("NET-7",),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
