"""The questions to the trail, ready to be run: in Logs Insights over the last year, in Athena over the whole archive.

AWS source: https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_athena as athena
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from secure_ai_constructs.patterns.account.audit_trail import AuditTrail
from secure_ai_constructs.patterns.account.trail_questions import (
    COLUMNS,
    PARTITIONS,
    QUESTIONS,
    Question,
    insights,
    sql,
)
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations
from secure_ai_constructs.patterns.foundation.caller import attach
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


QUERY_ACTIONS = (
    "athena:GetNamedQuery",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:ListNamedQueries",
    "athena:ListQueryExecutions",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)
TABLE_ACTIONS = ("glue:GetDatabase", "glue:GetPartitions", "glue:GetTable")
LOG_ACTIONS = ("logs:DescribeQueryDefinitions", "logs:GetQueryResults", "logs:StopQuery")
"""They have no resource level; what may be asked, `logs:StartQuery` on the group says."""
TABLES = (("Table", "events", "CloudTrail"), ("RefusalsTable", "refusals", "CloudTrail-NetworkActivity"))
"""Construct, name and folder: network activity events are delivered beside the others."""


class TrailQueries(Construct):
    """A table over the trail's archive, a workgroup whose results are encrypted, and the saved questions."""

    def __init__(self, scope: Construct, id: str, *, trail: AuditTrail, key: kms.IKey, operations: Operations) -> None:
        """Creates the table, the workgroup and the questions; results go to a bucket under `key`."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_part("trail", trail, AuditTrail, of=self)
        self._trail, self._key = trail, key
        self.results = DataBucket(
            self, "Results", key=key, access_logs=operations.access_logs, profile=DataProfile.ARTIFACTS
        )
        self.database_name = unique_name(self, "trail").replace("-", "_")
        self.database = glue.CfnDatabase(
            self,
            "Database",
            catalog_id=Stack.of(self).account,
            database_input=glue.CfnDatabase.DatabaseInputProperty(name=self.database_name),
        )
        self.tables = {name: self._table(construct, name, folder) for construct, name, folder in TABLES}
        self.workgroup = self._workgroup()
        self.questions = [self._saved(question) for question in QUESTIONS]
        document = iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": self._statements()})
        self.policy = iam.ManagedPolicy(self, "Policy", document=document, description="Asks the trail")

    def _table(self, id: str, name: str, folder: str) -> glue.CfnTable:
        stack = Stack.of(self)
        location = f"s3://{self._trail.archive.bucket.bucket_name}/{self._trail.prefix}{folder}/"
        table = glue.CfnTable(
            self,
            id,
            catalog_id=stack.account,
            database_name=self.database_name,
            table_input=glue.CfnTable.TableInputProperty(
                name=name,
                table_type="EXTERNAL_TABLE",
                partition_keys=_columns(PARTITIONS),
                parameters={
                    "projection.enabled": "true",
                    "projection.region.type": "injected",
                    "projection.day.type": "date",
                    "projection.day.format": "yyyy/MM/dd",
                    "projection.day.range": "2026/01/01,NOW",
                    "projection.day.interval": "1",
                    "projection.day.interval.unit": "DAYS",
                    "storage.location.template": f"{location}${{region}}/${{day}}",
                },
                storage_descriptor=glue.CfnTable.StorageDescriptorProperty(
                    columns=_columns(COLUMNS),
                    location=location,
                    input_format="com.amazon.emr.cloudtrail.CloudTrailInputFormat",
                    output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                    serde_info=glue.CfnTable.SerdeInfoProperty(
                        serialization_library="org.apache.hive.hcatalog.data.JsonSerDe"
                    ),
                ),
            ),
        )
        table.node.add_dependency(self.database)
        return table

    def _workgroup(self) -> athena.CfnWorkGroup:
        return athena.CfnWorkGroup(
            self,
            "WorkGroup",
            name=unique_name(self, "trail"),
            description="Questions to the trail",
            recursive_delete_option=True,  # a group that was ever asked cannot be deleted otherwise
            work_group_configuration=athena.CfnWorkGroup.WorkGroupConfigurationProperty(
                enforce_work_group_configuration=True,
                publish_cloud_watch_metrics_enabled=True,
                result_configuration=athena.CfnWorkGroup.ResultConfigurationProperty(
                    output_location=f"s3://{self.results.bucket.bucket_name}/answers/",
                    encryption_configuration=athena.CfnWorkGroup.EncryptionConfigurationProperty(
                        encryption_option="SSE_KMS", kms_key=self._key.key_arn
                    ),
                ),
            ),
        )

    def _saved(self, question: Question) -> Construct:
        """The question in both places, under one name."""
        scope = Construct(self, question.id)
        table = f'"{self.database_name}"."{question.table}"'
        named = athena.CfnNamedQuery(
            scope,
            "Archive",
            name=question.title,
            database=self.database_name,
            work_group=self.workgroup.name,
            query_string=sql(question, table=table, region=Stack.of(self).region),
        )
        named.node.add_dependency(self.workgroup, self.tables[question.table])
        logs.CfnQueryDefinition(
            scope,
            "LastYear",
            name=f"{Stack.of(self).stack_name}/{question.title}",
            log_group_names=[self._trail.log_group.log_group_name],
            query_string=insights(question),
        )
        return scope

    def grant_query(self, role: iam.IRole) -> None:
        """Lets a role ask the archive and the last year, and read the answers.

        The role must stand in this stack or exist already: the buckets' locks name it.
        """
        for bucket in (self._trail.archive, self.results):
            bucket.grant_read_objects(role)
        self.results.grant_write_objects(role)
        attach(self.policy, role)

    def _statements(self) -> list[dict[str, Any]]:
        stack = Stack.of(self)
        glue_place = f"arn:{stack.partition}:glue:{stack.region}:{stack.account}"
        workgroup = f"arn:{stack.partition}:athena:{stack.region}:{stack.account}:workgroup/{self.workgroup.name}"
        buckets = [self._trail.archive.bucket.bucket_arn, self.results.bucket.bucket_arn]
        return [
            _allow("Ask", QUERY_ACTIONS, [workgroup]),
            _allow(
                "Table",
                TABLE_ACTIONS,
                [
                    f"{glue_place}:catalog",
                    f"{glue_place}:database/{self.database_name}",
                    *(f"{glue_place}:table/{self.database_name}/{name}" for name in self.tables),
                ],
            ),
            _allow("Buckets", ("s3:GetBucketLocation", "s3:ListBucket"), buckets),
            _allow("UseKey", ("kms:Decrypt", "kms:GenerateDataKey"), [self._key.key_arn]),
            _allow("AskTheLastYear", ("logs:StartQuery",), [self._trail.log_group.log_group_arn]),
            _allow("ReadAnswers", LOG_ACTIONS, ["*"]),
        ]


def _allow(sid: str, actions: tuple[str, ...], resources: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}


def _columns(named: dict[str, str]) -> list[glue.CfnTable.ColumnProperty]:
    return [glue.CfnTable.ColumnProperty(name=name, type=kind) for name, kind in named.items()]
