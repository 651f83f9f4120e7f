"""Processes of their own that are there in milliseconds: forked from a server that has loaded what they need."""

import multiprocessing

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["benchmarks.faults.warm"])
