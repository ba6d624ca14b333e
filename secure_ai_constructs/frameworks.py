"""Requirements of outside frameworks, as constants that controls name.

Only mappings that were read in the framework's or in AWS's own documentation are here.
"""

from __future__ import annotations

from dataclasses import dataclass

_SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide"
_NIST = "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final"
_OWASP = "https://genai.owasp.org/llm-top-10/"


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """A numbered demand of a framework."""

    framework: str
    id: str
    title: str
    url: str

    def __str__(self) -> str:
        return f"{self.framework} {self.id}"


def _nist(number: str, title: str) -> Requirement:
    return Requirement("NIST SP 800-53 r5", number, title, _NIST)


def _owasp(number: str, title: str) -> Requirement:
    return Requirement("OWASP LLM Top 10 2025", number, title, _OWASP)


NIST_AC_2 = _nist("AC-2", "Account Management")
NIST_AC_3 = _nist("AC-3", "Access Enforcement")
NIST_AC_4 = _nist("AC-4", "Information Flow Enforcement")
NIST_AC_5 = _nist("AC-5", "Separation of Duties")
NIST_AC_6 = _nist("AC-6", "Least Privilege")
NIST_AC_16 = _nist("AC-16", "Security and Privacy Attributes")
NIST_AU_2 = _nist("AU-2", "Event Logging")
NIST_AU_3 = _nist("AU-3", "Content of Audit Records")
NIST_AU_5 = _nist("AU-5", "Response to Audit Logging Process Failures")
NIST_AU_6 = _nist("AU-6", "Audit Record Review, Analysis, and Reporting")
NIST_AU_9 = _nist("AU-9", "Protection of Audit Information")
NIST_AU_11 = _nist("AU-11", "Audit Record Retention")
NIST_AU_12 = _nist("AU-12", "Audit Record Generation")
NIST_CA_2 = _nist("CA-2", "Control Assessments")
NIST_CA_7 = _nist("CA-7", "Continuous Monitoring")
NIST_CM_3 = _nist("CM-3", "Configuration Change Control")
NIST_CM_5 = _nist("CM-5", "Access Restrictions for Change")
NIST_CM_6 = _nist("CM-6", "Configuration Settings")
NIST_CM_7 = _nist("CM-7", "Least Functionality")
NIST_CM_8 = _nist("CM-8", "System Component Inventory")
NIST_CP_9 = _nist("CP-9", "System Backup")
NIST_CP_10 = _nist("CP-10", "System Recovery and Reconstitution")
NIST_IA_5 = _nist("IA-5", "Authenticator Management")
NIST_RA_2 = _nist("RA-2", "Security Categorization")
NIST_RA_3 = _nist("RA-3", "Risk Assessment")
NIST_RA_5 = _nist("RA-5", "Vulnerability Monitoring and Scanning")
NIST_SA_5 = _nist("SA-5", "System Documentation")
NIST_SA_9 = _nist("SA-9", "External System Services")
NIST_SA_9_5 = _nist("SA-9(5)", "Processing, Storage, and Service Location")
NIST_SC_4 = _nist("SC-4", "Information in Shared System Resources")
NIST_SC_7 = _nist("SC-7", "Boundary Protection")
NIST_SC_8 = _nist("SC-8", "Transmission Confidentiality and Integrity")
NIST_SC_12 = _nist("SC-12", "Cryptographic Key Establishment and Management")
NIST_SC_13 = _nist("SC-13", "Cryptographic Protection")
NIST_SC_28 = _nist("SC-28", "Protection of Information at Rest")
NIST_SC_36 = _nist("SC-36", "Distributed Processing and Storage")
NIST_SI_2 = _nist("SI-2", "Flaw Remediation")
NIST_SI_3 = _nist("SI-3", "Malicious Code Protection")
NIST_SI_4 = _nist("SI-4", "System Monitoring")
NIST_SI_7 = _nist("SI-7", "Software, Firmware, and Information Integrity")
NIST_SI_10 = _nist("SI-10", "Information Input Validation")
NIST_SI_12 = _nist("SI-12", "Information Management and Retention")
NIST_SI_15 = _nist("SI-15", "Information Output Filtering")

