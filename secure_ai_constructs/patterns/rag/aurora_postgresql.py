"""Vectors in PostgreSQL: a serverless Aurora cluster of the team's own, which no network address leads to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct, IDependable

from secure_ai_constructs.patterns.foundation import Service, ServiceFunction

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.foundation import PrivateNetwork
    from secure_ai_constructs.patterns.rag.vector_store import Surroundings

ENGINE_VERSION = "16.11"
DATABASE, SCHEMA = "knowledge", "bedrock_integration"
USER = "bedrock_user"
PORT = 5433
"""Not the default, which scanners try first; the Data API needs no port at all."""
STATEMENT_ACTIONS = ("rds-data:BatchExecuteStatement", "rds-data:ExecuteStatement")
SECRET_ACTIONS = (
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
)
ROTATION_DAYS = 30


class AuroraPostgresql(Construct):
    """An Aurora Serverless v2 cluster with pgvector, spoken to through the Data API alone.

    Its security group admits nobody: Bedrock and the handlers use the RDS Data API, with secrets
    that rotate. The master's secret belongs to RDS, the knowledge base's own to the team.
    AWS source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.VectorDB.html
    """

    def __init__(self, scope: Construct, id: str, *, surroundings: Surroundings, max_capacity: float) -> None:
        """Creates cluster, secret, table and rotation; the cluster is kept when the stack is deleted."""
        super().__init__(scope, id)
        self._around = surroundings
        self._table_name = f"documents_{surroundings.fingerprint}"
        self.cluster = self._cluster(max_capacity)
        self.instance = rds.CfnDBInstance(
            self,
            "Instance",
            engine="aurora-postgresql",
            db_cluster_identifier=self.cluster.ref,
            db_instance_class="db.serverless",
            publicly_accessible=False,
            auto_minor_version_upgrade=True,
        )
        # The L2 would open the team's key to the whole account through Secrets Manager.
        self.secret = secretsmanager.CfnSecret(
            self,
            "Secret",
            description="What Bedrock's knowledge base signs in to the vectors with",
            kms_key_id=surroundings.key.key_arn,
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                secret_string_template=json.dumps({"username": USER}),
                generate_string_key="password",
                exclude_punctuation=True,
                password_length=40,
            ),
        )
        self.secret.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self._master = self.cluster.attr_master_user_secret_secret_arn
        self.table_function = self._function(
            "TableFunction", "vector_database", "Makes the table that a knowledge base keeps its vectors in"
        )
        self.rotation_function = self._function(
            "RotationFunction", "vector_database.rotation", "Rotates what a knowledge base signs in with"
        )
        self._allow_rotation()
        surroundings.network.reach_answers()
        self.table_function.reach_s3()
        self.table = self._table()
        self.rotation = self._rotation()

    @property
    def variant(self) -> str:
        """Nothing: a cluster grows and shrinks in place."""
        return ""

    @property
    def storage(self) -> bedrock.CfnKnowledgeBase.StorageConfigurationProperty:
        """The table of the cluster, and its columns."""
        kind = bedrock.CfnKnowledgeBase
        return kind.StorageConfigurationProperty(
            type="RDS",
            rds_configuration=kind.RdsConfigurationProperty(
                resource_arn=self.cluster.attr_db_cluster_arn,
                credentials_secret_arn=self.secret.ref,
                database_name=DATABASE,
                table_name=f"{SCHEMA}.{self._table_name}",
                field_mapping=kind.RdsFieldMappingProperty(
                    primary_key_field="id",
                    vector_field="embedding",
                    text_field="chunks",
                    metadata_field="metadata",
                    custom_metadata_field="custom_metadata",
                ),
            ),
        )

    @property
    def statements(self) -> list[dict[str, Any]]:
        """Statements on this cluster, signed in with this secret."""
        cluster = self.cluster.attr_db_cluster_arn
        return [
            {"Sid": "FindCluster", "Effect": "Allow", "Action": "rds:DescribeDBClusters", "Resource": cluster},
            {"Sid": "Vectors", "Effect": "Allow", "Action": list(STATEMENT_ACTIONS), "Resource": cluster},
            _read_secret(self.secret.ref),
        ]

    def lock_to(self, role: iam.IRole) -> list[IDependable]:
        """Denies the secret to every other principal, by its own policy; without it the table is not read."""
        named = [one.role_arn for one in (role, self.table_function.role, self.rotation_function.role)]
        lock = {
            "Sid": "LockedToKnowledgeBase",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "secretsmanager:GetSecretValue",
            "Resource": "*",
            "Condition": {
                "ArnNotLike": {"aws:PrincipalArn": named},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        }
        self.policy = secretsmanager.CfnResourcePolicy(
            self,
            "SecretPolicy",
            secret_id=self.secret.ref,
            block_public_policy=True,
            resource_policy={"Version": "2012-10-17", "Statement": [lock]},
        )
        self.policy.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        return [self.table, self.instance]

    def _cluster(self, max_capacity: float) -> rds.CfnDBCluster:
        network, key = self._around.network, self._around.key
        self.subnet_group = rds.CfnDBSubnetGroup(
            self,
            "SubnetGroup",
            db_subnet_group_description="Isolated subnets for the vectors of a team",
            subnet_ids=network.subnet_ids,
        )
        self.security_group = ec2.SecurityGroup(
            self, "SecurityGroup", vpc=network.vpc, description="Admits nobody", allow_all_outbound=False
        )
        cluster = rds.CfnDBCluster(
            self,
            "Cluster",
            engine="aurora-postgresql",
            engine_version=ENGINE_VERSION,
            database_name=DATABASE,
            port=PORT,
            master_username="administrator",
            manage_master_user_password=True,
            master_user_secret=rds.CfnDBCluster.MasterUserSecretProperty(kms_key_id=key.key_arn),
            storage_encrypted=True,
            kms_key_id=key.key_arn,
            enable_http_endpoint=True,
            enable_iam_database_authentication=True,
            deletion_protection=True,
            backup_retention_period=14,
            copy_tags_to_snapshot=True,
            db_subnet_group_name=self.subnet_group.ref,
            vpc_security_group_ids=[self.security_group.security_group_id],
            serverless_v2_scaling_configuration=rds.CfnDBCluster.ServerlessV2ScalingConfigurationProperty(
                min_capacity=0, max_capacity=max_capacity, seconds_until_auto_pause=3600
            ),
        )
        cluster.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        # They cannot be deleted while a retained cluster stands in them.
        self.subnet_group.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.security_group.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        return cluster

    def _function(self, id: str, handler: str, description: str) -> ServiceFunction:
        network = self._around.network
        function = ServiceFunction(
            self,
            id,
            handler=handler,
            description=description,
            key=self._around.operations.key.key,
            network=network,
            environment={
                "CLUSTER": self.cluster.attr_db_cluster_arn,
                "MASTER_SECRET": self._master,
                "DATABASE": DATABASE,
            },
            timeout=Duration.minutes(10),
        )
        self._around.operations.alerts.alarm_above(
            function,
            "Failures",
            function.function.metric_errors(period=Duration.minutes(5)),
            description=f"{description}: it failed",
        )
        cluster = self.cluster.attr_db_cluster_arn
        function.allow(
            {"Sid": "Statements", "Effect": "Allow", "Action": list(STATEMENT_ACTIONS[1:]), "Resource": cluster},
            {**_read_secret(self._master), "Sid": "ReadMasterSecret"},
            _read_secret(self.secret.ref),
            {
                "Sid": "UseTeamKey",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": self._around.key.key_arn,
                "Condition": {
                    "StringEquals": {"kms:ViaService": f"secretsmanager.{Stack.of(self).region}.amazonaws.com"}
                },
            },
        )
        self._reach(function, network)
        return function

    def _reach(self, function: ServiceFunction, network: PrivateNetwork) -> None:
        """Through the endpoints alone: the master's secret opens every table of the cluster."""
        stack = Stack.of(self)
        place = f"{stack.region}:{stack.account}"
        function.reach(
            Service.RDS_DATA,
            actions=list(STATEMENT_ACTIONS[1:]),
            resources=[f"arn:{stack.partition}:rds:{place}:cluster:*"],
        )
        function.reach(
            Service.SECRETS_MANAGER,
            actions=list(SECRET_ACTIONS),
            resources=[f"arn:{stack.partition}:secretsmanager:{place}:secret:*"],
        )
        function.only_through(
            [network.endpoints[one].vpc_endpoint_id for one in (Service.RDS_DATA, Service.SECRETS_MANAGER)],
            sid="StatementsThroughTheNetwork",
            actions=[*STATEMENT_ACTIONS, *SECRET_ACTIONS],
            # The Data API reads the secret that it is told to sign in with.
            by_services=True,
        )

    def _allow_rotation(self) -> None:
        """AWS source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html."""
        self.rotation_function.allow(
            {
                "Sid": "Rotate",
                "Effect": "Allow",
                "Action": [one for one in SECRET_ACTIONS if one != "secretsmanager:GetSecretValue"],
                "Resource": self.secret.ref,
            }
        )
        self.rotation_function.function.add_permission(
            "Rotate",
            principal=iam.ServicePrincipal("secretsmanager.amazonaws.com"),
            source_account=Stack.of(self).account,
            source_arn=self.secret.ref,
        )

    def _table(self) -> CustomResource:
        table = CustomResource(
            self,
            "Table",
            service_token=self.table_function.function.function_arn,
            resource_type="Custom::VectorTable",
            properties={
                "Secret": self.secret.ref,
                "Schema": SCHEMA,
                "Table": self._table_name,
                "User": USER,
                "Dimensions": self._around.embedding.dimensions,
            },
            service_timeout=Duration.minutes(15),
        )
        table.node.add_dependency(self.instance)
        if group := self.table_function.security_group:
            # The handler's way out must be there before it answers, and as long as it has to answer.
            table.node.add_dependency(group)
        return table

    def _rotation(self) -> secretsmanager.CfnRotationSchedule:
        """Not at once: the first rotation would race with the table that needs the user."""
        rotation = secretsmanager.CfnRotationSchedule(
            self,
            "Rotation",
            secret_id=self.secret.ref,
            rotation_lambda_arn=self.rotation_function.function.function_arn,
            rotate_immediately_on_update=False,
            rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
                automatically_after_days=ROTATION_DAYS
            ),
        )
        rotation.node.add_dependency(self.table, self.rotation_function.function.node.find_child("Rotate"))
        return rotation


def _read_secret(arn: str) -> dict[str, Any]:
    return {"Sid": "ReadSecret", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": arn}
