"""The workbench: models to ONNX graphs.

Runs in a process of its own (`python -m retrieval.compiling`), because it needs torch and transformers, which nothing
that answers or indexes imports.
"""
