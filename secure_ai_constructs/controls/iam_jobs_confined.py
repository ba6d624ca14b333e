"""A job that anybody starts anywhere takes what its role may read to a network that nobody watches, and to AWS's own key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_AC_6, NIST_SC_28
from secure_ai_constructs.truth import Truth, all_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_JOBS = ("sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob")
_KEYS = ("sagemaker:OutputKmsKey", "sagemaker:VolumeKmsKey", "sagemaker:VpcSubnets")
_YES = ("sagemaker:InterContainerTrafficEncryption", "sagemaker:NetworkIsolation")


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(
        lambda one: implied(
            _starts_jobs(one), lambda: all_of(_is_asked_for(one, key) for key in _KEYS) & _is_closed(one)
        )
    )


def _is_closed(statement: Statement) -> Truth:
    """What the request does not say is not true of it."""
    asked = statement.value["Condition"]["Bool"]
    return all_of(asked[key].equals("true") for key in _YES)


def _starts_jobs(statement: Statement) -> Truth:
    return statement.allows() & statement.covers(*_JOBS)


def _is_asked_for(statement: Statement, key: str) -> Truth:
    """A condition over all values is true of none, so that `Null` has to say that there is one."""
    of_all = statement.requires("ForAllValues:(String|Arn)(Equals|Like)", key)
    is_there = statement.value["Condition"]["Null"][key].equals("false")
    return statement.requires(POSITIVE, key) | (of_all & is_there)


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(_starts_jobs)


CONTROL = Control(
    id="iam-jobs-confined",
    title="Jobs of SageMaker are started isolated, in named subnets, with volumes and results under named keys",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Allow the job with conditions on its subnets, keys, isolation and encrypted traffic; DriftMonitor and MlPersonas do.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html",),
    baseline=("IAM-8", "NET-8", "RM-2", "TLS-2"),
    satisfies=(NIST_AC_4, NIST_AC_6, NIST_SC_28),
)
