"""The tree over the issuance log, as in RFC 9162 (section 2): roots, proofs, and their verification.

A tree is never held whole. Whoever keeps it gives `node(level, index)`: the hash over the 2^level leaves from
index · 2^level on. The nodes that a leaf completes are kept with that leaf, so that each proof reads a few rows only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""The hash of a complete subtree, by level and place."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def completed(index: int, leaf: bytes, node: Node) -> tuple[bytes, ...]:
    """The hashes of all subtrees that end with this leaf, from the leaf itself upwards."""
    hashes = [leaf]
    level = 0
    while index >> level & 1:
        hashes.append(node_hash(node(level, (index >> level) - 1), hashes[-1]))
        level += 1
    return tuple(hashes)


def root(size: int, node: Node) -> bytes:
    """The hash of the tree of the first `size` leaves."""
    return _range(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """What shows that the leaf is in the tree of this size."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            proof.append(_range(middle, end, node))
            end = middle
        else:
            proof.append(_range(begin, middle, node))
            begin = middle
    return tuple(reversed(proof))


def consistency_proof(first: int, second: int, node: Node) -> tuple[bytes, ...]:
    """What shows that the tree of the second size begins with the whole tree of the first."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} does not come before one of {second}")
    proof: list[bytes] = []
    begin, end, known = 0, second, True
    while end != first:
        middle = begin + _split(end - begin)
        if first <= middle:
            proof.append(_range(middle, end, node))
            end = middle
        else:
            proof.append(_range(begin, middle, node))
            begin, known = middle, False
    if not known:
        proof.append(_range(begin, end, node))
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the proof leads from the leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, hash = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            hash = node_hash(part, hash)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hash = node_hash(hash, part)
        place, last = place >> 1, last >> 1
    return last == 0 and hash == expected


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the second tree begins with all of the first (RFC 9162, 2.1.4.2). An empty tree begins every tree."""
    if first == 0:
        return first_root == EMPTY_ROOT and not proof
    if first == second:
        return first_root == second_root and not proof
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, part)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


class Edge:
    """The right edge of a tree that grows by leaf after leaf: the roots of its complete subtrees, and nothing more."""

    def __init__(self, peaks: Sequence[tuple[int, bytes]] = ()) -> None:
        self._peaks = list(peaks)

    def copy(self) -> Edge:
        return Edge(self._peaks)

    def add(self, leaf: bytes) -> tuple[bytes, ...]:
        """The same as `completed` gives for the next leaf."""
        hashes, level = [leaf], 0
        while self._peaks and self._peaks[-1][0] == level:
            hashes.append(node_hash(self._peaks.pop()[1], hashes[-1]))
            level += 1
        self._peaks.append((level, hashes[-1]))
        return tuple(hashes)

    @property
    def root(self) -> bytes:
        """The hash of the tree of all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        *left, (_, hash) = self._peaks
        for _, peak in reversed(left):
            hash = node_hash(peak, hash)
        return hash


def _split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1


def _range(begin: int, end: int, node: Node) -> bytes:
    """The hash over the leaves from `begin` to before `end`; `begin` is where the tree itself would part."""
    count = end - begin
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, begin >> level)
    middle = begin + _split(count)
    return node_hash(_range(begin, middle, node), _range(middle, end, node))
