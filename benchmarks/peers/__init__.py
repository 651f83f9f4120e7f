"""What a user could pick instead, each behind the same four calls; see benchmarks/beside_peers.py."""
