"""What AWS documents about the evaluation of policies, as a table: each row is one sentence and its verdict.

Written from the documentation whose address heads each group, without a look at the evaluator. Where AWS documents two
readings (a `*` at the end of a segment of an ARN), a row says which one we take.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest

from secure_ai_constructs.access import (
    Decision,
    Identity,
    KeyGrant,
    Reason,
    Request,
    ResourcePolicy,
    Unsupported,
    World,
    evaluate,
    parse,
)

Statement = dict[str, Any]
Context = Mapping[str, str | tuple[str, ...]]

ACCOUNT, OTHER, THIRD = "111122223333", "444455556666", "777788889999"
ROOT, OTHER_ROOT = f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:iam::{OTHER}:root"
READER, WRITER = f"arn:aws:iam::{ACCOUNT}:role/reader", f"arn:aws:iam::{ACCOUNT}:role/writer"
ALICE = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/alice"
ANN, BOB = f"arn:aws:iam::{ACCOUNT}:user/ann", f"arn:aws:iam::{ACCOUNT}:user/bob"
STRANGER = f"arn:aws:iam::{OTHER}:role/stranger"
LINKED = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/access-analyzer.amazonaws.com/AWSServiceRoleForAccessAnalyzer"
TEAM_ROLE, OTHER_TEAM_ROLE = f"arn:aws:iam::{ACCOUNT}:role/team", f"arn:aws:iam::{OTHER}:role/team"
BUCKET = "arn:aws:s3:::bucket"
OBJECT = f"{BUCKET}/reports/q1.pdf"
QUEUE = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:queue"
TOPIC = f"arn:aws:sns:eu-central-1:{ACCOUNT}:topic"
KEY, OTHER_KEY = (f"arn:aws:kms:eu-central-1:{account}:key/k" for account in (ACCOUNT, OTHER))
STREAM = f"arn:aws:logs:eu-central-1:{ACCOUNT}:log-group:secret"
MODEL = "arn:aws:bedrock:eu-central-1::foundation-model/m"
AGENT = f"arn:aws:bedrock:eu-central-1:{ACCOUNT}:agent-alias/a/b"
FLOW = f"arn:aws:bedrock:eu-central-1:{ACCOUNT}:flow/f/alias/b"
GUARDRAIL = f"arn:aws:bedrock:eu-central-1:{ACCOUNT}:guardrail/g"
FUNCTION = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:query"
LAMBDA, LOGGING = "lambda.amazonaws.com", "logging.s3.amazonaws.com"
ANONYMOUS = "anonymous"

TEAM, SIZE, NOW, MFA = "aws:PrincipalTag/team", "s3:max-keys", "aws:CurrentTime", "aws:MultiFactorAuthPresent"
IP, ARN, TAGS, VPCE = "aws:SourceIp", "aws:SourceArn", "aws:TagKeys", "aws:SourceVpce"
GUARD, TAG, CALLER = "bedrock:GuardrailIdentifier", "s3:ExistingObjectTag/class", "lambda:SourceFunctionArn"


def statement(effect: str, action: str | list[str] | None, resource: str | list[str] | None, **more: Any) -> Statement:
    elements = {"Effect": effect, "Action": action, "Resource": resource, **more}
    renamed = {"by": "Principal", "when": "Condition", "sid": "Sid"}
    return {renamed.get(name, name): value for name, value in elements.items() if value is not None}


def allow(
    action: str | list[str] | None = "s3:GetObject", resource: str | list[str] | None = "*", **more: Any
) -> Statement:
    """An Allow; `by` is its Principal, `when` its Condition, `sid` its Sid, other names stand as they are."""
    return statement("Allow", action, resource, **more)


def deny(
    action: str | list[str] | None = "s3:GetObject", resource: str | list[str] | None = "*", **more: Any
) -> Statement:
    return statement("Deny", action, resource, **more)


def trust(by: Any, **more: Any) -> Statement:
    return allow("sts:AssumeRole", None, by=by, **more)


def doc(*statements: Statement, version: str | None = "2012-10-17") -> Statement:
    return {"Statement": list(statements)} | ({"Version": version} if version else {})


FULL, RCP_FULL = allow("*"), allow("*", by="*")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request and the policies around it: statements, which make one document, or whole documents."""

    principal: str = READER
    action: str = "s3:GetObject"
    resource: str = OBJECT
    owner: str | None = None
    context: Context = field(default_factory=dict)
    session_name: str = "alice"
    identity: Sequence[Statement] = ()
    boundary: Sequence[Statement] = ()
    session: Sequence[Statement] = ()
    policy: Sequence[Statement] = ()
    at: str | None = None  # the resource that carries `policy`; the requested one unless given
    scp: Mapping[str, Sequence[Sequence[Statement]]] = field(default_factory=dict)
    rcp: Mapping[str, Sequence[Sequence[Statement]]] = field(default_factory=dict)
    endpoints: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    grants: tuple[KeyGrant, ...] = ()


def documents(statements: Sequence[Statement]) -> list[Statement]:
    whole = [each for each in statements if "Statement" in each]
    loose = [each for each in statements if "Statement" not in each]
    return [*whole, doc(*loose)] if loose else whole


def decide(case: Case) -> Decision:
    carrier = case.at or (BUCKET if case.resource.startswith(f"{BUCKET}/") else case.resource)
    held = Identity(
        policies=tuple(parse(each) for each in documents(case.identity)),
        boundary=parse(doc(*case.boundary)) if case.boundary else None,
    )
    policy = ResourcePolicy(account=case.owner or ACCOUNT, document=parse(doc(*case.policy))) if case.policy else None
    world = World(
        identities={case.principal: held} if case.identity or case.boundary else {},
        resource_policies={carrier: policy} if policy else {},
        service_control_policies={
            account: tuple(tuple(parse(each) for each in documents(level)) for level in levels)
            for account, levels in case.scp.items()
        },
        resource_control_policies={
            account: tuple(tuple(parse(each) for each in documents(level)) for level in levels)
            for account, levels in case.rcp.items()
        },
        endpoints={name: parse(doc(*statements)) for name, statements in case.endpoints.items()},
        grants=case.grants,
    )
    owner: dict[str, Any] = {"owner": case.owner} if case.owner else {}
    request = Request(
        principal=case.principal,
        action=case.action,
        resource=case.resource,
        context=dict(case.context),
        session=tuple(parse(each) for each in documents(case.session)),
        session_name=case.session_name,
        **owner,
    )
    return evaluate(request, world)


def when(condition: Statement, context: Context, **more: Any) -> Case:
    """A request that is allowed exactly if the condition is true."""
    return Case(identity=[allow(when=condition)], context=context, **more)


def unless(condition: Statement, context: Context, **more: Any) -> Case:
    """A request that is denied exactly if the condition is true."""
    return Case(identity=[allow(), deny(when=condition)], context=context, **more)


def compare(operator: str, wanted: Any, given: str | tuple[str, ...] | None, key: str = TEAM) -> Case:
    """A request that is allowed exactly if the operator is true; `given` is None if the request has no such key."""
    return when({operator: {key: wanted}}, {} if given is None else {key: given})


class Verdict(NamedTuple):
    """A case and whether it is allowed."""

    case: Case
    allowed: bool


Table = dict[str, Verdict]  # by the sentence that it proves


def yes(case: Case | None = None, **fields: Any) -> Verdict:
    return Verdict(case or Case(**fields), allowed=True)


def no(case: Case | None = None, **fields: Any) -> Verdict:
    return Verdict(case or Case(**fields), allowed=False)


# (1) Identity policies
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html, ..._notaction.html,
# ..._resource.html, ..._notresource.html, reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
IDENTITY: Table = {
    "a request that no policy allows is denied": no(),
    "an allow in an identity policy allows": yes(identity=[allow()]),
    "the case of an action in a policy is of no account": yes(identity=[allow("S3:getOBJECT")]),
    "the case of an action in a request is of no account": yes(action="s3:getobject", identity=[allow()]),
    "a * ends the name of an action": yes(identity=[allow("s3:Get*")]),
    "a * begins the name of an action": yes(identity=[allow("s3:*Object")]),
    "a * stands inside the name of an action": yes(identity=[allow("s3:G*ject")]),
    "a * in an action also stands for nothing at all": yes(identity=[allow("s3:G*tObject*")]),
    "a ? in an action is any one character": yes(identity=[allow("s3:GetObjec?")]),
    "a ? in an action is not no character": no(identity=[allow("s3:GetObject?")]),
    "the case of an action with a wildcard is of no account": yes(identity=[allow("s3:GET*")]),
    "the action * is every action": yes(identity=[allow("*")]),
    "the beginning of an action is not the action": no(identity=[allow("s3:Get")]),
    "all actions of a service are none of another service": no(identity=[allow("sqs:*")]),
    "one of several actions is enough to match": yes(identity=[allow(["s3:PutObject", "s3:GetObject"])]),
    "a resource matches itself": yes(identity=[allow(resource=OBJECT)]),
    "the case of a resource counts": no(identity=[allow(resource=f"{BUCKET}/Reports/q1.pdf")]),
    "a * in a resource crosses slashes": yes(identity=[allow(resource=f"{BUCKET}/*")]),
    "a * stands inside a resource": yes(identity=[allow(resource=f"{BUCKET}/*/q1.pdf")]),
    "a ? in a resource is one char": yes(identity=[allow(resource=f"{BUCKET}/reports/q?.pdf")]),
    "a ? in a resource is not no character": no(identity=[allow(resource=f"{BUCKET}/reports/q1.pdf?")]),
    "the ARN of a bucket does not cover its objects": no(identity=[allow(resource=BUCKET)]),
    "the ARN of the objects does not cover the bucket": no(
        action="s3:ListBucket", resource=BUCKET, identity=[allow("s3:ListBucket", f"{BUCKET}/*")]
    ),
    "one of several resources is enough to match": yes(identity=[allow(resource=["arn:aws:s3:::other/*", OBJECT])]),
    "a * at the end of the name of a bucket also covers its objects": yes(
        identity=[allow(resource="arn:aws:s3:::buck*")]
    ),
    "NotAction allows every action but those named": yes(identity=[allow(None, NotAction="s3:PutObject")]),
    "NotAction does not allow an action that it names": no(
        identity=[allow(None, NotAction=["s3:PutObject", "s3:GetObject"])]
    ),
    "NotAction ignores case as well": no(identity=[allow(None, NotAction="S3:GETOBJECT")]),
    "NotAction takes wildcards": no(identity=[allow(None, NotAction="s3:*")]),
    "NotAction allows the actions of every other service": yes(
        action="sqs:SendMessage", resource=QUEUE, identity=[allow(None, NotAction="s3:*")]
    ),
    "a deny with NotAction denies every action but those named": no(
        action="s3:PutObject", identity=[FULL, deny(None, NotAction="s3:GetObject")]
    ),
    "a deny with NotAction spares the actions that it names": yes(
        identity=[FULL, deny(None, NotAction="s3:GetObject")]
    ),
    "NotResource allows every resource but those named": yes(
        identity=[allow(resource=None, NotResource="arn:aws:s3:::other/*")]
    ),
    "NotResource does not allow a resource that it names": no(
        identity=[allow(resource=None, NotResource=["arn:aws:s3:::other/*", f"{BUCKET}/*"])]
    ),
    "a deny with NotResource denies every resource but those named": no(
        identity=[FULL, deny(resource=None, NotResource="arn:aws:s3:::other/*")]
    ),
    "a deny with NotResource spares the resources that it names": yes(
        identity=[FULL, deny(resource=None, NotResource=f"{BUCKET}/*")]
    ),
    "an explicit deny wins over an allow in the same policy": no(identity=[allow(), deny()]),
    "the order of statements is of no account": no(identity=[deny(), allow()]),
    "an explicit deny wins over an allow in another policy of the same identity": no(
        identity=[doc(allow()), doc(deny())]
    ),
    "a narrow deny wins over a broad allow": no(identity=[deny(resource=OBJECT), FULL]),
    "a deny of another action does not count": yes(identity=[allow(), deny("s3:PutObject")]),
    "a deny on another resource does not count": yes(identity=[allow(), deny(resource="arn:aws:s3:::other/*")]),
    "a deny ignores the case of an action": no(identity=[deny("S3:getobject"), allow()]),
    "a deny allows nothing that it does not name": no(identity=[deny("s3:PutObject")]),
    "an allow in one of several policies allows": yes(identity=[doc(allow("s3:PutObject")), doc(allow())]),
    "the action of one statement and the resource of another do not make an allow": no(
        identity=[allow("s3:GetObject", "arn:aws:s3:::other/*"), allow("s3:PutObject", f"{BUCKET}/*")]
    ),
    "a single statement may stand without a list": yes(identity=[{"Version": "2012-10-17", "Statement": allow()}]),
    # "If a wildcard (*) is used as the last character of a resource ARN segment, it can expand to match beyond the
    # colon boundaries": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    "a * in each segment of an ARN matches that segment": yes(
        action="logs:GetLogEvents", resource=STREAM, identity=[allow("logs:*", "arn:aws:logs:*:*:log-group:*")]
    ),
    "in an allow a * at the end of a segment may cross the colons of an ARN": yes(
        action="logs:GetLogEvents", resource=STREAM, identity=[allow("logs:*", "arn:aws:logs:*:log-group:secret")]
    ),
    "in a deny a * at the end of a segment is not trusted to cross the colons of an ARN": yes(
        action="logs:GetLogEvents", resource=STREAM, identity=[FULL, deny("logs:*", "arn:aws:logs:*:log-group:secret")]
    ),
    "in a deny a * in the last segment covers the colons of that segment": no(
        action="logs:GetLogEvents",
        resource=STREAM,
        identity=[FULL, deny("logs:*", f"arn:aws:logs:eu-central-1:{ACCOUNT}:*")],
    ),
}

