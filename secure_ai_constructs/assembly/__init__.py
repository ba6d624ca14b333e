"""What a synthesized app says: templates, resources, and values as far as synth can know them.

All knowledge of `cdk.out`, of CloudFormation's intrinsic functions and of references between
stacks lives in this package. Nobody else looks at raw template JSON:

- `read` turns a file into data, or into one clear line that says where it is malformed;
- `load` finds the templates of a cloud assembly, of a folder or of a single file;
- `model` holds Assembly, Template and Resource, and records what a predicate reads;
- `intrinsics` says what `Ref`, `Fn::If` and the others stand for;
- `value` is what a control asks questions of.
"""

from secure_ai_constructs.assembly.load import load
from secure_ai_constructs.assembly.model import Acknowledgment, Assembly, Read, Resource, Resources, Template
from secure_ai_constructs.assembly.read import AssemblyError
from secure_ai_constructs.assembly.value import Value

__all__ = [
    "Acknowledgment",
    "Assembly",
    "AssemblyError",
    "Read",
    "Resource",
    "Resources",
    "Template",
    "Value",
    "load",
]
