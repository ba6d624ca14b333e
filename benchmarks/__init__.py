"""What `make bench` runs: ratios in one run, on this machine; docs/performance.md records them."""
