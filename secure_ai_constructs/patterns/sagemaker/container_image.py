"""A container by its content: a tag can be moved to other code, a digest cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import Stack, Token
from aws_cdk import aws_ecr as ecr
from aws_cdk.region_info import RegionInfo

from secure_ai_constructs.patterns.foundation.kind import require_like

if TYPE_CHECKING:
    from constructs import Construct

LONGEST_URI = 255
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
PULL_ACTIONS = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
SCIKIT_LEARN = {
    "af-south-1": "510948584623",
    "ap-east-1": "651117190479",
    "ap-northeast-1": "354813040037",
    "ap-northeast-2": "366743142698",
    "ap-northeast-3": "867004704886",
    "ap-south-1": "720646828776",
    "ap-south-2": "628508329040",
    "ap-southeast-1": "121021644041",
    "ap-southeast-2": "783357654285",
    "ap-southeast-3": "951798379941",
    "ap-southeast-4": "106583098589",
    "ca-central-1": "341280168497",
    "cn-north-1": "450853457545",
    "cn-northwest-1": "451049120500",
    "eu-central-1": "492215442770",
    "eu-central-2": "680994064768",
    "eu-north-1": "662702820516",
    "eu-south-1": "978288397137",
    "eu-south-2": "104374241257",
    "eu-west-1": "141502667606",
    "eu-west-2": "764974769150",
    "eu-west-3": "659782779980",
    "me-central-1": "272398656194",
    "me-south-1": "801668240914",
    "sa-east-1": "737474898029",
    "us-east-1": "683313688378",
    "us-east-2": "257758044811",
    "us-gov-east-1": "237065988967",
    "us-gov-west-1": "414596584902",
    "us-west-1": "746614075791",
    "us-west-2": "246618743249",
}
"""In whose registry AWS keeps its image, by Region.

AWS source: https://github.com/aws/sagemaker-python-sdk/blob/master/src/sagemaker/image_uri_config/sklearn.json
"""


@dataclass(frozen=True, slots=True)
class ContainerImage:
    """An image of a repository in Amazon ECR, and the digest that it is pinned to.

    AWS source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-pull-ecr-image.html
    """

    repository: ecr.IRepository
    digest: str
    """`sha256:` and 64 hexadecimal digits, as `docker push` prints it."""

    def __post_init__(self) -> None:
        require_like("an image's repository", self.repository, "a repository of Amazon ECR", "repository_arn")
        if not isinstance(self.digest, str) or not _DIGEST.fullmatch(self.digest):
            raise ValueError(
                f"an image must be pinned by its digest, sha256: and 64 hexadecimal digits, because a tag can be moved; "
                f"was {self.digest!r}"
            )
        if not Token.is_unresolved(self.uri) and len(self.uri) > LONGEST_URI:
            raise ValueError(f"an image must have a URI of at most {LONGEST_URI} characters, had {len(self.uri)}")

    @staticmethod
    def aws_scikit_learn(scope: Construct, id: str, *, digest: str) -> ContainerImage:
        """AWS's own image of scikit-learn, numpy, pandas and scipy, in the Region of the stack: for jobs alone.

        AWS moves its tags, so it is pinned, too: `aws ecr describe-images --registry-id … --repository-name
        sagemaker-scikit-learn` lists digests. It must be of Python 3.10 or newer, as those of tag `1.4-2` are.
        Raises ValueError for a Region in which AWS has none.
        AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-docker-containers-scikit-learn-spark.html
        """
        stack = Stack.of(scope)
        if stack.region not in SCIKIT_LEARN:
            raise ValueError(
                f"{scope.node.path}: the Region must have AWS's image of scikit-learn, was "
                f"{'a token: set env on the stack' if Token.is_unresolved(stack.region) else stack.region}"
            )
        partition = RegionInfo.get(stack.region).partition
        arn = f"arn:{partition}:ecr:{stack.region}:{SCIKIT_LEARN[stack.region]}:repository/sagemaker-scikit-learn"
        return ContainerImage(ecr.Repository.from_repository_arn(scope, id, arn), digest)

    def require_place(self, scope: Construct, *, or_aws: bool = False) -> None:
        """Raises ValueError for an image of another account or Region than the stack of `scope`, or than AWS's own."""
        stack, env = Stack.of(scope), self.repository.env
        place, its_place = f"{stack.account} {stack.region}", f"{env.account} {env.region}"
        of_aws = SCIKIT_LEARN.get(stack.region) if or_aws else None
        allowed = [place, *([f"{of_aws} {stack.region}"] if of_aws else [])]
        if not Token.is_unresolved(its_place) and its_place not in allowed:
            raise ValueError(
                f"{scope.node.path}: the image must be in the registry of {' or '.join(allowed)}, was in {its_place}"
            )

    @property
    def uri(self) -> str:
        """`<repository>@sha256:…`, as SageMaker takes it."""
        return self.repository.repository_uri_for_digest(self.digest)

    @property
    def statement(self) -> dict[str, Any]:
        """What a role must be allowed to pull it, in IAM's own words, beside a token of the registry."""
        return {
            "Sid": "PullImage",
            "Effect": "Allow",
            "Action": list(PULL_ACTIONS),
            "Resource": self.repository.repository_arn,
        }
