"""Embed all shards of the seeds on a Dask cluster.

    python deploy/dask_embed.py --seeds /shared/seeds --out /shared/shards --shards 64 --scheduler tcp://scheduler:8786
    quoted load-shards /shared/shards

Every worker runs `quoted embed-shard` in a process of its own, so that a model's memory is given back after each shard;
the folders must be the same on all of them, and `quoted` be installed there with the extra `cluster`. A shard that is
there already costs a look at it: run the same again after a failure. Without --scheduler, --workers processes are
started on this machine.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster, as_completed

RETRIES = 2


def embed(shard: str, seeds: str, out: str, data: str) -> dict[str, Any]:
    """Make one shard; what the command says of it. Raises RuntimeError where it failed."""
    command = [sys.executable, "-m", "bot.cli", "embed-shard", "--json", "--shard", shard]
    done = subprocess.run(
        [*command, "--seeds", seeds, "--out", out, "--data", data], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):  # 1: some files could not be read, the others are in the shard
        raise RuntimeError(f"shard {shard}: {done.stderr.strip().splitlines()[-1:]}")
    record: dict[str, Any] = json.loads(done.stdout)
    return {"shard": shard, **record}


def main() -> int:
    """Embed all shards; 1 when files could not be read, 2 when shards could not be made."""
    options = _parse()
    names = [f"{number}/{options.shards}" for number in range(1, options.shards + 1)]
    folders = [str(Path(folder).resolve()) for folder in (options.seeds, options.out, options.data)]
    failed = unread = 0
    with _client(options) as client:
        futures = client.map(embed, names, *([folder] * len(names) for folder in folders), retries=RETRIES, pure=False)
        for future in as_completed(futures):
            if future.status == "error":
                failed += 1
                print(future.exception(), file=sys.stderr)
                continue
            record = future.result()
            unread += len(record["problems"])
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return 2 if failed else 1 if unread else 0


def _client(options: argparse.Namespace) -> Client:
    if options.scheduler:
        return Client(options.scheduler)
    cluster = LocalCluster(
        n_workers=options.workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=True
    )
    return Client(cluster)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Embed all shards of the seeds on a Dask cluster.")
    parser.add_argument("--seeds", required=True, help="the folder with the articles")
    parser.add_argument("--out", required=True, help="the folder of the shards")
    parser.add_argument("--data", default="data", help="the folder with the compiled encoder")
    parser.add_argument("--shards", type=int, required=True, help="how many; several for each worker")
    parser.add_argument("--scheduler", default="", help="of a running cluster, such as tcp://scheduler:8786")
    parser.add_argument("--workers", type=int, default=2, help="processes on this machine, where there is no scheduler")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