OWASP_LLM01 = _owasp("LLM01", "Prompt Injection")
OWASP_LLM02 = _owasp("LLM02", "Sensitive Information Disclosure")
OWASP_LLM03 = _owasp("LLM03", "Supply Chain")
OWASP_LLM04 = _owasp("LLM04", "Data and Model Poisoning")
OWASP_LLM05 = _owasp("LLM05", "Improper Output Handling")
OWASP_LLM06 = _owasp("LLM06", "Excessive Agency")
OWASP_LLM07 = _owasp("LLM07", "System Prompt Leakage")
OWASP_LLM08 = _owasp("LLM08", "Vector and Embedding Weaknesses")
OWASP_LLM09 = _owasp("LLM09", "Misinformation")
OWASP_LLM10 = _owasp("LLM10", "Unbounded Consumption")

SECURITY_HUB_BEDROCK_1 = Requirement(
    "AWS Security Hub",
    "Bedrock.1",
    "Amazon Bedrock data sources should be encrypted with customer managed keys",
    f"{_SECURITY_HUB}/bedrock-controls.html",
)


def _sagemaker(number: int, title: str) -> Requirement:
    return Requirement("AWS Security Hub", f"SageMaker.{number}", title, f"{_SECURITY_HUB}/sagemaker-controls.html")


SECURITY_HUB_SAGEMAKER_1 = _sagemaker(1, "Amazon SageMaker notebook instances should not have direct internet access")
SECURITY_HUB_SAGEMAKER_2 = _sagemaker(2, "SageMaker notebook instances should be launched in a custom VPC")
SECURITY_HUB_SAGEMAKER_3 = _sagemaker(3, "Users should not have root access to SageMaker notebook instances")
SECURITY_HUB_SAGEMAKER_4 = _sagemaker(
    4, "SageMaker endpoint production variants should have an initial instance count greater than 1"
)
SECURITY_HUB_SAGEMAKER_5 = _sagemaker(5, "SageMaker models should have network isolation enabled")
SECURITY_HUB_SAGEMAKER_8 = _sagemaker(8, "SageMaker notebook instances should run on supported platforms")
SECURITY_HUB_SAGEMAKER_9 = _sagemaker(
    9, "SageMaker data quality job definitions should have inter-container traffic encryption enabled"
)
SECURITY_HUB_SAGEMAKER_10 = _sagemaker(
    10, "SageMaker model explainability job definitions should have inter-container traffic encryption enabled"
)
SECURITY_HUB_SAGEMAKER_11 = _sagemaker(
    11, "SageMaker data quality job definitions should have network isolation enabled"
)
SECURITY_HUB_SAGEMAKER_12 = _sagemaker(12, "SageMaker model bias job definitions should have network isolation enabled")
SECURITY_HUB_SAGEMAKER_13 = _sagemaker(
    13, "SageMaker model quality job definitions should have inter-container traffic encryption enabled"
)
SECURITY_HUB_SAGEMAKER_14 = _sagemaker(14, "SageMaker monitoring schedules should have network isolation enabled")
SECURITY_HUB_SAGEMAKER_15 = _sagemaker(
    15, "SageMaker model bias job definitions should have inter-container traffic encryption enabled"
)
SECURITY_HUB_SAGEMAKER_17 = _sagemaker(17, "SageMaker feature group offline stores should be encrypted with KMS keys")
SECURITY_HUB_SAGEMAKER_18 = _sagemaker(18, "SageMaker feature group online stores should be encrypted with KMS keys")
SECURITY_HUB_SAGEMAKER_20 = _sagemaker(
    20, "SageMaker model explainability job definitions should have network isolation enabled"
)
SECURITY_HUB_SAGEMAKER_21 = _sagemaker(
    21, "SageMaker notebook instances should be encrypted with customer managed keys"
)
SECURITY_HUB_SAGEMAKER_22 = _sagemaker(
    22, "SageMaker monitoring schedules should have inter-container traffic encryption enabled"
)
SECURITY_HUB_SAGEMAKER_23 = _sagemaker(
    23, "SageMaker inference experiment instance storage should be encrypted with KMS keys"
)
SECURITY_HUB_SAGEMAKER_24 = _sagemaker(
    24, "SageMaker inference experiment data storage should be encrypted with KMS keys"
)
SECURITY_HUB_SAGEMAKER_25 = _sagemaker(
    25, "SageMaker model quality job definitions should have network isolation enabled"
)
