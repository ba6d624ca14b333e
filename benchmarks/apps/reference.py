"""The reference app with any choice of judges: `reference.py [SecureAi] [AwsSolutions]`."""

import sys

from aws_cdk import App, Environment, Validations
from cdk_nag import AwsSolutionsChecks

import app as reference
from secure_ai_constructs import SecureAiChecks

if __name__ == "__main__":
    app = App(outdir="reference.out", context=reference.settings(), analytics_reporting=False)
    env = Environment(account=reference.EXAMPLE_ACCOUNT, region=reference.EXAMPLE_REGION)
    network = reference.NetworkStack(app, "Network", env=env)
    rag = reference.RagStack(app, "Rag", env=env, network=network.network)
    reference.accept_what_the_account_owns(rag.rag)
    reference.accept_what_guardduty_asks_for(rag.rag)
    for name, pack in (("SecureAi", SecureAiChecks), ("AwsSolutions", AwsSolutionsChecks)):
        if name in sys.argv:
            Validations.of(app).add_plugins(pack(app))
    app.synth()
