"""The reference app with any choice of judges: `reference.py [SecureAi] [AwsSolutions]`."""

import sys

from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks

import app as reference
from secure_ai_constructs import SecureAiChecks

if __name__ == "__main__":
    app = reference.build("reference.out", judges=False)
    for name, pack in (("SecureAi", SecureAiChecks), ("AwsSolutions", AwsSolutionsChecks)):
        if name in sys.argv:
            Validations.of(app).add_plugins(pack(app))
    app.synth()
