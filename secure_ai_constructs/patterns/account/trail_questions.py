"""Who accessed what, when: the questions that are asked of a trail, in Athena's SQL and in Logs Insights.

AWS source: https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
"""

from __future__ import annotations

from dataclasses import dataclass

_IDENTITY = (
    "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,"
    "username:string,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,"
    "sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>>>"
)
COLUMNS = {
    "eventversion": "string",
    "useridentity": _IDENTITY,
    "eventtime": "string",
    "eventsource": "string",
    "eventname": "string",
    "awsregion": "string",
    "sourceipaddress": "string",
    "useragent": "string",
    "errorcode": "string",
    "errormessage": "string",
    "requestparameters": "string",
    "responseelements": "string",
    "additionaleventdata": "string",
    "requestid": "string",
    "eventid": "string",
    "readonly": "string",
    "resources": "array<struct<arn:string,accountid:string,type:string>>",
    "eventtype": "string",
    "recipientaccountid": "string",
    "sharedeventid": "string",
    "vpcendpointid": "string",
    "eventcategory": "string",
}
PARTITIONS = {"region": "string", "day": "string"}

_INVOCATIONS = ("Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream")
_MODEL = "json_extract_scalar(requestparameters, '$.modelId')"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in the words of both: what is shown, and of which events."""

    id: str
    title: str
    columns: tuple[tuple[str, str, str], ...]
    """What an answer shows: a name, in SQL, and in Logs Insights."""
    sql: str
    insights: str
    table: str = "events"
    """Which table is asked: what endpoints refused is delivered to a folder of its own."""


_WHO = ("principal", "useridentity.arn", "userIdentity.arn")


def _in_sql(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in names)


def _in_insights(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{one}"' for one in names)


QUESTIONS = (
    Question(
        "Invocations",
        "Who invoked which model",
        (_WHO, ("model", _MODEL, "requestParameters.modelId")),
        f"eventsource = 'bedrock.amazonaws.com' AND eventname IN ({_in_sql(_INVOCATIONS)})",
        f'eventSource = "bedrock.amazonaws.com" and eventName in [{_in_insights(_INVOCATIONS)}]',
    ),
    Question(
        "Unguarded",
        "Who invoked a model without a guardrail",
        (_WHO, ("model", _MODEL, "requestParameters.modelId")),
        f"eventsource = 'bedrock.amazonaws.com' AND eventname IN ({_in_sql(_INVOCATIONS)})"
        " AND json_extract_scalar(requestparameters, '$.guardrailIdentifier') IS NULL"
        " AND json_extract(requestparameters, '$.guardrailConfig') IS NULL",
        f'eventSource = "bedrock.amazonaws.com" and eventName in [{_in_insights(_INVOCATIONS)}]'
        " and not ispresent(requestParameters.guardrailIdentifier)"
        " and not ispresent(requestParameters.guardrailConfig.guardrailIdentifier)",
    ),
    Question(
        "Retrievals",
        "Who retrieved from which knowledge base",
        (
            _WHO,
            (
                "knowledge_base",
                "json_extract_scalar(requestparameters, '$.knowledgeBaseId')",
                "requestParameters.knowledgeBaseId",
            ),
        ),
        "eventname IN ('Retrieve', 'RetrieveAndGenerate', 'RetrieveAndGenerateStream')",
        'eventName in ["Retrieve", "RetrieveAndGenerate", "RetrieveAndGenerateStream"]',
    ),
    Question(
        "Objects",
        "Who read which objects",
        (
            _WHO,
            ("bucket", "json_extract_scalar(requestparameters, '$.bucketName')", "requestParameters.bucketName"),
            ("key", "json_extract_scalar(requestparameters, '$.key')", "requestParameters.key"),
        ),
        "eventsource = 's3.amazonaws.com' AND eventname = 'GetObject'",
        'eventSource = "s3.amazonaws.com" and eventName = "GetObject"',
    ),
    Question(
        "PastTheBase",
        "Who read objects, and Bedrock did not for them",
        (
            _WHO,
            ("bucket", "json_extract_scalar(requestparameters, '$.bucketName')", "requestParameters.bucketName"),
        ),
        "eventsource = 's3.amazonaws.com' AND eventname = 'GetObject'"
        " AND coalesce(useridentity.invokedby, '') <> 'bedrock.amazonaws.com'",
        'eventSource = "s3.amazonaws.com" and eventName = "GetObject"'
        ' and (not ispresent(userIdentity.invokedBy) or userIdentity.invokedBy != "bedrock.amazonaws.com")',
    ),
    Question(
        "KeyUse",
        "Who used which key",
        (_WHO, ("key", "resources[1].arn", "resources.0.ARN"), ("call", "eventname", "eventName")),
        "eventsource = 'kms.amazonaws.com' AND eventname IN ('Decrypt', 'Encrypt', 'GenerateDataKey')"
        " AND cardinality(resources) > 0",
        'eventSource = "kms.amazonaws.com" and eventName in ["Decrypt", "Encrypt", "GenerateDataKey"]',
    ),
    Question(
        "Refusals",
        "Whom a VPC endpoint refused what",
        (_WHO, ("endpoint", "vpcendpointid", "vpcEndpointId"), ("call", "eventname", "eventName")),
        "errorcode = 'VpceAccessDenied'",
        'errorCode = "VpceAccessDenied"',
        "refusals",
    ),
    Question(
        "Keys",
        "Who switched off, opened or deleted a key",
        (_WHO, ("call", "eventname", "eventName"), ("parameters", "requestparameters", "requestParameters.keyId")),
        "eventsource = 'kms.amazonaws.com' AND eventname IN ('DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion')",
        'eventSource = "kms.amazonaws.com" and eventName in ["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"]',
    ),
)
DAYS = 30
"""How far back a question looks, unless somebody changes it."""


def sql(question: Question, *, table: str, region: str) -> str:
    """A question in Athena's SQL; partitions are read by Region and day, so both are named."""
    shown = ",\n  ".join(f"{expression} AS {name}" for name, expression, _ in question.columns)
    groups = ", ".join(str(i + 1) for i in range(len(question.columns)))
    return (
        f"SELECT\n  {shown},\n  count(*) AS calls,\n  min(eventtime) AS first_call,\n  max(eventtime) AS last_call\n"
        f"FROM {table}\nWHERE region = '{region}'\n"
        f"  AND day >= date_format(current_date - interval '{DAYS}' day, '%Y/%m/%d')\n"
        f"  AND {question.sql}\nGROUP BY {groups}\nORDER BY calls DESC"
    )


def insights(question: Question) -> str:
    """A question in the language of Logs Insights."""
    shown = ", ".join(f"{field} as {name}" for name, _, field in question.columns)
    names = ", ".join(name for name, _, _ in question.columns)
    return (
        f"fields {shown}\n| filter {question.insights}\n"
        f"| stats count(*) as calls, min(@timestamp) as first_call, max(@timestamp) as last_call by {names}\n"
        "| sort calls desc"
    )
