"""Average the weights of trained readers: what one run has unlearned of what an earlier one knew comes back.

    python -m training.average OUT MODEL=SHARE MODEL=SHARE...

MODEL is a folder that training wrote (RUN/model); shares count in proportion to their sum.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from training.start import ReaderModel, save_model, start_model


def averaged(models: Sequence[ReaderModel], shares: Sequence[float]) -> ReaderModel:
    """The first model, with every weight the mean of all the models', by their shares."""
    states = [model.state_dict() for model in models]
    mean = {
        name: torch.stack([share * state[name] for state, share in zip(states, shares, strict=True)]).sum(dim=0)
        / sum(shares)
        for name in states[0]
    }
    models[0].load_state_dict(mean)
    return models[0]


def main() -> None:
    """Write the average that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", nargs="+", metavar="MODEL=SHARE")
    args = parser.parse_args()
    folders, shares = zip(*(named.rsplit("=", 1) for named in args.models), strict=True)
    models = [start_model(Path(folder)) for folder in folders]
    save_model(averaged(models, [float(share) for share in shares]), args.out, Path(folders[0]))


if __name__ == "__main__":
    main()
