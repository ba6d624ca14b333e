"""What every pattern stands on: keys, buckets and a network without an internet."""

from secure_ai_constructs.patterns.foundation.access_log_bucket import AccessLogBucket
from secure_ai_constructs.patterns.foundation.customer_key import CustomerKey, KeyPurpose
from secure_ai_constructs.patterns.foundation.data_bucket import DataBucket
from secure_ai_constructs.patterns.foundation.malware_scan import MalwareScan
from secure_ai_constructs.patterns.foundation.private_network import PrivateNetwork, Service

__all__ = ["AccessLogBucket", "CustomerKey", "DataBucket", "KeyPurpose", "MalwareScan", "PrivateNetwork", "Service"]
