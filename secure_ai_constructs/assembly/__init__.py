"""What a synthesized app says: templates, resources, and values as far as synth can know them.

All knowledge of `cdk.out`, of CloudFormation's intrinsic functions and of references between
stacks lives in this package. Nobody else looks at raw template JSON:

- `read` turns a file into data, or into one clear line that says where it is malformed;
- `load` finds the templates of a cloud assembly, of a folder or of a single file;
- `model`, `template` and `resource` hold what was found, who refers to whom, and what was read;
- `node` and `intrinsics` say what `Ref`, `Fn::If` and the others stand for;
- `value` is what a control asks questions of; `reference` and `show` are what it needs for that;
- `ground` turns a value into plain data, with names for what only deployment can name.
"""

from secure_ai_constructs.assembly.ground import grounded
from secure_ai_constructs.assembly.load import load
from secure_ai_constructs.assembly.model import Acknowledgment, Assembly, OptOut, Read
from secure_ai_constructs.assembly.node import Token
from secure_ai_constructs.assembly.read import AssemblyError
from secure_ai_constructs.assembly.resource import Resource, Resources
from secure_ai_constructs.assembly.show import show
from secure_ai_constructs.assembly.template import Template
from secure_ai_constructs.assembly.value import Value

__all__ = [
    "Acknowledgment",
    "Assembly",
    "AssemblyError",
    "OptOut",
    "Read",
    "Resource",
    "Resources",
    "Template",
    "Token",
    "Value",
    "grounded",
    "load",
    "show",
]
