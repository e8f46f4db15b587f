"""Where the time goes: a sampling profiler of one thread, and its samples by kind of work.

A timer interrupts the main thread every other millisecond of wall time and notes its stack. That distorts little, where
counting every call (cProfile) makes small functions look dear. Waiting counts: time spent in the database is
seen as time of the call that waits for it.
"""

import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import FrameType, TracebackType
from typing import Any, Self

_EVERY = 0.002  # seconds

ROOMS = ("vault", "packs", "institutions", "people", "qualification", "payment", "regulators", "statistics", "career")
LAYERS = (
    ("rules", "rule engine"),
    ("selectors", "registry: reading"),
    ("services", "registry: writing"),
    ("api", "registry: doors"),
)
"""What each room of the registry does in its layers."""


KINDS: Sequence[tuple[str, str]] = (
    ("nacl.", "signatures (Ed25519)"),
    ("sync.wire.suites", "signatures (Ed25519)"),
    ("sync.wire.statement:verify", "signatures (Ed25519)"),
    ("sync.wire.strict_json", "JSON, strict"),
    ("orjson", "JSON"),
    ("json.", "JSON"),
    ("sync.wire.merkle", "Merkle tree"),
    ("sync.merkle_store", "Merkle tree"),
    ("sync.wire.http", "HTTP signatures"),
    ("sync.wire", "statement format"),
    ("psycopg", "PostgreSQL and its driver"),
    ("registry.payment.selectors.prepared", "PostgreSQL and its driver"),
    ("django.db", "Django ORM"),
    ("urllib3", "HTTP client"),
    ("requests", "HTTP client"),
    ("http.client", "HTTP client"),
    ("socket", "HTTP client"),
    ("rest_framework", "Django REST framework"),
    *((f"registry.{room}.{layer}", kind) for room in ROOMS for layer, kind in LAYERS),
    ("sync.", "sync"),
    ("provinces.", "provinces"),
    ("django", "Django"),
)
"""The innermost frame whose module:function starts so names the work; other frames count for their caller."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Samples of one run: shares of the time by kind of work, and the functions that took most by themselves.

    `functions`: (module:function, share by itself, share with what it called).
    """

    title: str
    samples: int
    kinds: Sequence[tuple[str, float]]
    functions: Sequence[tuple[str, float, float]]

    def document(self) -> dict[str, Any]:
        """Return the profile as it goes into the JSON."""
        return asdict(self)

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Profile":
        """Return a profile from its JSON."""
        return cls(
            title=document["title"],
            samples=document["samples"],
            kinds=[(kind, share) for kind, share in document["kinds"]],
            functions=[(name, alone, whole) for name, alone, whole in document["functions"]],
        )

    def share(self, kind: str) -> float:
        """Return the share of one kind of work."""
        return dict(self.kinds).get(kind, 0.0)


class Sampler:
    """Samples the main thread between enter and exit, except while it is `paused`; a context manager."""

    def __init__(self) -> None:
        self.paused = False
        self._kinds: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._whole: Counter[str] = Counter()
        self.samples = 0

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGALRM, self._note)
        signal.setitimer(signal.ITIMER_REAL, _EVERY, _EVERY)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if frame is None or self.paused:
            return
        stack = []
        while frame is not None:
            stack.append((str(frame.f_globals.get("__name__", "?")), frame.f_code.co_qualname))
            frame = frame.f_back
        names = [f"{module}:{function}" for module, function in stack]
        self.samples += 1
        self._alone[names[0]] += 1
        self._whole.update(set(names))
        self._kinds[_kind(names)] += 1

    def profile(self, title: str, most: int = 25) -> Profile:
        """Return what was seen."""
        whole = max(1, self.samples)
        return Profile(
            title=title,
            samples=self.samples,
            kinds=[(kind, count / whole) for kind, count in self._kinds.most_common()],
            functions=[
                (name, count / whole, self._whole[name] / whole) for name, count in self._alone.most_common(most)
            ],
        )


def _kind(names: Sequence[str]) -> str:
    for name in names:
        for prefix, kind in KINDS:
            if name.startswith(prefix):
                return kind
    return "other"