# (2) Condition operators
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
STRINGS: Table = {
    "StringEquals is true of an equal value": yes(compare("StringEquals", "data", "data")),
    "StringEquals counts case": no(compare("StringEquals", "data", "Data")),
    "StringEquals takes no wildcards": no(compare("StringEquals", "dat*", "data")),
    "StringEquals takes a * for a *": yes(compare("StringEquals", "dat*", "dat*")),
    "StringEquals is false of an absent key": no(compare("StringEquals", "data", None)),
    "StringEquals needs one of several values": yes(compare("StringEquals", ["law", "data"], "data")),
    "StringEquals is false of a value unlisted": no(compare("StringEquals", ["law", "tax"], "data")),
    "StringNotEquals is true of another value": yes(compare("StringNotEquals", "data", "law")),
    "StringNotEquals is false of an equal value": no(compare("StringNotEquals", "data", "data")),
    "StringNotEquals counts case": yes(compare("StringNotEquals", "data", "Data")),
    "StringNotEquals takes no wildcards": yes(compare("StringNotEquals", "dat*", "data")),
    "StringNotEquals is true of an absent key": yes(compare("StringNotEquals", "data", None)),
    "StringNotEquals is false of any of its values": no(compare("StringNotEquals", ["law", "data"], "data")),
    "StringNotEquals is true of none of its values": yes(compare("StringNotEquals", ["law", "tax"], "data")),
    "StringEqualsIgnoreCase is true of another case": yes(compare("StringEqualsIgnoreCase", "data", "DATA")),
    "StringEqualsIgnoreCase is false of another value": no(compare("StringEqualsIgnoreCase", "data", "law")),
    "StringEqualsIgnoreCase is false of an absent key": no(compare("StringEqualsIgnoreCase", "data", None)),
    "StringNotEqualsIgnoreCase is false of another case": no(compare("StringNotEqualsIgnoreCase", "data", "DATA")),
    "StringNotEqualsIgnoreCase is true of another value": yes(compare("StringNotEqualsIgnoreCase", "data", "law")),
    "StringNotEqualsIgnoreCase is true of an absent key": yes(compare("StringNotEqualsIgnoreCase", "data", None)),
    "StringLike takes a * for any characters": yes(compare("StringLike", "da*", "data")),
    "StringLike takes a ? for one character": yes(compare("StringLike", "d?t?", "data")),
    "StringLike takes no ? for no character": no(compare("StringLike", "data?", "data")),
    "StringLike lets a * cross slashes and colons": yes(compare("StringLike", "a*z", "a/b:c/z")),
    "StringLike needs a wildcard for a partial match": no(compare("StringLike", "dat", "data")),
    "StringLike counts case": no(compare("StringLike", "DA*", "data")),
    "StringLike takes a dot for a dot": no(compare("StringLike", "a.c", "abc")),
    "StringLike is false of an absent key even for *": no(compare("StringLike", "*", None)),
    "StringLike needs one of several patterns": yes(compare("StringLike", ["law*", "da*"], "data")),
    "StringNotLike is false of a match": no(compare("StringNotLike", "da*", "data")),
    "StringNotLike is true of no match": yes(compare("StringNotLike", "la*", "data")),
    "StringNotLike is true of an absent key even for *": yes(compare("StringNotLike", "*", None)),
    "StringNotLike is false of any of its patterns": no(compare("StringNotLike", ["la*", "da*"], "data")),
}

