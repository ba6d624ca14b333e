"""What runs in the customer's account: Lambda functions of boto3 and the standard library, a folder each."""
