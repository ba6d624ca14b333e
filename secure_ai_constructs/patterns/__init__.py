"""The constructs: secure without arguments, open through their public L1 and L2 attributes."""