NUMBERS_AND_DATES: Table = {
    "NumericEquals is true of an equal number": yes(compare("NumericEquals", "10", "10", SIZE)),
    "NumericEquals compares numbers, not text": yes(compare("NumericEquals", "10", "10.0", SIZE)),
    "NumericEquals is false of another number": no(compare("NumericEquals", "10", "11", SIZE)),
    "a number in a policy needs no quotes": yes(compare("NumericEquals", 10, "10", SIZE)),
    "NumericEquals needs one of its values": yes(compare("NumericEquals", ["5", "10"], "10", SIZE)),
    "NumericEquals is false of an absent key": no(compare("NumericEquals", "10", None, SIZE)),
    "NumericNotEquals is true of another number": yes(compare("NumericNotEquals", "10", "11", SIZE)),
    "NumericNotEquals is false of an equal number": no(compare("NumericNotEquals", "10", "10", SIZE)),
    "NumericNotEquals is true of an absent key": yes(compare("NumericNotEquals", "10", None, SIZE)),
    "NumericLessThan knows that 9 is less than 10": yes(compare("NumericLessThan", "10", "9", SIZE)),
    "NumericLessThan is false of an equal number": no(compare("NumericLessThan", "10", "10", SIZE)),
    "NumericLessThan takes decimals": yes(compare("NumericLessThan", "2.75", "2.5", SIZE)),
    "NumericLessThan is false of an absent key": no(compare("NumericLessThan", "10", None, SIZE)),
    "NumericLessThanEquals is true if equal": yes(compare("NumericLessThanEquals", "10", "10", SIZE)),
    "NumericLessThanEquals is false of a greater one": no(compare("NumericLessThanEquals", "10", "11", SIZE)),
    "NumericGreaterThan is true of a greater one": yes(compare("NumericGreaterThan", "10", "11", SIZE)),
    "NumericGreaterThan is false if equal": no(compare("NumericGreaterThan", "10", "10", SIZE)),
    "NumericGreaterThan is false of an absent key": no(compare("NumericGreaterThan", "10", None, SIZE)),
    "NumericGreaterThanEquals is true if equal": yes(compare("NumericGreaterThanEquals", "10", "10", SIZE)),
    "NumericGreaterThanEquals is false of a smaller one": no(compare("NumericGreaterThanEquals", "10", "9", SIZE)),
    "DateEquals is true of the same time": yes(
        compare("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", NOW)
    ),
    "DateEquals compares times, not text": yes(
        compare("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", NOW)
    ),
    "DateEquals is false of another time": no(
        compare("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", NOW)
    ),
    "a date in a policy may be given in seconds since 1970": yes(
        compare("DateEquals", "1767225600", "2026-01-01T00:00:00Z", NOW)
    ),
    "a date in a policy may be given without a time": yes(
        compare("DateLessThan", "2026-01-01", "2025-12-31T23:59:59Z", NOW)
    ),
    "DateEquals is false of an absent key": no(compare("DateEquals", "2026-01-01T00:00:00Z", None, NOW)),
    "DateNotEquals is true of another time": yes(
        compare("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NOW)
    ),
    "DateNotEquals is false of the same time": no(
        compare("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", NOW)
    ),
    "DateNotEquals is true of an absent key": yes(compare("DateNotEquals", "2026-01-01T00:00:00Z", None, NOW)),
    "DateLessThan is false of the same time": no(
        compare("DateLessThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", NOW)
    ),
    "DateLessThan is false of an absent key": no(compare("DateLessThan", "2026-01-01T00:00:00Z", None, NOW)),
    "DateLessThanEquals is true of the same time": yes(
        compare("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", NOW)
    ),
    "DateLessThanEquals is false of a later time": no(
        compare("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", NOW)
    ),
    "DateGreaterThan is true of a later time": yes(
        compare("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", NOW)
    ),
    "DateGreaterThan is false of the same time": no(
        compare("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", NOW)
    ),
    "DateGreaterThanEquals is true of the same time": yes(
        compare("DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", NOW)
    ),
    "DateGreaterThanEquals is false of an earlier time": no(
        compare("DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2025-12-31T00:00:00Z", NOW)
    ),
}

OTHER_OPERATORS: Table = {
    "Bool is true of an equal value": yes(compare("Bool", "true", "true", MFA)),
    "Bool ignores the case of the request": yes(compare("Bool", "true", "TRUE", MFA)),
    "Bool ignores the case of the policy": yes(compare("Bool", "True", "true", MFA)),
    "Bool takes a JSON boolean": yes(compare("Bool", True, "true", MFA)),
    "Bool is false of the other JSON boolean": no(compare("Bool", False, "true", MFA)),
    "Bool is false of the other value": no(compare("Bool", "true", "false", MFA)),
    "Bool true is false of an absent key": no(compare("Bool", "true", None, MFA)),
    "Bool false is false of an absent key as well": no(compare("Bool", "false", None, MFA)),
    "BinaryEquals is true of equal bytes": yes(compare("BinaryEquals", "QmluYXJ5", "QmluYXJ5", "x:b")),
    "BinaryEquals is false of other bytes": no(compare("BinaryEquals", "QmluYXJ5", "T3RoZXI=", "x:b")),
    "BinaryEquals is false of an absent key": no(compare("BinaryEquals", "QmluYXJ5", None, "x:b")),
    "IpAddress is true inside a range": yes(compare("IpAddress", "203.0.113.0/24", "203.0.113.9", IP)),
    "IpAddress is false outside": no(compare("IpAddress", "203.0.113.0/24", "203.0.114.9", IP)),
    "an address without a prefix is itself": yes(compare("IpAddress", "203.0.113.9", "203.0.113.9", IP)),
    "an address without a prefix is one": no(compare("IpAddress", "203.0.113.9", "203.0.113.8", IP)),
    "IpAddress knows IPv6 among IPv4 ranges": yes(
        compare("IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::1", IP)
    ),
    "an IPv4 address is in no IPv6 range": no(compare("IpAddress", "2001:DB8:1234:5678::/64", "203.0.113.9", IP)),
    "IpAddress is false of an absent key": no(compare("IpAddress", "0.0.0.0/0", None, IP)),
    "NotIpAddress is true outside": yes(compare("NotIpAddress", "203.0.113.0/24", "203.0.114.9", IP)),
    "NotIpAddress is false inside": no(compare("NotIpAddress", "203.0.113.0/24", "203.0.113.9", IP)),
    "NotIpAddress is false inside any of its ranges": no(
        compare("NotIpAddress", ["198.51.100.0/24", "203.0.113.0/24"], "203.0.113.9", IP)
    ),
    "NotIpAddress is true of an absent key": yes(compare("NotIpAddress", "203.0.113.0/24", None, IP)),
    "ArnEquals is true of an equal ARN": yes(compare("ArnEquals", TOPIC, TOPIC, ARN)),
    "ArnEquals takes wildcards like ArnLike": yes(compare("ArnEquals", f"arn:aws:sns:*:{ACCOUNT}:t*", TOPIC, ARN)),
    "ArnEquals takes a ? for one character": yes(compare("ArnEquals", TOPIC[:-1] + "?", TOPIC, ARN)),
    "ArnEquals counts case": no(compare("ArnEquals", TOPIC.upper(), TOPIC, ARN)),
    "ArnEquals needs one of its values": yes(compare("ArnEquals", [QUEUE, TOPIC], TOPIC, ARN)),
    "ArnEquals is false of an absent key": no(compare("ArnEquals", TOPIC, None, ARN)),
    "ArnLike takes wildcards": yes(compare("ArnLike", "arn:aws:sns:*:*:topic", TOPIC, ARN)),
    "ArnLike is false of another ARN": no(compare("ArnLike", "arn:aws:sns:*:*:other", TOPIC, ARN)),
    "ArnLike is false of an absent key": no(compare("ArnLike", "arn:aws:sns:*:*:*", None, ARN)),
    "ArnLike matches each of the six components by itself": no(
        compare(
            "ArnLike",
            f"arn:aws:someservice:*:{ACCOUNT}:finance/*",
            f"arn:aws:someservice:us-east-2:999999999999:store/abc:{ACCOUNT}:finance/document.txt",
            ARN,
        )
    ),
    "StringLike lets a * cross the components of an ARN": yes(
        compare(
            "StringLike",
            f"arn:aws:someservice:*:{ACCOUNT}:finance/*",
            f"arn:aws:someservice:us-east-2:999999999999:store/abc:{ACCOUNT}:finance/document.txt",
            ARN,
        )
    ),
    "the sixth component of an ARN may hold colons": yes(
        compare("ArnLike", "arn:aws:logs:*:*:log-group:*", STREAM, ARN)
    ),
    "StringEquals takes no wildcards in an ARN": no(
        compare("StringEquals", f"arn:aws:sns:*:{ACCOUNT}:topic", TOPIC, ARN)
    ),
    "ArnNotEquals is true of another ARN": yes(compare("ArnNotEquals", TOPIC, QUEUE, ARN)),
    "ArnNotEquals takes wildcards": no(compare("ArnNotEquals", "arn:aws:sns:*:*:*", TOPIC, ARN)),
    "ArnNotEquals is true of an absent key": yes(compare("ArnNotEquals", TOPIC, None, ARN)),
    "ArnNotLike is false of a match": no(compare("ArnNotLike", "arn:aws:sns:*:*:*", TOPIC, ARN)),
    "ArnNotLike is true of no match": yes(compare("ArnNotLike", "arn:aws:sqs:*:*:*", TOPIC, ARN)),
    "ArnNotLike is true of an absent key": yes(compare("ArnNotLike", "arn:aws:sns:*:*:*", None, ARN)),
    "ArnNotLike is false of any of its values": no(
        compare("ArnNotLike", ["arn:aws:sqs:*:*:*", "arn:aws:sns:*:*:*"], TOPIC, ARN)
    ),
    # ...IfExists and Null
    "IfExists makes StringEquals true if absent": yes(compare("StringEqualsIfExists", "data", None)),
    "IfExists still looks at a key that is there": no(compare("StringEqualsIfExists", "data", "law")),
    "IfExists is true of a match that is there": yes(compare("StringEqualsIfExists", "data", "data")),
    "IfExists makes StringLike true if absent": yes(compare("StringLikeIfExists", "t2.*", None)),
    "IfExists changes nothing of an absent StringNotEquals": yes(compare("StringNotEqualsIfExists", "data", None)),
    "IfExists changes nothing of a present StringNotEquals": no(compare("StringNotEqualsIfExists", "data", "data")),
    "IfExists works with numbers": yes(compare("NumericLessThanIfExists", "10", None, SIZE)),
    "IfExists works with dates": yes(compare("DateLessThanIfExists", "2026-01-01", None, NOW)),
    "IfExists works with Bool": yes(compare("BoolIfExists", "true", None, MFA)),
    "BoolIfExists is false of the other value": no(compare("BoolIfExists", "true", "false", MFA)),
    "IfExists works with addresses": yes(compare("IpAddressIfExists", "203.0.113.0/24", None, IP)),
    "IfExists works with ARNs": yes(compare("ArnEqualsIfExists", TOPIC, None, ARN)),
    "ArnEqualsIfExists is false of another ARN": no(compare("ArnEqualsIfExists", TOPIC, QUEUE, ARN)),
    "Null true is true of an absent key": yes(compare("Null", "true", None)),
    "Null true is false of a present key": no(compare("Null", "true", "data")),
    "Null false is false of an absent key": no(compare("Null", "false", None)),
    "Null false is true of a present key": yes(compare("Null", "false", "data")),
    "Null takes a JSON boolean": yes(compare("Null", True, None)),
    "Null takes a capital letter": yes(compare("Null", "True", None)),
    # The same operators in a deny
    "a deny with StringNotEquals hits a request without the key": no(unless({"StringNotEquals": {TEAM: "data"}}, {})),
    "a deny with StringEquals misses a request without the key": yes(unless({"StringEquals": {TEAM: "data"}}, {})),
    "a deny with StringEqualsIfExists hits a request without the key": no(
        unless({"StringEqualsIfExists": {TEAM: "data"}}, {})
    ),
    "a deny with StringNotEqualsIfExists hits a request without the key": no(
        unless({"StringNotEqualsIfExists": {TEAM: "data"}}, {})
    ),
    "a deny with Bool false misses a request without MFA information": yes(unless({"Bool": {MFA: "false"}}, {})),
    "a deny with BoolIfExists false hits a request without MFA information": no(
        unless({"BoolIfExists": {MFA: "false"}}, {})
    ),
}

# https://docs.aws.amazon.com/IAM/latest/UserGuide/
# reference_policies_condition-logic-multiple-context-keys-or-values.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
SEVERAL_CONDITIONS: Table = {
    "several keys of one operator hold together": yes(
        when(
            {"StringEquals": {TEAM: "data", "aws:PrincipalTag/site": "vie"}},
            {TEAM: "data", "aws:PrincipalTag/site": "vie"},
        )
    ),
    "one key of an operator that fails fails the condition": no(
        when(
            {"StringEquals": {TEAM: "data", "aws:PrincipalTag/site": "vie"}},
            {TEAM: "data", "aws:PrincipalTag/site": "ber"},
        )
    ),
    "several operators hold together": yes(
        when({"StringEquals": {TEAM: "data"}, "IpAddress": {IP: "203.0.113.0/24"}}, {TEAM: "data", IP: "203.0.113.9"})
    ),
    "the last operator that fails fails the condition": no(
        when({"StringEquals": {TEAM: "data"}, "IpAddress": {IP: "203.0.113.0/24"}}, {TEAM: "data", IP: "203.0.114.9"})
    ),
    "the first operator that fails fails the condition": no(
        when({"StringEquals": {TEAM: "data"}, "IpAddress": {IP: "203.0.113.0/24"}}, {TEAM: "law", IP: "203.0.113.9"})
    ),
    "two operators on one key hold together": yes(
        when({"NumericGreaterThan": {SIZE: "5"}, "NumericLessThan": {SIZE: "10"}}, {SIZE: "7"})
    ),
    "one of two operators on one key that fails fails the condition": no(
        when({"NumericGreaterThan": {SIZE: "5"}, "NumericLessThan": {SIZE: "10"}}, {SIZE: "12"})
    ),
    "a deny whose conditions hold in part does not deny": yes(
        unless(
            {"StringNotEquals": {TEAM: "data"}, "NotIpAddress": {IP: "203.0.113.0/24"}},
            {TEAM: "law", IP: "203.0.113.9"},
        )
    ),
    "the case of a condition key in a policy is of no account": yes(
        when({"StringEquals": {"AWS:principaltag/TEAM": "data"}}, {TEAM: "data"})
    ),
    "the case of a condition key in a request is of no account": yes(
        when({"StringEquals": {TEAM: "data"}}, {"AWS:PRINCIPALTAG/TEAM": "data"})
    ),
    "the case of a condition key in a deny is of no account": no(
        unless({"StringEquals": {"AWS:principaltag/TEAM": "data"}}, {TEAM: "data"})
    ),
    "an empty condition holds": yes(when({}, {})),
}

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
SETS: Table = {
    "ForAllValues is true of a subset": yes(compare("ForAllValues:StringEquals", ["a", "b", "c"], ("a", "b"), TAGS)),
    "ForAllValues is false of one stranger": no(compare("ForAllValues:StringEquals", ["a", "b"], ("a", "z"), TAGS)),
    "ForAllValues is true of an absent key": yes(compare("ForAllValues:StringEquals", ["a"], None, TAGS)),
    "ForAllValues is true of no values": yes(compare("ForAllValues:StringEquals", ["a"], (), TAGS)),
    "ForAllValues takes a single value": yes(compare("ForAllValues:StringEquals", "a", "a", TAGS)),
    "ForAllValues works with wildcards": yes(compare("ForAllValues:StringLike", "a*", ("ab", "ac"), TAGS)),
    "ForAllValues asks each value": no(compare("ForAllValues:StringLike", "a*", ("ab", "bc"), TAGS)),
    "ForAllValues negated is true if no value is listed": yes(
        compare("ForAllValues:StringNotEquals", ["a", "b"], ("c", "d"), TAGS)
    ),
    "ForAllValues negated is false if one value is listed": no(
        compare("ForAllValues:StringNotEquals", ["a", "b"], ("a", "d"), TAGS)
    ),
    "ForAllValues negated is true of an absent key": yes(compare("ForAllValues:StringNotEquals", ["a"], None, TAGS)),
    "ForAnyValue is true of one match": yes(compare("ForAnyValue:StringEquals", ["a", "b"], ("b", "z"), TAGS)),
    "ForAnyValue is false of no match": no(compare("ForAnyValue:StringEquals", ["a", "b"], ("y", "z"), TAGS)),
    "ForAnyValue is false of an absent key": no(compare("ForAnyValue:StringEquals", ["a"], None, TAGS)),
    "ForAnyValue is false of no values": no(compare("ForAnyValue:StringEquals", ["a"], (), TAGS)),
    "ForAnyValue works with wildcards": yes(compare("ForAnyValue:StringLike", "a*", ("b", "ac"), TAGS)),
    "ForAnyValue works with ARNs": yes(compare("ForAnyValue:ArnLike", "arn:aws:sns:*:*:*", (QUEUE, TOPIC), TAGS)),
    "ForAnyValue negated is true of one value that is not listed": yes(
        compare("ForAnyValue:StringNotEquals", "a", ("a", "c"), TAGS)
    ),
    "ForAnyValue negated is false if each value is listed": no(
        compare("ForAnyValue:StringNotEquals", ["a", "b"], ("a",), TAGS)
    ),
    "ForAnyValue negated is false of an absent key": no(compare("ForAnyValue:StringNotEquals", "a", None, TAGS)),
    "ForAnyValue with IfExists is true if absent": yes(compare("ForAnyValue:StringEqualsIfExists", "a", None, TAGS)),
    "ForAnyValue with IfExists is false of no match": no(
        compare("ForAnyValue:StringEqualsIfExists", "a", ("b",), TAGS)
    ),
    "a deny with ForAllValues hits a request without the key": no(
        unless({"ForAllValues:StringNotEquals": {TAGS: ["a"]}}, {})
    ),
    "a deny with ForAnyValue misses a request without the key": yes(
        unless({"ForAnyValue:StringEquals": {TAGS: ["a"]}}, {})
    ),
    "Null false beside ForAllValues refuses an absent key": no(
        when({"ForAllValues:StringEquals": {TAGS: ["a"]}, "Null": {TAGS: "false"}}, {})
    ),
    "Null false beside ForAllValues takes a present key": yes(
        when({"ForAllValues:StringEquals": {TAGS: ["a"]}, "Null": {TAGS: "false"}}, {TAGS: ("a",)})
    ),
}

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
HOME = f"{BUCKET}/home/${{aws:username}}/*"
VARIABLES: Table = {
    "a variable in a resource stands for the value of the request": yes(
        principal=ANN, resource=f"{BUCKET}/home/ann/x", identity=[allow(resource=HOME)]
    ),
    "a variable in a resource stands for no other value": no(
        principal=ANN, resource=f"{BUCKET}/home/bob/x", identity=[allow(resource=HOME)]
    ),
    "a variable without a value matches nothing": no(
        resource=f"{BUCKET}/home/reader/x", identity=[allow(resource=HOME)]
    ),
    "a variable without a value is not the empty text": no(
        resource=f"{BUCKET}/home//x", identity=[allow(resource=HOME)]
    ),
    "the case of the name of a variable is of no account": yes(
        principal=ANN, resource=f"{BUCKET}/ann/x", identity=[allow(resource=f"{BUCKET}/${{AWS:UserName}}/*")]
    ),
    "a tag of the principal serves as a variable": yes(
        resource=f"{BUCKET}/data/x", identity=[allow(resource=f"{BUCKET}/${{{TEAM}}}/*")], context={TEAM: "data"}
    ),
    "a variable in a condition stands for the value of the request": yes(
        when({"StringEquals": {TAG: f"${{{TEAM}}}"}}, {TAG: "data", TEAM: "data"})
    ),
    "a variable in a condition stands for no other value": no(
        when({"StringEquals": {TAG: f"${{{TEAM}}}"}}, {TAG: "data", TEAM: "law"})
    ),
    "a variable without a value fails a condition": no(when({"StringEquals": {TAG: f"${{{TEAM}}}"}}, {TAG: "data"})),
    "a variable stands beside a wildcard": yes(
        when({"StringLike": {"s3:prefix": f"home/${{{TEAM}}}/*"}}, {"s3:prefix": "home/data/x", TEAM: "data"})
    ),
    "a variable stands in an ARN operator": yes(
        when({"ArnEquals": {ARN: f"arn:aws:sns:*:*:${{{TEAM}}}"}}, {ARN: TOPIC, TEAM: "topic"})
    ),
    "the default of a variable stands in for an absent value": yes(
        when({"StringEquals": {TAG: f"${{{TEAM}, 'company-wide'}}"}}, {TAG: "company-wide"})
    ),
    "the default of a variable does not stand beside a value": no(
        when({"StringEquals": {TAG: f"${{{TEAM}, 'company-wide'}}"}}, {TAG: "company-wide", TEAM: "data"})
    ),
    "a variable in a resource may have a default": yes(
        resource=f"{BUCKET}/shared/x", identity=[allow(resource=f"{BUCKET}/${{{TEAM}, 'shared'}}/*")]
    ),
    "${*} stands for a *": yes(compare("StringLike", "a${*}", "a*")),
    "${*} is no wildcard": no(compare("StringLike", "a${*}", "ab")),
    "${?} stands for a ?": yes(compare("StringLike", "a${?}", "a?")),
    "${?} is no wildcard": no(compare("StringLike", "a${?}", "ab")),
    "${$} stands for a $": yes(compare("StringEquals", "a${$}b", "a$b")),
    "${*} stands in a resource": yes(resource=f"{BUCKET}/a*b", identity=[allow(resource=f"{BUCKET}/a${{*}}b")]),
    "${*} is no wildcard in a resource": no(resource=f"{BUCKET}/axb", identity=[allow(resource=f"{BUCKET}/a${{*}}b")]),
    "in version 2008-10-17 a variable is plain text": no(
        principal=ANN, resource=f"{BUCKET}/home/ann/x", identity=[doc(allow(resource=HOME), version="2008-10-17")]
    ),
    "in version 2008-10-17 a variable matches its own text": yes(
        principal=ANN,
        resource=f"{BUCKET}/home/${{aws:username}}/x",
        identity=[doc(allow(resource=HOME), version="2008-10-17")],
    ),
    "a policy without a version has no variables": no(
        principal=ANN, resource=f"{BUCKET}/home/ann/x", identity=[doc(allow(resource=HOME), version=None)]
    ),
}

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
KEYS: Table = {
    "aws:PrincipalArn is the ARN of the role": yes(when({"ArnEquals": {"aws:PrincipalArn": READER}}, {})),
    "aws:PrincipalArn is not the ARN of the session": no(when({"ArnEquals": {"aws:PrincipalArn": ALICE}}, {})),
    "aws:PrincipalArn is the ARN of the user": yes(when({"ArnEquals": {"aws:PrincipalArn": ANN}}, {}, principal=ANN)),
    "aws:PrincipalAccount is the account of the principal": yes(
        when({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, {})
    ),
    "the principal type of a role is AssumedRole": yes(
        when({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, {})
    ),
    "the principal type of a user is User": yes(
        when({"StringEquals": {"aws:PrincipalType": "User"}}, {}, principal=ANN)
    ),
    "aws:username is the name of the user": yes(when({"StringEquals": {"aws:username": "ann"}}, {}, principal=ANN)),
    "aws:username is absent for a role": yes(when({"Null": {"aws:username": "true"}}, {})),
    "aws:SecureTransport is true unless given": yes(when({"Bool": {"aws:SecureTransport": "true"}}, {})),
    "a deny of requests without TLS hits one": no(
        unless({"Bool": {"aws:SecureTransport": "false"}}, {"aws:SecureTransport": "false"})
    ),
    "aws:ViaAWSService is false for a direct request": yes(when({"Bool": {"aws:ViaAWSService": "false"}}, {})),
    "aws:PrincipalIsAWSService is false for a role": yes(when({"Bool": {"aws:PrincipalIsAWSService": "false"}}, {})),
    "aws:ResourceAccount is the account of the resource": yes(
        when({"StringEquals": {"aws:ResourceAccount": ACCOUNT}}, {})
    ),
    "aws:SourceVpce is absent outside an endpoint": yes(when({"Null": {VPCE: "true"}}, {})),
    "aws:PrincipalOrgID is absent outside an organization": no(
        when({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {})
    ),
}

# (3) Principals in resource policies
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html, ..._notprincipal.html
PATHED = f"arn:aws:iam::{ACCOUNT}:role/teams/reader"
BUT_ANN = deny(NotPrincipal={"AWS": [ANN, ROOT]})
BUT_ALICE = deny(NotPrincipal={"AWS": [ALICE, READER, ROOT]})
PRINCIPALS: Table = {
    "a role ARN names the sessions of the role": yes(policy=[allow(by={"AWS": READER})]),
    "a role ARN names no other role": no(policy=[allow(by={"AWS": WRITER})]),
    "one of several principals is enough": yes(policy=[allow(by={"AWS": [WRITER, READER]})]),
    "a session ARN names that session": yes(policy=[allow(by={"AWS": ALICE})]),
    "a session ARN names no other session": no(session_name="bob", policy=[allow(by={"AWS": ALICE})]),
    "a session ARN has no path of the role": yes(principal=PATHED, policy=[allow(by={"AWS": ALICE})]),
    "a role ARN has the path of the role": yes(principal=PATHED, policy=[allow(by={"AWS": PATHED})]),
    "a role ARN without the path is another role": no(principal=PATHED, policy=[allow(by={"AWS": READER})]),
    "a user ARN names the user": yes(principal=ANN, policy=[allow(by={"AWS": ANN})]),
    "a user ARN names no other user": no(principal=BOB, policy=[allow(by={"AWS": ANN})]),
    "the case of a user name counts in a principal": no(
        principal=ANN, policy=[allow(by={"AWS": f"arn:aws:iam::{ACCOUNT}:user/Ann"})]
    ),
    "an account id alone grants nothing to the roles of the account": no(policy=[allow(by={"AWS": ACCOUNT})]),
    "a root ARN alone grants nothing to the roles of the account": no(policy=[allow(by={"AWS": ROOT})]),
    "a root ARN grants to the root user of another account": yes(
        principal=OTHER_ROOT, owner=ACCOUNT, policy=[allow(by={"AWS": OTHER_ROOT})]
    ),
    "the principal * grants to every role of the account": yes(policy=[allow(by="*")]),
    "the principal AWS * grants to every role of the account": yes(policy=[allow(by={"AWS": "*"})]),
    "the principal * grants to every user of the account": yes(principal=ANN, policy=[allow(by="*")]),
    "a service principal names the service": yes(principal=LAMBDA, policy=[allow(by={"Service": LAMBDA})]),
    "one of several service principals is enough": yes(
        principal=LAMBDA, policy=[allow(by={"Service": [LOGGING, LAMBDA]})]
    ),
    "a service principal names no other service": no(principal=LAMBDA, policy=[allow(by={"Service": LOGGING})]),
    "a service principal names no role": no(policy=[allow(by={"Service": LAMBDA})]),
    "principals of several types stand side by side": yes(
        principal=LAMBDA, policy=[allow(by={"AWS": READER, "Service": LAMBDA})]
    ),
    "a resource policy grants only its actions": no(policy=[allow("s3:PutObject", by={"AWS": READER})]),
    "a resource policy grants only its resources": no(
        policy=[allow(resource=f"{BUCKET}/public/*", by={"AWS": READER})]
    ),
    "a resource policy grants only under its conditions": no(
        policy=[allow(by={"AWS": READER}, when={"StringEquals": {TEAM: "data"}})]
    ),
    "a deny of a role hits its sessions": no(identity=[FULL], policy=[deny(by={"AWS": READER})]),
    "a deny of another role misses": yes(identity=[FULL], policy=[deny(by={"AWS": WRITER})]),
    "a deny of a session hits it": no(identity=[FULL], policy=[deny(by={"AWS": ALICE})]),
    "a deny of a session misses another session": yes(
        identity=[FULL], session_name="bob", policy=[deny(by={"AWS": ALICE})]
    ),
    "a deny of an account hits its roles": no(identity=[FULL], policy=[deny(by={"AWS": ACCOUNT})]),
    "a deny of a root ARN hits the account": no(identity=[FULL], policy=[deny(by={"AWS": ROOT})]),
    "a deny of another account misses": yes(identity=[FULL], policy=[deny(by={"AWS": OTHER})]),
    "a deny of * hits everyone": no(identity=[FULL], policy=[deny(by="*")]),
    "a deny of a service misses a role": yes(identity=[FULL], policy=[deny(by={"Service": LAMBDA})]),
    "a deny with NotPrincipal spares the user it names": yes(principal=ANN, identity=[FULL], policy=[BUT_ANN]),
    # The example of the page names Bob and his account, and denies "all principals except the user named Bob"
    "a deny with NotPrincipal hits another user though it names the account": no(
        principal=BOB, identity=[FULL], policy=[BUT_ANN]
    ),
    "a deny with NotPrincipal spares the session it names": yes(identity=[FULL], policy=[BUT_ALICE]),
    "a deny with NotPrincipal hits another role though it names the account": no(
        principal=WRITER, identity=[FULL], policy=[BUT_ALICE]
    ),
    "a deny with NotPrincipal hits a role of another account": no(
        principal=STRANGER, owner=ACCOUNT, identity=[FULL], policy=[allow(by="*"), BUT_ANN]
    ),
    "a deny with NotPrincipal hits an anonymous caller": no(principal=ANONYMOUS, policy=[allow(by="*"), BUT_ANN]),
    "a deny with NotPrincipal hits a service": no(principal=LAMBDA, policy=[allow(by={"Service": LAMBDA}), BUT_ANN]),
    "a deny with NotPrincipal spares the service it names": yes(
        principal=LAMBDA, policy=[allow(by={"Service": LAMBDA}), deny(NotPrincipal={"Service": LAMBDA})]
    ),
    "a deny with NotPrincipal allows nothing to those it names": no(principal=ANN, policy=[BUT_ANN]),
    # "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary":
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    "a deny with NotPrincipal always hits a principal that has a permissions boundary": no(
        principal=ANN, identity=[FULL], boundary=[FULL], policy=[BUT_ANN]
    ),
}

# (4) The same account: identity policy or resource policy
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
BY_READER = allow(by={"AWS": READER})
SAME_ACCOUNT: Table = {
    "in one account an identity policy needs no resource policy": yes(
        identity=[allow()], policy=[allow(by={"AWS": WRITER})]
    ),
    "in one account both policies may allow": yes(identity=[allow()], policy=[BY_READER]),
    "in one account a resource policy needs no identity policy": yes(
        identity=[allow("s3:PutObject")], policy=[BY_READER]
    ),
    "in one account one of the policies must allow": no(
        identity=[allow("s3:PutObject")], policy=[allow(by={"AWS": WRITER})]
    ),
    "an explicit deny in a resource policy wins over an allow in an identity policy": no(
        identity=[allow()], policy=[deny(by="*")]
    ),
    "an explicit deny in an identity policy wins over an allow in a resource policy": no(
        identity=[deny()], policy=[BY_READER]
    ),
    "an account principal beside an identity policy of the account allows": yes(
        identity=[allow()], policy=[allow(by={"AWS": ROOT})]
    ),
    "the policy of another bucket does not count": no(policy=[BY_READER], at="arn:aws:s3:::other"),
    "the policy of a bucket does not reach a bucket whose name only begins alike": no(
        resource="arn:aws:s3:::bucket-2/x", policy=[BY_READER], at=BUCKET
    ),
    "the policy of a bucket reaches the bucket itself": yes(
        action="s3:ListBucket", resource=BUCKET, policy=[allow("s3:ListBucket", BUCKET, by={"AWS": READER})]
    ),
    "the policy of a queue grants like that of a bucket": yes(
        action="sqs:SendMessage", resource=QUEUE, policy=[allow("sqs:SendMessage", QUEUE, by={"AWS": READER})]
    ),
}

# (5) Another account: identity policy and resource policy
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
OUTSIDE: dict[str, Any] = {"principal": STRANGER, "owner": ACCOUNT}
BY_STRANGER, BY_OTHER = allow(by={"AWS": STRANGER}), allow(by={"AWS": OTHER})
OUTSIDE_SESSION = f"arn:aws:sts::{OTHER}:assumed-role/stranger/alice"
CROSS_ACCOUNT: Table = {
    "across accounts both policies together allow": yes(**OUTSIDE, identity=[allow()], policy=[BY_STRANGER]),
    "across accounts an identity policy alone does not allow": no(**OUTSIDE, identity=[allow()]),
    "across accounts a resource policy alone does not allow": no(**OUTSIDE, policy=[BY_STRANGER]),
    "across accounts an account id and an identity policy allow": yes(**OUTSIDE, identity=[allow()], policy=[BY_OTHER]),
    "across accounts a root ARN is the account id": yes(
        **OUTSIDE, identity=[allow()], policy=[allow(by={"AWS": OTHER_ROOT})]
    ),
    "across accounts an account id without an identity policy is not enough": no(**OUTSIDE, policy=[BY_OTHER]),
    "across accounts the principal * and an identity policy allow": yes(
        **OUTSIDE, identity=[allow()], policy=[allow(by="*")]
    ),
    "across accounts the principal * without an identity policy is not enough": no(**OUTSIDE, policy=[allow(by="*")]),
    "across accounts a session ARN and an identity policy allow": yes(
        **OUTSIDE, identity=[allow()], policy=[allow(by={"AWS": OUTSIDE_SESSION})]
    ),
    "across accounts a session ARN without an identity policy is not enough": no(
        **OUTSIDE, policy=[allow(by={"AWS": OUTSIDE_SESSION})]
    ),
    "across accounts a user needs an identity policy as well": no(
        principal=f"arn:aws:iam::{OTHER}:user/eve", owner=ACCOUNT, policy=[allow(by="*")]
    ),
    "an account id grants nothing to a third account": no(
        principal=f"arn:aws:iam::{THIRD}:role/x", owner=ACCOUNT, identity=[FULL], policy=[BY_OTHER]
    ),
    "across accounts a grant to somebody else does not count": no(
        **OUTSIDE, identity=[allow()], policy=[allow(by={"AWS": READER})]
    ),
    "across accounts an explicit deny of the caller's account wins": no(
        **OUTSIDE, identity=[allow(), deny()], policy=[BY_STRANGER]
    ),
    "across accounts an explicit deny of the owner's account wins": no(
        **OUTSIDE, identity=[allow()], policy=[BY_STRANGER, deny(by="*")]
    ),
    "across accounts the boundary of the caller limits its identity policy": no(
        **OUTSIDE, identity=[allow()], boundary=[allow("sqs:*")], policy=[BY_STRANGER]
    ),
    "across accounts a session ARN does not pass over the boundary of the caller": no(
        **OUTSIDE, identity=[allow()], boundary=[allow("sqs:*")], policy=[allow(by={"AWS": OUTSIDE_SESSION})]
    ),
    "across accounts a boundary that allows is no hindrance": yes(
        **OUTSIDE, identity=[allow()], boundary=[allow("s3:*")], policy=[BY_STRANGER]
    ),
    "across accounts a session policy of the caller limits its identity policy": no(
        **OUTSIDE, identity=[allow()], session=[allow("sqs:*")], policy=[BY_STRANGER]
    ),
    "across accounts the SCPs of the caller's account limit it": no(
        **OUTSIDE, identity=[allow()], policy=[BY_STRANGER], scp={OTHER: [[allow("sqs:*")]]}
    ),
    "across accounts the SCPs of the owner's account do not limit the caller": yes(
        **OUTSIDE, identity=[allow()], policy=[BY_STRANGER], scp={ACCOUNT: [[allow("sqs:*")]]}
    ),
    "the account in the ARN of a resource owns it": no(
        action="sqs:SendMessage", resource=f"arn:aws:sqs:eu-central-1:{OTHER}:queue", identity=[FULL]
    ),
    "a bucket of another account needs a bucket policy": no(owner=OTHER, identity=[FULL]),
    "a bucket of the same account needs no bucket policy": yes(owner=ACCOUNT, identity=[FULL]),
}

# (6) Permissions boundaries and session policies
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
S3, SQS = allow("s3:*"), allow("sqs:*")
BY_ALICE, BY_ANN, BY_ROOT = (allow(by={"AWS": each}) for each in (ALICE, ANN, ROOT))
BY_ARN = allow(by="*", when={"ArnEquals": {"aws:PrincipalArn": READER}})
LIMITS: Table = {
    "identity policy and boundary together allow": yes(identity=[FULL], boundary=[S3]),
    "a boundary limits an identity policy": no(identity=[FULL], boundary=[SQS]),
    "a boundary grants nothing": no(boundary=[S3]),
    "an explicit deny in a boundary wins over both allows": no(identity=[FULL], boundary=[FULL, deny()]),
    "a boundary allows only under its conditions": no(
        identity=[FULL], boundary=[allow("s3:*", when={"IpAddress": {IP: "203.0.113.0/24"}})]
    ),
    "the boundary of a user limits its identity policy": no(principal=ANN, identity=[FULL], boundary=[SQS]),
    "a boundary limits what a resource policy grants to a role ARN": no(boundary=[SQS], policy=[BY_READER]),
    "a resource policy grants to a role ARN within the boundary without an identity policy": yes(
        boundary=[S3], policy=[BY_READER]
    ),
    "a boundary does not limit what a resource policy grants to a session ARN": yes(boundary=[SQS], policy=[BY_ALICE]),
    "a boundary does not limit what a resource policy grants to a user ARN": yes(
        principal=ANN, boundary=[SQS], policy=[BY_ANN]
    ),
    # "Permissions boundaries or session policies do not limit permissions granted using the aws:PrincipalArn condition
    # key with a wildcard(*) in the Principal element": .../reference_policies_elements_principal.html#principal-roles
    "a boundary does not limit what a resource policy grants to * by aws:PrincipalArn": yes(
        boundary=[SQS], policy=[BY_ARN]
    ),
    "an explicit deny in a boundary wins over a grant to a session ARN": no(boundary=[SQS, deny()], policy=[BY_ALICE]),
    "an explicit deny in a boundary wins over a grant to a user ARN": no(
        principal=ANN, boundary=[SQS, deny()], policy=[BY_ANN]
    ),
    "an explicit deny in a boundary wins over a grant to * by aws:PrincipalArn": no(
        boundary=[SQS, deny()], policy=[BY_ARN]
    ),
    "a grant to the account does not pass over a boundary": no(identity=[FULL], boundary=[SQS], policy=[BY_ROOT]),
    "identity policy and session policy together allow": yes(identity=[FULL], session=[S3]),
    "a session policy limits an identity policy": no(identity=[FULL], session=[SQS]),
    "a session policy grants nothing": no(session=[S3]),
    "an explicit deny in a session policy wins over both allows": no(identity=[FULL], session=[FULL, deny()]),
    "a session policy limits resources as well": no(identity=[FULL], session=[allow(resource=f"{BUCKET}/public/*")]),
    "one of several session policies is enough to allow": yes(identity=[FULL], session=[doc(SQS), doc(S3)]),
    "a session policy limits what a resource policy grants to a role ARN": no(session=[SQS], policy=[BY_READER]),
    "a resource policy grants to a role ARN within the session policy without an identity policy": yes(
        session=[S3], policy=[BY_READER]
    ),
    "a session policy does not limit what a resource policy grants to a session ARN": yes(
        session=[SQS], policy=[BY_ALICE]
    ),
    "a session policy does not limit what a resource policy grants to * by aws:PrincipalArn": yes(
        session=[SQS], policy=[BY_ARN]
    ),
    "an explicit deny in a session policy wins over a grant to a session ARN": no(
        session=[SQS, deny()], policy=[BY_ALICE]
    ),
    "a grant to the account does not pass over a session policy": no(identity=[FULL], session=[SQS], policy=[BY_ROOT]),
    "identity, boundary and session together allow": yes(identity=[FULL], boundary=[S3], session=[S3]),
    "a boundary limits beside a session policy": no(identity=[FULL], boundary=[SQS], session=[S3]),
    "a session policy limits beside a boundary": no(identity=[FULL], boundary=[S3], session=[SQS]),
    "boundary and session together grant nothing": no(identity=[SQS], boundary=[S3], session=[S3]),
    "a grant to a session ARN passes over both boundary and session policy": yes(
        boundary=[SQS], session=[SQS], policy=[BY_ALICE]
    ),
}

# (7) Service control policies and resource control policies
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
BUT_WRITER = deny("s3:*", when={"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::*:{WRITER.rpartition(':')[2]}"}})
NO_ONE, NO_PERSON = deny("*", by="*"), deny("*", by="*", when={"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}})
ORGANIZATION: Table = {
    "SCPs that allow are no hindrance": yes(identity=[FULL], scp={ACCOUNT: [[FULL], [FULL], [FULL]]}),
    "an account without SCPs is not limited": yes(identity=[FULL], scp={OTHER: [[SQS]]}),
    "an SCP grants nothing": no(scp={ACCOUNT: [[FULL]]}),
    "the root must allow by SCP": no(identity=[FULL], scp={ACCOUNT: [[SQS], [FULL], [FULL]]}),
    "each OU must allow by SCP": no(identity=[FULL], scp={ACCOUNT: [[FULL], [SQS], [FULL]]}),
    "the account must allow by SCP": no(identity=[FULL], scp={ACCOUNT: [[FULL], [FULL], [SQS]]}),
    "one of several SCPs of a level is enough to allow": yes(
        identity=[FULL], scp={ACCOUNT: [[FULL], [doc(SQS), doc(S3)], [FULL]]}
    ),
    "SCPs of different levels are not added together": no(identity=[FULL], scp={ACCOUNT: [[S3], [SQS]]}),
    "a deny by SCP at the root wins": no(identity=[FULL], scp={ACCOUNT: [[FULL, deny()], [FULL], [FULL]]}),
    "a deny by SCP at an OU wins over an allow of the same level": no(
        identity=[FULL], scp={ACCOUNT: [[FULL], [doc(FULL), doc(deny())], [FULL]]}
    ),
    "a deny by SCP at the account wins": no(identity=[FULL], scp={ACCOUNT: [[FULL], [FULL], [FULL, deny()]]}),
    "a deny by SCP of other actions does not count": yes(identity=[FULL], scp={ACCOUNT: [[FULL, deny("sqs:*")]]}),
    "a deny by SCP hits a role it does not exempt": no(identity=[FULL], scp={ACCOUNT: [[FULL, BUT_WRITER]]}),
    "a deny by SCP spares a role that it exempts by aws:PrincipalArn": yes(
        principal=WRITER, identity=[FULL], scp={ACCOUNT: [[FULL, BUT_WRITER]]}
    ),
    "an SCP limits beside a boundary": no(identity=[FULL], boundary=[FULL], scp={ACCOUNT: [[SQS]]}),
    "an SCP limits what a resource policy grants to a role": no(policy=[BY_READER], scp={ACCOUNT: [[SQS]]}),
    "an SCP limits what a resource policy grants to a session": no(policy=[BY_ALICE], scp={ACCOUNT: [[SQS]]}),
    "an SCP limits what a resource policy grants to a user": no(principal=ANN, policy=[BY_ANN], scp={ACCOUNT: [[SQS]]}),
    "an SCP limits the root user of the account": no(principal=ROOT, policy=[BY_ROOT], scp={ACCOUNT: [[SQS]]}),
    "a deny by SCP hits the root user of the account": no(
        principal=ROOT, policy=[BY_ROOT], scp={ACCOUNT: [[FULL, deny()]]}
    ),
    "an SCP does not limit a service principal": yes(
        principal=LAMBDA, policy=[allow(by={"Service": LAMBDA})], scp={ACCOUNT: [[FULL, deny()]]}
    ),
    "an SCP does not limit an anonymous caller": yes(
        principal=ANONYMOUS, policy=[allow(by="*")], scp={ACCOUNT: [[FULL, deny()]]}
    ),
    # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
    "an SCP does not limit a service-linked role": yes(
        principal=LINKED, identity=[FULL], scp={ACCOUNT: [[FULL, deny()]]}
    ),
    "RCPFullAWSAccess at each level is no hindrance": yes(
        identity=[FULL], rcp={ACCOUNT: [[RCP_FULL], [RCP_FULL], [RCP_FULL]]}
    ),
    "an RCP grants nothing": no(rcp={ACCOUNT: [[RCP_FULL]]}),
    "a deny by RCP at the root wins": no(identity=[FULL], rcp={ACCOUNT: [[RCP_FULL, NO_ONE], [RCP_FULL]]}),
    "a deny by RCP at the account wins": no(identity=[FULL], rcp={ACCOUNT: [[RCP_FULL], [doc(RCP_FULL), doc(NO_ONE)]]}),
    "a deny by RCP of another action does not count": yes(
        identity=[FULL], rcp={ACCOUNT: [[RCP_FULL, deny("s3:PutObject", by="*")]]}
    ),
    "an RCP limits the principals of other accounts": no(
        **OUTSIDE, identity=[FULL], policy=[BY_STRANGER], rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]}
    ),
    "the RCPs of the caller's account do not limit a resource of another account": yes(
        **OUTSIDE, identity=[FULL], policy=[BY_STRANGER], rcp={OTHER: [[RCP_FULL, NO_ONE]]}
    ),
    "an RCP limits an anonymous caller": no(
        principal=ANONYMOUS, owner=ACCOUNT, policy=[allow(by="*")], rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]}
    ),
    "an RCP limits the root user": no(principal=ROOT, policy=[BY_ROOT], rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]}),
    "an RCP limits a service principal": no(
        principal=LAMBDA, owner=ACCOUNT, policy=[allow(by={"Service": LAMBDA})], rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]}
    ),
    "an RCP may exempt services by aws:PrincipalIsAWSService": yes(
        principal=LAMBDA, owner=ACCOUNT, policy=[allow(by={"Service": LAMBDA})], rcp={ACCOUNT: [[RCP_FULL, NO_PERSON]]}
    ),
    "an RCP that exempts services still limits a role": no(identity=[FULL], rcp={ACCOUNT: [[RCP_FULL, NO_PERSON]]}),
    # .../organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps
    "an RCP does not limit a service-linked role": yes(
        principal=LINKED, identity=[FULL], rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]}
    ),
    "an RCP limits KMS keys": no(
        action="kms:Decrypt",
        resource=KEY,
        policy=[allow("kms:*", by={"AWS": READER})],
        rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]},
    ),
    "an RCP does not limit a service without RCPs": yes(
        action="ec2:TerminateInstances",
        resource=f"arn:aws:ec2:eu-central-1:{ACCOUNT}:instance/i-1",
        identity=[FULL],
        rcp={ACCOUNT: [[RCP_FULL, NO_ONE]]},
    ),
}

