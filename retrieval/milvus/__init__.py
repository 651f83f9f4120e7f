"""The library on Milvus: a server, a cluster, or Milvus Lite in a file. Needs the extra `quoted[cluster]`."""
