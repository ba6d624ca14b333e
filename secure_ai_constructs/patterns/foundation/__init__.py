"""What every pattern stands on: keys, buckets, functions, alerts, and a network without an internet."""

from secure_ai_constructs.patterns.foundation.access_log_bucket import AccessLogBucket
from secure_ai_constructs.patterns.foundation.alert_topic import AlertTopic
from secure_ai_constructs.patterns.foundation.customer_key import CustomerKey
from secure_ai_constructs.patterns.foundation.data_bucket import DataBucket, DataProfile
from secure_ai_constructs.patterns.foundation.data_residency import CrossRegionInference, DataResidency
from secure_ai_constructs.patterns.foundation.flow_logs import FlowLogs
from secure_ai_constructs.patterns.foundation.hybrid_access import HybridAccess, OnPremisesRole
from secure_ai_constructs.patterns.foundation.key_policy import KeyPurpose
from secure_ai_constructs.patterns.foundation.malware_scan import MalwareScan
from secure_ai_constructs.patterns.foundation.operations import Operations
from secure_ai_constructs.patterns.foundation.private_network import PrivateNetwork
from secure_ai_constructs.patterns.foundation.service import Service
from secure_ai_constructs.patterns.foundation.service_function import ServiceFunction

__all__ = [
    "AccessLogBucket",
    "AlertTopic",
    "CrossRegionInference",
    "CustomerKey",
    "DataBucket",
    "DataProfile",
    "DataResidency",
    "FlowLogs",
    "HybridAccess",
    "KeyPurpose",
    "MalwareScan",
    "OnPremisesRole",
    "Operations",
    "PrivateNetwork",
    "Service",
    "ServiceFunction",
]