# (8) VPC endpoint policies
# https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
THROUGH: Context = {VPCE: "vpce-1"}
S3_BY_ALL, SQS_BY_ALL = allow("s3:*", by="*"), allow("sqs:*", by="*")
ENDPOINTS: Table = {
    "the default endpoint policy is no hindrance": yes(
        identity=[FULL], context=THROUGH, endpoints={"vpce-1": [RCP_FULL]}
    ),
    "an endpoint policy limits an identity policy": no(
        identity=[FULL], context=THROUGH, endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "an explicit deny in an endpoint policy wins": no(
        identity=[FULL], context=THROUGH, endpoints={"vpce-1": [RCP_FULL, deny(by="*")]}
    ),
    "an endpoint policy grants nothing by itself": no(context=THROUGH, endpoints={"vpce-1": [RCP_FULL]}),
    "an endpoint policy does not limit a request outside the endpoint": yes(
        identity=[FULL], endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "an endpoint policy does not limit a request through another endpoint": yes(
        identity=[FULL], context={VPCE: "vpce-2"}, endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "an endpoint policy allows the resources that it names": yes(
        identity=[FULL], context=THROUGH, endpoints={"vpce-1": [allow("s3:*", f"{BUCKET}/*", by="*")]}
    ),
    "an endpoint policy limits resources as well": no(
        identity=[FULL], context=THROUGH, endpoints={"vpce-1": [allow("s3:*", "arn:aws:s3:::other/*", by="*")]}
    ),
    "an endpoint policy allows the role that it names by aws:PrincipalArn": yes(
        identity=[FULL], context=THROUGH, endpoints={"vpce-1": [BY_ARN]}
    ),
    "an endpoint policy limits a role that it does not name by aws:PrincipalArn": no(
        principal=WRITER, identity=[FULL], context=THROUGH, endpoints={"vpce-1": [BY_ARN]}
    ),
    "an endpoint policy limits what a resource policy grants to a role": no(
        policy=[BY_READER], context=THROUGH, endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "an endpoint policy limits what a resource policy grants to a session": no(
        policy=[BY_ALICE], context=THROUGH, endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "an endpoint policy limits an anonymous caller": no(
        principal=ANONYMOUS, policy=[allow(by="*")], context=THROUGH, endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "across accounts identity, resource and endpoint policy together allow": yes(
        **OUTSIDE, identity=[FULL], policy=[BY_STRANGER], context=THROUGH, endpoints={"vpce-1": [S3_BY_ALL]}
    ),
    "across accounts an endpoint policy limits the request": no(
        **OUTSIDE, identity=[FULL], policy=[BY_STRANGER], context=THROUGH, endpoints={"vpce-1": [SQS_BY_ALL]}
    ),
    "an endpoint policy admits the buckets of the account by aws:ResourceAccount": yes(
        identity=[FULL],
        owner=ACCOUNT,
        context=THROUGH,
        endpoints={"vpce-1": [allow("*", by="*", when={"StringEquals": {"aws:ResourceAccount": ACCOUNT}})]},
    ),
    "an endpoint policy refuses the buckets of another account by aws:ResourceAccount": no(
        identity=[FULL],
        owner=OTHER,
        policy=[BY_READER],
        context=THROUGH,
        endpoints={"vpce-1": [allow("*", by="*", when={"StringEquals": {"aws:ResourceAccount": ACCOUNT}})]},
    ),
}

# (9) KMS
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html, key-policy-default.html, grants.html
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
ON_KEY: dict[str, Any] = {"action": "kms:Decrypt", "resource": KEY}
DECRYPT, ANY_KMS = allow("kms:Decrypt"), allow("kms:*")
ENABLE_IAM = allow("kms:*", by={"AWS": ROOT})
ADMIN = allow("kms:*", by={"AWS": WRITER})
USE = allow("kms:Decrypt", by={"AWS": READER})
VIA = {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}
VIA_S3: Context = {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}
VIA_SQS: Context = {"kms:ViaService": "sqs.eu-central-1.amazonaws.com"}
MANAGED = allow(
    "kms:Decrypt", by={"AWS": "*"}, when={"StringEquals": VIA["StringEquals"] | {"kms:CallerAccount": ACCOUNT}}
)
GRANT = KeyGrant(key=KEY, grantee=READER, operations=("Decrypt",))
KMS: Table = {
    "with a statement for the account root of a key identity policies count": yes(
        **ON_KEY, identity=[DECRYPT], policy=[ENABLE_IAM]
    ),
    "the statement for the account root of a key grants to no role": no(**ON_KEY, policy=[ENABLE_IAM]),
    "the account id in a key policy is the account root": yes(
        **ON_KEY, identity=[DECRYPT], policy=[allow("kms:*", by={"AWS": ACCOUNT})]
    ),
    "without a statement for the account root of a key identity policies do not count": no(
        **ON_KEY, identity=[FULL], policy=[ADMIN]
    ),
    "a statement for the root of another account does not make identity policies count": no(
        **ON_KEY, identity=[FULL], policy=[ADMIN, allow("kms:*", by={"AWS": OTHER_ROOT})]
    ),
    "a key policy grants to a role without an identity policy": yes(**ON_KEY, policy=[USE]),
    "the statement for the account root of a key delegates only its actions": no(
        **ON_KEY, identity=[DECRYPT], policy=[allow("kms:DescribeKey", by={"AWS": ROOT})]
    ),
    "the statement for the account root of a key delegates only under its conditions": no(
        **ON_KEY, identity=[DECRYPT], policy=[allow("kms:*", by={"AWS": ROOT}, when=VIA)]
    ),
    "the statement for the account root of a key delegates under its conditions": yes(
        **ON_KEY, identity=[DECRYPT], policy=[allow("kms:*", by={"AWS": ROOT}, when=VIA)], context=VIA_S3
    ),
    "an identity policy on another key does not count": no(
        **ON_KEY, identity=[allow("kms:Decrypt", OTHER_KEY)], policy=[ENABLE_IAM]
    ),
    "an explicit deny in a key policy wins over an identity policy": no(
        **ON_KEY, identity=[DECRYPT], policy=[ENABLE_IAM, deny("kms:*", by="*")]
    ),
    "an explicit deny in a key policy wins over its own allow": no(
        **ON_KEY, policy=[USE, deny("kms:Decrypt", by={"AWS": READER})]
    ),
    "an identity policy denies even without a statement for the account root of the key": no(
        **ON_KEY, identity=[deny("kms:*")], policy=[USE]
    ),
    "kms:ViaService admits the service": yes(**ON_KEY, policy=[USE | {"Condition": VIA}], context=VIA_S3),
    "kms:ViaService refuses another service": no(**ON_KEY, policy=[USE | {"Condition": VIA}], context=VIA_SQS),
    "kms:ViaService refuses a direct request": no(**ON_KEY, policy=[USE | {"Condition": VIA}]),
    "a deny unless kms:ViaService hits a direct request": no(
        **ON_KEY, identity=[DECRYPT], policy=[ENABLE_IAM, deny("kms:Decrypt", by="*", when={"StringNotEquals": VIA_S3})]
    ),
    "* with kms:CallerAccount and kms:ViaService admits a role": yes(**ON_KEY, policy=[MANAGED], context=VIA_S3),
    "kms:CallerAccount refuses a role of another account": no(
        **ON_KEY, principal=STRANGER, identity=[FULL], policy=[MANAGED], context=VIA_S3
    ),
    "the encryption context is a condition key": yes(
        **ON_KEY,
        policy=[USE | {"Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "a"}}}],
        context={"kms:EncryptionContext:tenant": "a"},
    ),
    "another encryption context is refused": no(
        **ON_KEY,
        policy=[USE | {"Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "a"}}}],
        context={"kms:EncryptionContext:tenant": "b"},
    ),
    "the root user has no access to a key that does not name it": no(**ON_KEY, principal=ROOT, policy=[ADMIN]),
    "the root user has access to a key that names it": yes(**ON_KEY, principal=ROOT, policy=[ENABLE_IAM]),
    "a boundary limits what a key policy grants to a role ARN": no(**ON_KEY, boundary=[SQS], policy=[USE]),
    "a boundary limits an identity policy on a key": no(
        **ON_KEY, identity=[DECRYPT], boundary=[SQS], policy=[ENABLE_IAM]
    ),
    "a key policy that names another account and its identity policy together allow": yes(
        **ON_KEY, principal=STRANGER, identity=[DECRYPT], policy=[allow("kms:Decrypt", by={"AWS": OTHER_ROOT})]
    ),
    "a key policy that names another account needs an identity policy there": no(
        **ON_KEY, principal=STRANGER, policy=[allow("kms:Decrypt", by={"AWS": OTHER_ROOT})]
    ),
    "a key policy that names a role of another account needs an identity policy there": no(
        **ON_KEY, principal=STRANGER, policy=[allow("kms:Decrypt", by={"AWS": STRANGER})]
    ),
    "the statement for the account root of a key does not reach another account": no(
        **ON_KEY, principal=STRANGER, identity=[FULL], policy=[ENABLE_IAM]
    ),
    "a grant allows its operation without any policy": yes(**ON_KEY, policy=[ADMIN], grants=(GRANT,)),
    "a grant allows no other operation": no(action="kms:Encrypt", resource=KEY, policy=[ADMIN], grants=(GRANT,)),
    "a grant allows no other key": no(action="kms:Decrypt", resource=f"{KEY}2", policy=[ADMIN], grants=(GRANT,)),
    "a grant allows nobody but its grantee": no(**ON_KEY, principal=ANN, policy=[ADMIN], grants=(GRANT,)),
    "an explicit deny in a key policy wins over a grant": no(
        **ON_KEY, policy=[ADMIN, deny("kms:*", by={"AWS": READER})], grants=(GRANT,)
    ),
    "an explicit deny in an identity policy wins over a grant": no(
        **ON_KEY, identity=[deny("kms:Decrypt")], policy=[ADMIN], grants=(GRANT,)
    ),
    "an SCP limits a grant": no(**ON_KEY, policy=[ADMIN], grants=(GRANT,), scp={ACCOUNT: [[SQS]]}),
}

# (10) Trust policies of roles
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
ASSUME = allow("sts:AssumeRole", TEAM_ROLE)
TO_TEAM: dict[str, Any] = {"action": "sts:AssumeRole", "resource": TEAM_ROLE}
TO_OTHER: dict[str, Any] = {"action": "sts:AssumeRole", "resource": OTHER_TEAM_ROLE}
EXTERNAL = {"StringEquals": {"sts:ExternalId": "42"}}
TRUST: Table = {
    "in one account a trust policy that names the caller is enough to become the role": yes(
        **TO_TEAM, policy=[trust({"AWS": READER})]
    ),
    "in one account a trust policy that names the user is enough to become the role": yes(
        **TO_TEAM, principal=ANN, policy=[trust({"AWS": ANN})]
    ),
    "a trust policy that names the account and an identity policy together suffice to become the role": yes(
        **TO_TEAM, identity=[ASSUME], policy=[trust({"AWS": ROOT})]
    ),
    "a trust policy that names the account needs an identity policy of the caller": no(
        **TO_TEAM, policy=[trust({"AWS": ROOT})]
    ),
    "an identity policy alone is not enough to become a role of the same account": no(
        **TO_TEAM, identity=[FULL], policy=[trust({"AWS": WRITER})]
    ),
    "nobody but the service becomes a role that trusts only the service": no(
        **TO_TEAM, identity=[FULL], policy=[trust({"Service": LAMBDA})]
    ),
    "a role does not become itself unless its trust policy says so": no(
        action="sts:AssumeRole", resource=READER, identity=[FULL], policy=[trust({"Service": LAMBDA})]
    ),
    "across accounts trust policy and identity policy together suffice to become the role": yes(
        **TO_OTHER, identity=[allow("sts:AssumeRole")], policy=[trust({"AWS": READER})], owner=OTHER
    ),
    "across accounts a trust policy alone is not enough to become the role": no(
        **TO_OTHER, policy=[trust({"AWS": READER})], owner=OTHER
    ),
    "across accounts an identity policy alone is not enough to become the role": no(
        **TO_OTHER, identity=[FULL], policy=[trust({"AWS": THIRD})], owner=OTHER
    ),
    "across accounts a trust policy may name the account of the caller": yes(
        **TO_OTHER, identity=[FULL], policy=[trust({"AWS": ACCOUNT})], owner=OTHER
    ),
    "a service becomes a role that trusts it": yes(**TO_TEAM, principal=LAMBDA, policy=[trust({"Service": LAMBDA})]),
    "a service does not become a role that trusts another service": no(
        **TO_TEAM, principal="bedrock.amazonaws.com", policy=[trust({"Service": LAMBDA})]
    ),
    "a service on behalf of another account does not become a role that trusts one account": no(
        **TO_TEAM,
        principal=LAMBDA,
        policy=[trust({"Service": LAMBDA}, when={"StringEquals": {"aws:SourceAccount": ACCOUNT}})],
        context={"aws:SourceAccount": OTHER},
    ),
    "an explicit deny in a trust policy wins": no(
        **TO_TEAM, identity=[FULL], policy=[trust({"AWS": READER}), deny("sts:*", None, by={"AWS": READER})]
    ),
    "an explicit deny in the identity policy of the caller wins over a trust policy": no(
        **TO_TEAM, identity=[deny("sts:AssumeRole")], policy=[trust({"AWS": READER})]
    ),
    "a trust policy allows only its actions": no(**TO_TEAM, policy=[allow("sts:TagSession", None, by={"AWS": READER})]),
    "a trust policy that asks for an external id takes the right one": yes(
        **TO_OTHER,
        identity=[FULL],
        policy=[trust({"AWS": ACCOUNT}, when=EXTERNAL)],
        context={"sts:ExternalId": "42"},
        owner=OTHER,
    ),
    "a trust policy that asks for an external id refuses a request without one": no(
        **TO_OTHER, identity=[FULL], policy=[trust({"AWS": ACCOUNT}, when=EXTERNAL)], owner=OTHER
    ),
    "a trust policy may name callers by aws:PrincipalArn": yes(
        **TO_OTHER,
        identity=[FULL],
        policy=[trust({"AWS": "*"}, when={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/read*"}})],
        owner=OTHER,
    ),
    # The second page: "If a permissions boundary is set for the user, then it must allow the sts:AssumeRole action."
    "the boundary of a user must allow it to become a role though the trust policy names the user": no(
        **TO_TEAM, principal=ANN, identity=[FULL], boundary=[S3], policy=[trust({"AWS": ANN})]
    ),
    "the SCPs of the caller must allow it to become a role": no(
        **TO_TEAM, identity=[FULL], policy=[trust({"AWS": READER})], scp={ACCOUNT: [[S3]]}
    ),
    "the RCPs of the role must allow a caller to become it": no(
        **TO_OTHER,
        identity=[FULL],
        policy=[trust({"AWS": READER})],
        owner=OTHER,
        rcp={OTHER: [[RCP_FULL, deny("sts:AssumeRole", by="*")]]},
    ),
}

# (11) Service principals, anonymous callers, the root user
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
# https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
PUT: dict[str, Any] = {"action": "s3:PutObject", "principal": LOGGING}
BEHALF = {"ArnLike": {ARN: "arn:aws:s3:::source"}, "StringEquals": {"aws:SourceAccount": ACCOUNT}}
LOGS = allow("s3:PutObject", f"{BUCKET}/*", by={"Service": LOGGING}, when=BEHALF)
CALLERS: Table = {
    "a service acts for the source that the resource policy names": yes(
        **PUT, policy=[LOGS], context={ARN: "arn:aws:s3:::source", "aws:SourceAccount": ACCOUNT}
    ),
    "a service does not act for another source": no(
        **PUT, policy=[LOGS], context={ARN: "arn:aws:s3:::elsewhere", "aws:SourceAccount": ACCOUNT}
    ),
    "a service does not act for another account": no(
        **PUT, policy=[LOGS], context={ARN: "arn:aws:s3:::source", "aws:SourceAccount": OTHER}
    ),
    "a service does not act without the source that is asked for": no(**PUT, policy=[LOGS]),
    "a service without a resource policy is refused": no(**PUT),
    "a grant to an account is none to a service": no(**PUT, policy=[allow("s3:*", by={"AWS": ACCOUNT})]),
    "a deny of * hits a service": no(**PUT, policy=[allow("s3:*", by={"Service": LOGGING}), deny("s3:*", by="*")]),
    "aws:PrincipalIsAWSService is true for a service": yes(
        **PUT, policy=[allow("s3:*", by={"Service": LOGGING}, when={"Bool": {"aws:PrincipalIsAWSService": "true"}})]
    ),
    "aws:PrincipalServiceName is the name of the service": yes(
        **PUT,
        policy=[allow("s3:*", by={"Service": LOGGING}, when={"StringEquals": {"aws:PrincipalServiceName": LOGGING}})],
    ),
    "aws:PrincipalServiceName is absent for a role": no(
        policy=[allow(by="*", when={"StringEquals": {"aws:PrincipalServiceName": LOGGING}})]
    ),
    "an anonymous caller without a resource policy is refused": no(principal=ANONYMOUS),
    "the principal * admits anonymous callers": yes(principal=ANONYMOUS, policy=[allow(by="*")]),
    "the principal AWS * admits anonymous callers": yes(principal=ANONYMOUS, policy=[allow(by={"AWS": "*"})]),
    "an account id admits no anonymous caller": no(principal=ANONYMOUS, policy=[allow(by={"AWS": ACCOUNT})]),
    "a service admits no anonymous caller": no(principal=ANONYMOUS, policy=[allow(by={"Service": LAMBDA})]),
    "aws:PrincipalAccount refuses an anonymous caller": no(
        principal=ANONYMOUS, policy=[allow(by="*", when={"StringEquals": {"aws:PrincipalAccount": ACCOUNT}})]
    ),
    "aws:PrincipalOrgID refuses an anonymous caller": no(
        principal=ANONYMOUS, policy=[allow(by="*", when={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})]
    ),
    "aws:PrincipalArn is absent for an anonymous caller": no(
        principal=ANONYMOUS, policy=[allow(by="*", when={"StringLike": {"aws:PrincipalArn": "*"}})]
    ),
    "the principal type of an anonymous caller is Anonymous": yes(
        principal=ANONYMOUS, policy=[allow(by="*", when={"StringEquals": {"aws:PrincipalType": "Anonymous"}})]
    ),
    "a deny of all but one aws:PrincipalArn hits an anonymous caller": no(
        principal=ANONYMOUS, policy=[allow(by="*"), deny(by="*", when={"ArnNotEquals": {"aws:PrincipalArn": READER}})]
    ),
    "a deny of requests without TLS hits an anonymous caller": no(
        principal=ANONYMOUS,
        policy=[allow(by="*"), deny(by="*", when={"Bool": {"aws:SecureTransport": "false"}})],
        context={"aws:SecureTransport": "false"},
    ),
    # "By default, all requests are implicitly denied with the exception of the AWS account root user, which has full
    # access": .../reference_policies_evaluation-logic_policy-eval-denyallow.html
    "the root user has full access to the resources of its account": yes(principal=ROOT),
    "a resource policy may deny the root user": no(principal=ROOT, policy=[deny(by={"AWS": ROOT})]),
    "the principal type of the root user is Account": yes(
        principal=ROOT, policy=[deny(by="*", when={"StringNotEquals": {"aws:PrincipalType": "Account"}})]
    ),
    "the root user of another account needs a grant": no(
        principal=OTHER_ROOT, owner=ACCOUNT, policy=[allow(by={"AWS": READER})]
    ),
}

# (12) Bedrock guardrails
# https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
ON_MODEL: dict[str, Any] = {"action": "bedrock:InvokeModel", "resource": MODEL}
V1, V2 = f"{GUARDRAIL}:1", f"{GUARDRAIL}:2"
MANTLE: dict[str, Any] = {
    "action": "bedrock-mantle:CreateInference",
    "resource": f"arn:aws:bedrock-mantle:eu-central-1:{ACCOUNT}:project/p",
}


def guarded(
    operator: str, wanted: str, given: str | None, action: str = "bedrock:InvokeModel", resource: str = MODEL
) -> Case:
    """An allow with a condition on the guardrail."""
    context: Context = {GUARD: given} if given else {}
    condition = {operator: {GUARD: wanted}}
    return Case(action=action, resource=resource, identity=[allow("bedrock:*", when=condition)], context=context)


def unguarded(
    operator: str, wanted: str, given: str | None, action: str = "bedrock:InvokeModel", resource: str = MODEL
) -> Case:
    """A deny with a condition on the guardrail, beside an allow of everything."""
    context: Context = {GUARD: given} if given else {}
    refused = deny(["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"], when={operator: {GUARD: wanted}})
    return Case(action=action, resource=resource, identity=[FULL, refused], context=context)


GUARDRAILS: Table = {
    "StringEquals admits the version of the guardrail": yes(guarded("StringEquals", V1, V1)),
    "StringEquals refuses another version of the guardrail": no(guarded("StringEquals", V1, V2)),
    "StringEquals on a version refuses the draft": no(guarded("StringEquals", V1, GUARDRAIL)),
    "StringEquals on the bare ARN admits the draft": yes(guarded("StringEquals", GUARDRAIL, GUARDRAIL)),
    "StringEquals on the bare ARN refuses a version": no(guarded("StringEquals", GUARDRAIL, V1)),
    "an allow with a guardrail refuses a request without one": no(guarded("StringEquals", V1, None)),
    "ArnEquals on the bare ARN admits the draft": yes(guarded("ArnEquals", GUARDRAIL, GUARDRAIL)),
    "ArnEquals on the bare ARN refuses a version": no(guarded("ArnEquals", GUARDRAIL, V1)),
    "ArnEquals with :* admits every version": yes(guarded("ArnEquals", f"{GUARDRAIL}:*", V2)),
    "ArnEquals with :* refuses the draft": no(guarded("ArnEquals", f"{GUARDRAIL}:*", GUARDRAIL)),
    "StringLike with :* admits every version": yes(guarded("StringLike", f"{GUARDRAIL}:*", V2)),
    "StringLike with :* refuses no guardrail": no(guarded("StringLike", f"{GUARDRAIL}:*", None)),
    "a deny unless the guardrail spares the guardrail": yes(unguarded("StringNotEquals", V1, V1)),
    "a deny unless the guardrail hits another version": no(unguarded("StringNotEquals", V1, V2)),
    "a deny unless the guardrail hits a request without one": no(unguarded("StringNotEquals", V1, None)),
    "a deny unless the guardrail hits a stream without one": no(
        unguarded("StringNotEquals", V1, None, "bedrock:InvokeModelWithResponseStream")
    ),
    "IfExists does not soften a deny unless the guardrail": no(unguarded("StringNotEqualsIfExists", V1, None)),
    "a deny unless the bare ARN hits every version": no(unguarded("ArnNotEquals", GUARDRAIL, V1)),
    "a deny unless the bare ARN spares the draft": yes(unguarded("ArnNotEquals", GUARDRAIL, GUARDRAIL)),
    "a deny unless :* spares every version": yes(unguarded("ArnNotLike", f"{GUARDRAIL}:*", V2)),
    "a deny if the guardrail is absent hits a request without one": no(unguarded("Null", "true", None)),
    "a deny if the guardrail is absent takes any guardrail": yes(unguarded("Null", "true", V2)),
    "an allow of Converse allows nothing since Converse is authorised as InvokeModel": no(
        **ON_MODEL, identity=[allow(["bedrock:Converse", "bedrock:ConverseStream"])]
    ),
    "a deny unless the guardrail on InvokeModel does not stop a batch job": yes(
        unguarded("StringNotEquals", V1, None, "bedrock:CreateModelInvocationJob")
    ),
    "an allow with a guardrail refuses a batch job since that has no such key": no(
        guarded("StringEquals", V1, None, "bedrock:CreateModelInvocationJob")
    ),
    "a batch job is stopped by a deny of its own": no(
        action="bedrock:CreateModelInvocationJob",
        resource=MODEL,
        identity=[FULL, deny("bedrock:CreateModelInvocationJob")],
    ),
    "a deny unless the guardrail on InvokeModel does not stop an agent": yes(
        unguarded("StringNotEquals", V1, None, "bedrock:InvokeAgent", AGENT)
    ),
    "an allow with a guardrail refuses an agent since that has no such key": no(
        guarded("StringEquals", V1, None, "bedrock:InvokeAgent", AGENT)
    ),
    "an agent is stopped by a deny of its own": no(
        action="bedrock:InvokeAgent", resource=AGENT, identity=[FULL, deny("bedrock:InvokeAgent")]
    ),
    "a deny unless the guardrail on InvokeModel does not stop a flow": yes(
        unguarded("StringNotEquals", V1, None, "bedrock:InvokeFlow", FLOW)
    ),
    "an allow with a guardrail refuses a flow since that has no such key": no(
        guarded("StringEquals", V1, None, "bedrock:InvokeFlow", FLOW)
    ),
    "a flow is stopped by a deny of its own": no(
        action="bedrock:InvokeFlow", resource=FLOW, identity=[FULL, deny("bedrock:InvokeFlow")]
    ),
    "an allow of bedrock:* does not reach bedrock-mantle": no(**MANTLE, identity=[allow("bedrock:*")]),
    "a deny of bedrock:* does not stop bedrock-mantle": yes(**MANTLE, identity=[FULL, deny("bedrock:*")]),
    "bedrock-mantle is stopped by a deny of its own": no(**MANTLE, identity=[FULL, deny("bedrock-mantle:*")]),
}

# S3 perimeters, object tags, Lambda functions
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
# https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
ELSEWHERE = {"StringNotEquals": {VPCE: "vpce-1"}}
PERIMETER = deny("s3:*", by="*", when=ELSEWHERE)
BUT_VIA = deny("s3:*", by="*", when=ELSEWHERE | {"Bool": {"aws:ViaAWSService": "false"}})
BUT_SERVICES = deny(
    "s3:*",
    by="*",
    when={
        "StringNotEqualsIfExists": {VPCE: "vpce-1"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
    },
)
SERVICE_PUTS = allow("s3:PutObject", by={"Service": LOGGING})
OTHER_FUNCTION = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:other"
PERIMETERS: Table = {
    "a deny unless the endpoint spares the endpoint": yes(identity=[FULL], policy=[PERIMETER], context=THROUGH),
    "a deny unless the endpoint hits another endpoint": no(
        identity=[FULL], policy=[PERIMETER], context={VPCE: "vpce-2"}
    ),
    "a deny unless the endpoint hits a request from the internet": no(identity=[FULL], policy=[PERIMETER]),
    "a deny unless the endpoint hits the root user": no(principal=ROOT, policy=[BY_ROOT, PERIMETER]),
    "a deny unless the endpoint hits a service that acts for the caller": no(
        identity=[FULL], policy=[PERIMETER], context={"aws:ViaAWSService": "true"}
    ),
    "a deny with aws:ViaAWSService false spares a service that acts for the caller": yes(
        identity=[FULL], policy=[BUT_VIA], context={"aws:ViaAWSService": "true"}
    ),
    "a deny with aws:ViaAWSService false still hits a direct request": no(identity=[FULL], policy=[BUT_VIA]),
    "a deny unless the endpoint hits a service principal": no(**PUT, policy=[SERVICE_PUTS, PERIMETER]),
    "a deny with aws:ViaAWSService false does not spare a service principal": no(**PUT, policy=[SERVICE_PUTS, BUT_VIA]),
    "a deny with aws:PrincipalIsAWSService false spares a service principal": yes(
        **PUT, policy=[SERVICE_PUTS, BUT_SERVICES]
    ),
    "a deny with aws:PrincipalIsAWSService false still hits a role from the internet": no(
        identity=[FULL], policy=[BUT_SERVICES]
    ),
    "a deny with aws:PrincipalIsAWSService false spares a role through the endpoint": yes(
        identity=[FULL], policy=[BUT_SERVICES], context=THROUGH
    ),
    "IfExists does not soften a deny unless the endpoint": no(
        identity=[FULL], policy=[deny("s3:*", by="*", when={"StringNotEqualsIfExists": {VPCE: "vpce-1"}})]
    ),
    "s3:ExistingObjectTag admits the tag of the object": yes(when({"StringEquals": {TAG: "public"}}, {TAG: "public"})),
    "s3:ExistingObjectTag refuses another tag": no(when({"StringEquals": {TAG: "public"}}, {TAG: "secret"})),
    "s3:ExistingObjectTag refuses an object without the tag": no(when({"StringEquals": {TAG: "public"}}, {})),
    "a deny unless the tag hits an object without the tag": no(unless({"StringNotEquals": {TAG: "public"}}, {})),
    "a deny of a tag misses an object without the tag": yes(unless({"StringEquals": {TAG: "secret"}}, {})),
    "lambda:SourceFunctionArn admits the function": yes(when({"ArnEquals": {CALLER: FUNCTION}}, {CALLER: FUNCTION})),
    "lambda:SourceFunctionArn refuses another function": no(
        when({"ArnEquals": {CALLER: FUNCTION}}, {CALLER: OTHER_FUNCTION})
    ),
    "lambda:SourceFunctionArn refuses a request from no function": no(when({"ArnEquals": {CALLER: FUNCTION}}, {})),
    "lambda:SourceFunctionArn takes wildcards": yes(
        when({"ArnLike": {CALLER: f"arn:aws:lambda:*:{ACCOUNT}:function:*"}}, {CALLER: FUNCTION})
    ),
    "a deny unless the function hits a request from no function": no(unless({"ArnNotEquals": {CALLER: FUNCTION}}, {})),
    "a deny unless the function beside Null false misses a request from no function": yes(
        unless({"ArnNotEquals": {CALLER: FUNCTION}, "Null": {CALLER: "false"}}, {})
    ),
    "a deny unless the function beside Null false hits another function": no(
        unless({"ArnNotEquals": {CALLER: FUNCTION}, "Null": {CALLER: "false"}}, {CALLER: OTHER_FUNCTION})
    ),
}


TABLES = [
    IDENTITY,
    STRINGS,
    NUMBERS_AND_DATES,
    OTHER_OPERATORS,
    SEVERAL_CONDITIONS,
    SETS,
    VARIABLES,
    KEYS,
    PRINCIPALS,
    SAME_ACCOUNT,
    CROSS_ACCOUNT,
    LIMITS,
    ORGANIZATION,
    ENDPOINTS,
    KMS,
    TRUST,
    CALLERS,
    GUARDRAILS,
    PERIMETERS,
]


@pytest.mark.parametrize(
    ("case", "verdict"),
    [pytest.param(row.case, row.allowed, id=sentence) for table in TABLES for sentence, row in table.items()],
)
def test_verdict(case: Case, verdict: bool) -> None:  # noqa: FBT001 - a column of the tables
    assert decide(case).allowed is verdict


def test_each_case_has_a_sentence_of_its_own() -> None:
    sentences = Counter(sentence for table in TABLES for sentence in table)
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        pytest.param(Case(identity=[FULL]), Reason.ALLOWED, id="an allowed request says so"),
        pytest.param(
            Case(identity=[FULL, deny()]), Reason.EXPLICIT_DENY, id="a deny in an identity policy is explicit"
        ),
        pytest.param(
            Case(identity=[FULL], policy=[deny(by="*")]),
            Reason.EXPLICIT_DENY,
            id="a deny in a resource policy is explicit",
        ),
        pytest.param(
            Case(policy=[deny(by="*")]), Reason.EXPLICIT_DENY, id="an explicit deny is named before a missing allow"
        ),
        pytest.param(Case(), Reason.NO_IDENTITY_POLICY, id="in one account the identity policy is missed"),
        pytest.param(
            Case(**OUTSIDE, policy=[BY_STRANGER]),
            Reason.NO_IDENTITY_POLICY,
            id="across accounts the identity policy is missed beside a resource policy",
        ),
        pytest.param(
            Case(**OUTSIDE, identity=[FULL]),
            Reason.NO_RESOURCE_POLICY,
            id="across accounts the resource policy is missed beside an identity policy",
        ),
        pytest.param(
            Case(principal=ANONYMOUS), Reason.NO_RESOURCE_POLICY, id="an anonymous caller misses a resource policy"
        ),
        pytest.param(Case(principal=LAMBDA), Reason.NO_RESOURCE_POLICY, id="a service misses a resource policy"),
        pytest.param(
            Case(identity=[FULL], boundary=[SQS]), Reason.BOUNDARY, id="a boundary that does not allow is named"
        ),
        pytest.param(
            Case(boundary=[SQS], policy=[BY_READER]),
            Reason.BOUNDARY,
            id="a boundary that limits a resource policy is named",
        ),
        pytest.param(
            Case(identity=[FULL], session=[SQS]), Reason.SESSION, id="a session policy that does not allow is named"
        ),
        pytest.param(
            Case(identity=[FULL], scp={ACCOUNT: [[FULL], [SQS]]}), Reason.SCP, id="an SCP that lacks is named"
        ),
        pytest.param(
            Case(identity=[FULL], rcp={ACCOUNT: [[RCP_FULL], [SQS_BY_ALL]]}),
            Reason.RCP,
            id="an RCP that lacks is named",
        ),
        pytest.param(
            Case(identity=[FULL], context=THROUGH, endpoints={"vpce-1": [SQS_BY_ALL]}),
            Reason.ENDPOINT,
            id="an endpoint policy that does not allow is named",
        ),
        pytest.param(
            Case(**ON_KEY, identity=[FULL], policy=[ADMIN]),
            Reason.KEY_POLICY,
            id="a key policy that does not let identity policies count is named",
        ),
        pytest.param(
            Case(**TO_TEAM, identity=[FULL], policy=[trust({"Service": LAMBDA})]),
            Reason.TRUST_POLICY,
            id="a trust policy that does not name the caller is named",
        ),
    ],
)
def test_reason(case: Case, reason: Reason) -> None:
    assert decide(case).reason is reason


@pytest.mark.parametrize(
    ("case", "sids"),
    [
        pytest.param(
            Case(identity=[allow(sid="Read"), allow("s3:PutObject", sid="Write")]),
            {"Read"},
            id="the statement that allows decides and no other",
        ),
        pytest.param(
            Case(identity=[allow(sid="Read"), deny(sid="Never"), deny("s3:PutObject", sid="Also")]),
            {"Never"},
            id="the deny that matches decides and no other",
        ),
        pytest.param(
            Case(identity=[allow(sid="Read")], policy=[deny(by="*", sid="Never")]),
            {"Never"},
            id="the deny in a resource policy decides",
        ),
        pytest.param(
            Case(policy=[allow(by={"AWS": READER}, sid="Shared")]),
            {"Shared"},
            id="the allow in a resource policy decides",
        ),
    ],
)
def test_deciding_statements(case: Case, sids: set[str]) -> None:
    assert {each.sid for each in decide(case).statements} == sids


def test_a_deny_that_decides_has_the_effect_deny() -> None:
    decision = decide(Case(identity=[FULL, deny(sid="Never")]))
    assert [each.effect for each in decision.statements] == ["Deny"]


def test_both_allows_of_a_request_across_accounts_decide() -> None:
    decision = decide(
        Case(**OUTSIDE, identity=[allow(sid="Theirs")], policy=[allow(by={"AWS": OTHER}, sid="Ours")]),
    )
    assert {each.sid for each in decision.statements} == {"Theirs", "Ours"}


def test_a_document_may_be_json_text() -> None:
    world = World(identities={READER: Identity(policies=(parse(json.dumps(doc(allow()))),), boundary=None)})
    assert evaluate(Request(principal=READER, action="s3:GetObject", resource=OBJECT), world).allowed


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
@pytest.mark.parametrize(
    "document",
    [
        pytest.param(doc({"Action": "s3:*", "Resource": "*"}), id="a statement needs an effect"),
        pytest.param(doc({"Effect": "allow", "Action": "s3:*", "Resource": "*"}), id="the case of an effect counts"),
        pytest.param(doc(allow(NotAction="sqs:*")), id="Action and NotAction exclude one another"),
        pytest.param(doc(allow(NotResource="*")), id="Resource and NotResource exclude one another"),
        pytest.param(
            doc(allow(by="*", NotPrincipal={"AWS": ROOT})), id="Principal and NotPrincipal exclude one another"
        ),
        pytest.param(doc(allow(None)), id="a statement needs an action"),
        pytest.param({"Version": "2012-10-17", "Statement": "Allow"}, id="a statement is an object or a list"),
        pytest.param({"Version": "2012-10-17"}, id="a document needs a statement"),
        pytest.param('{"Version": "2012-10-17", "Statement": [', id="a document is JSON"),
    ],
)
def test_a_malformed_document_is_refused(document: Statement | str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(document)


@pytest.mark.parametrize(
    "operator",
    [
        pytest.param("StringMatches", id="an unknown operator is not understood"),
        pytest.param("ForSomeValues:StringEquals", id="an unknown qualifier is not understood"),
    ],
)
def test_a_condition_that_is_not_understood_is_refused(operator: str) -> None:
    with pytest.raises(Unsupported):
        parse(doc(allow(when={operator: {TEAM: "data"}})))


def test_the_null_operator_takes_no_if_exists() -> None:
    with pytest.raises((Unsupported, ValueError)):
        parse(doc(allow(when={"NullIfExists": {TEAM: "true"}})))


@pytest.mark.parametrize(
    "principal",
    [{"CanonicalUser": "79a59df900b949e5"}, {"AWS": "AROAXXXXXXXXXXXXXXXXX"}, {"AWS": [ROOT, "AIDAXXXXXXXXXXXXXXXXX"]}],
    ids=str,
)
def test_a_principal_that_only_aws_knows_is_not_understood(principal: dict[str, Any]) -> None:
    with pytest.raises(Unsupported):
        parse(doc(allow(by=principal)))


def test_an_allow_for_all_but_somebody_is_not_understood() -> None:
    with pytest.raises(Unsupported, match="NotPrincipal must stand with Deny"):
        parse(doc(allow(NotPrincipal={"AWS": ROOT})))


def test_null_has_one_value() -> None:
    with pytest.raises(Unsupported):
        parse(doc(allow(when={"Null": {TEAM: ["true", "false"]}})))


def test_a_variable_that_is_none_is_not_understood() -> None:
    with pytest.raises(Unsupported, match="variable"):
        decide(Case(identity=[allow(resource="arn:aws:s3:::bucket/${aws:username, nobody}")]))


def test_a_deny_but_of_some_resources_spares_whatever_a_star_may_reach() -> None:
    assert decide(Case(identity=[FULL, deny(resource=None, NotResource="arn:aws:s3:*")])).allowed
    assert not decide(Case(identity=[FULL, deny(resource=None, NotResource="arn:aws:sqs:*")])).allowed
