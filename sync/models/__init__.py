"""Tables of what a node remembers of the federation. They know no person and no points."""

from sync.models.log import Checkpoint, Cosignature, Cursor, LogEntry, LogHead, MerkleNode
from sync.models.nodes import Node, NodeIdentity, NodeKey
from sync.models.outbox import OutboxItem, OutboxState
from sync.models.proposals import RUNNING, Proposal, ProposalState
from sync.models.receipts import Outcome, Receipt
from sync.models.security import Nonce, SecurityEvent
from sync.models.statements import Statement, StatementStatus

__all__ = [
    "RUNNING",
    "Checkpoint",
    "Cosignature",
    "Cursor",
    "LogEntry",
    "LogHead",
    "MerkleNode",
    "Node",
    "NodeIdentity",
    "NodeKey",
    "Nonce",
    "OutboxItem",
    "OutboxState",
    "Outcome",
    "Proposal",
    "ProposalState",
    "Receipt",
    "SecurityEvent",
    "Statement",
    "StatementStatus",
]
