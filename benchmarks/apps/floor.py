"""An empty app that imports nothing of ours."""

import json
import sys
from pathlib import Path

from aws_cdk import App, Stack

if __name__ == "__main__":
    context = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["context"]
    app = App(outdir="empty.out", context=context, analytics_reporting=False)
    Stack(app, "Empty")
    app.synth()
