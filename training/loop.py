"""What every training shares: a schedule by processor time, averaged weights, checkpoints from which a rerun goes on."""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
import zlib
from pathlib import Path

import torch
from torch import Tensor, distributed, nn

import runs


def add_time(options: argparse.ArgumentParser, minutes: float) -> None:
    """The two ways to say how long: `--minutes` in all, or `--more` on top of what the checkpoint has seen."""
    options.add_argument("--minutes", type=float, default=minutes, help="processor minutes of training in all")
    options.add_argument("--more", type=float, help="train for so many more, with a learning rate that rises and falls anew")


class Loop:
    """Counts steps and busy seconds, sets the learning rate, keeps the averaged weights, saves and resumes.

    The rate rises over `warmup` steps and falls as a cosine to 2 % at `minutes` of processor time, which a busy machine does not shorten.
    Running the same command again goes on where it stopped; a larger `minutes` trains longer. `more` begins a round of so many minutes at the
    checkpoint, with a schedule of its own. With `peers` above 1 so many processes share the work: each brings its own
    gradient, all take the same step, and the one of `rank` 0 keeps the checkpoint.
    """

    def __init__(self, name: str, model: nn.Module, rate: float, minutes: float, average: float = 0.999, warmup: int = 100, seed: int = 1,
                 peers: int = 1, rank: int = 0, more: float | None = None) -> None:
        self.name, self.model, self.rate, self.minutes, self.warmup = name, model, rate, minutes, warmup
        self.average, self.peers, self.rank, self.fraction = average, peers, rank, 0.0
        if peers > 1:
            distributed.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{29_500 + zlib.crc32(name.encode()) % 400}", world_size=peers, rank=rank)
        weights = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(weights, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, foreach=True)
        self.averaged = copy.deepcopy(model).eval().requires_grad_(False)
        self.step, self.seconds, self._log = 0, 0.0, []
        self._round = (0, 0.0)
        """The step and the second at which the present schedule began."""
        self._began, self._saved = time.process_time(), time.monotonic()
        torch.manual_seed(seed)
        if self.path.exists():
            self._resume()
        if more is not None:
            self._round, self.minutes = (self.step, self.seconds), self.seconds / 60 + more
        if self.step:
            torch.manual_seed(seed + self.step)

    @property
    def path(self) -> Path:
        return runs.folder("checkpoints") / f"{self.name}.pt"

    @property
    def done(self) -> bool:
        return self.fraction >= 1 or (self.step == 0 or self.peers == 1) and self.elapsed >= self.minutes * 60

    @property
    def elapsed(self) -> float:
        """Processor seconds of training so far, this run and the ones before."""
        return self.seconds + time.process_time() - self._began

    def update(self, loss: Tensor) -> None:
        """One step down the gradient of `loss`, which must be a number."""
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        first, since = self._round
        self.fraction = min((self.elapsed - since) / max(self.minutes * 60 - since, 1), 1)
        if self.peers > 1:
            self._meet()
        rate = self.rate * min((self.step + 1 - first) / self.warmup, 1) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * self.fraction)))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.step += 1
        decay = min(self.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            ours, theirs = list(self.averaged.parameters()), list(self.model.parameters())
            torch._foreach_lerp_(ours, theirs, 1 - decay)
        self._log.append(loss.item())
        if self.step % 50 == 0:
            mean = sum(self._log) / len(self._log)
            print(json.dumps({"step": self.step, "loss": round(mean, 5), "minutes": round(self.elapsed / 60, 2), "rate": round(rate, 6)}), flush=True)
            self._log.clear()
        if time.monotonic() - self._saved > 120:
            self.save()

    def _meet(self) -> None:
        """Averages the gradients, and the place in the schedule, over all peers."""
        grads = [p.grad for p in self.model.parameters() if p.grad is not None]
        flat = torch.cat([g.flatten() for g in grads] + [torch.tensor([self.fraction])])
        distributed.all_reduce(flat)
        flat /= self.peers
        self.fraction, at = flat[-1].item(), 0
        for g in grads:
            g.copy_(flat[at:at + g.numel()].view_as(g))
            at += g.numel()

    def save(self) -> None:
        """Writes the checkpoint whole or not at all."""
        self._saved = time.monotonic()
        if self.rank:
            return
        state = {"model": self.model.state_dict(), "averaged": self.averaged.state_dict(), "optimizer": self.optimizer.state_dict(),
                 "step": self.step, "seconds": self.elapsed, "round": self._round}
        unfinished = self.path.with_suffix(".tmp")
        torch.save(state, unfinished)
        unfinished.rename(self.path)

    def _resume(self) -> None:
        state = torch.load(self.path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]
        self._round = tuple(state.get("round", self._round))


def averaged_state(name: str) -> dict[str, Tensor]:
    """The averaged weights of a training's last checkpoint."""
    return torch.load(runs.folder("checkpoints") / f"{name}.pt", weights_only=True)["averaged"]
