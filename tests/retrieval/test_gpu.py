import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from retrieval.encoder import Encoder
from retrieval.errors import GpuError
from retrieval.gpu import with_gpu

DRIVER = """
#include <string.h>
int cuInit(unsigned flags) { return 0; }
int cuDeviceGetCount(int *count) { *count = 2; return 0; }
int cuDeviceGetName(char *name, int length, int device)
{ strncpy(name, device ? "Second" : "First", length); return 0; }
"""
"""In C: what a CUDA driver with two devices tells."""
CPU_INSTEAD = "passages are embedded on the CPU"


@pytest.fixture(scope="module")
def cases(asymmetric_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What embed_on_device.py tells, by case."""
    script = [sys.executable, "-m", "tests.retrieval.embed_on_device", asymmetric_model]
    done = subprocess.run([*script, tmp_path_factory.mktemp("gpu")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_device_gives_the_vectors_of_the_compiled_encoder(cases: dict[str, dict[str, Any]], precision: str) -> None:
    case = cases[precision]
    assert case["said"] == ["embedding on cpu"]
    assert case["least"] > 0.9999
    assert case["heard"] == 300
    assert case["batches"] < 300 / 4  # those of the compiled encoder


def test_few_texts_do_not_open_the_device(cases: dict[str, dict[str, Any]]) -> None:
    assert (cases["few"]["opened"], cases["few"]["said"], cases["few"]["heard"]) == (0, [], 200)


def test_a_device_that_is_not_there_is_named_once_and_the_cpu_embeds(cases: dict[str, dict[str, Any]]) -> None:
    case = cases["no such device"]
    (line,) = case["said"]
    assert "cuda:99" in line
    assert line.endswith(CPU_INSTEAD)
    assert case["same"]


def test_a_device_whose_vectors_stray_is_not_used(cases: dict[str, dict[str, Any]]) -> None:
    case = cases["another model"]
    (line,) = case["said"]
    assert "its vectors stray from the compiled encoder's" in line
    assert case["same"]


def test_what_a_device_fails_at_midway_is_embedded_by_the_cpu(cases: dict[str, dict[str, Any]]) -> None:
    case = cases["breaking"]
    opened, failed = case["said"]
    assert opened == "embedding on cpu"
    assert failed.endswith(CPU_INSTEAD)
    assert case["same"]
    assert case["heard"] == 300


def test_where_memory_is_short_batches_are_halved_until_they_fit(cases: dict[str, dict[str, Any]]) -> None:
    case = cases["full"]
    assert case["said"] == ["embedding on cpu"]
    assert case["batches"] > 2
    assert case["heard"] == 30_000
    assert case["least"] > 0.9999


@pytest.mark.skipif(shutil.which("cc") is None or sys.platform != "linux", reason="builds a driver in C")
def test_devices_are_told_by_the_driver_without_torch(tmp_path: Path) -> None:
    library = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(tmp_path / "libcuda.so.1")]
    subprocess.run(library, input=DRIVER, text=True, check=True)
    code = "import sys; from retrieval.gpu import gpus; print(gpus(), 'torch' in sys.modules)"
    environment = os.environ | {"LD_LIBRARY_PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['First', 'Second'] False"


def test_without_a_cuda_device_the_encoder_embeds_by_itself(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")  # hides one from its driver, where there is one
    said: list[str] = []
    for device in ("auto", "cpu"):
        assert with_gpu(encoder, "built-in", device=device, say=said.append) is encoder
    with pytest.raises(GpuError, match=r'encoder\.device is "cuda", but there is no CUDA device here'):
        with_gpu(encoder, "built-in", device="cuda", say=said.append)
    assert said == []
