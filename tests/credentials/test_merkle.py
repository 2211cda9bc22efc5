"""The tree of the log, against the published roots and proofs, and against whatever hypothesis thinks of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credentials import merkle
from lms.credentials.merkle import leaf_hash, node_hash

# The leaves and roots of the reference implementation of Certificate Transparency (RFC 6962).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Tree:
    """A tree in memory, which keeps of each leaf the subtrees that it completes."""

    def __init__(self, contents: Sequence[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        for n, content in enumerate(contents):
            for level, hash in enumerate(merkle.completed(n, leaf_hash(content), self)):
                self.nodes[level, n >> level] = hash

    def __call__(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def plain_root(contents: Sequence[bytes]) -> bytes:
    """The root as RFC 9162 defines it, word for word."""
    if not contents:
        return merkle.EMPTY_ROOT
    if len(contents) == 1:
        return leaf_hash(contents[0])
    split = 1
    while split * 2 < len(contents):
        split *= 2
    return node_hash(plain_root(contents[:split]), plain_root(contents[split:]))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root(size, Tree(LEAVES)).hex() == ROOTS[size]


def test_the_proofs_are_those_of_the_example_in_the_rfc() -> None:
    """RFC 9162, 2.1.5: a tree of seven leaves, whose nodes it names by letters."""
    tree = Tree(LEAVES[:7])
    a, b, c, d, e, f, j = (leaf_hash(one) for one in LEAVES[:7])
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, last = node_hash(g, h), node_hash(i, j)
    assert merkle.inclusion_proof(0, 7, tree) == (b, h, last)
    assert merkle.inclusion_proof(3, 7, tree) == (c, g, last)
    assert merkle.inclusion_proof(4, 7, tree) == (f, j, k)
    assert merkle.inclusion_proof(6, 7, tree) == (i, k)
    assert merkle.consistency_proof(3, 7, tree) == (c, d, g, last)
    assert merkle.consistency_proof(4, 7, tree) == (last,)
    assert merkle.consistency_proof(6, 7, tree) == (i, j, k)


contents = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(contents)
def test_a_root_is_that_of_the_definition(all: list[bytes]) -> None:
    assert merkle.root(len(all), Tree(all)) == plain_root(all)


@given(contents, st.data())
def test_every_inclusion_proof_verifies_and_no_other_does(all: list[bytes], data: st.DataObject) -> None:
    tree = Tree(all)
    size = data.draw(st.integers(1, len(all)))
    index = data.draw(st.integers(0, size - 1))
    proof, root, leaf = merkle.inclusion_proof(index, size, tree), merkle.root(size, tree), leaf_hash(all[index])
    assert merkle.verify_inclusion(leaf, index, size, proof, root)
    changed = data.draw(st.sampled_from(range(len(proof) + 2)))
    parts = [leaf, root, *proof]
    parts[changed] = flipped(parts[changed], data)
    assert not merkle.verify_inclusion(parts[0], index, size, parts[2:], parts[1])
    assert not merkle.verify_inclusion(leaf, index, size, (*proof, leaf), root)
    assert not proof or not merkle.verify_inclusion(leaf, index, size, proof[:-1], root)
    assert not merkle.verify_inclusion(leaf, size, size, proof, root)
    assert not merkle.verify_inclusion(leaf, -1, size, proof, root)


@given(contents, st.data())
def test_every_consistency_proof_verifies_and_no_other_does(all: list[bytes], data: st.DataObject) -> None:
    tree = Tree(all)
    second = data.draw(st.integers(1, len(all)))
    first = data.draw(st.integers(1, second))
    proof = merkle.consistency_proof(first, second, tree)
    roots = merkle.root(first, tree), merkle.root(second, tree)
    assert merkle.verify_consistency(first, second, *roots, proof)
    parts = [*roots, *proof]
    changed = data.draw(st.sampled_from(range(len(parts))))
    parts[changed] = flipped(parts[changed], data)
    assert not merkle.verify_consistency(first, second, parts[0], parts[1], parts[2:])
    assert not merkle.verify_consistency(first, second, *roots, (*proof, roots[0]))
    assert not merkle.verify_consistency(second + 1, second, *roots, proof)


@given(contents, st.data())
def test_a_tree_that_lost_or_changed_a_leaf_is_not_consistent(all: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(all) - 1))
    other = [*all, b"another"]
    other[place] += b"!"
    honest, forged = Tree(all), Tree(other)
    proof = merkle.consistency_proof(len(all), len(other), forged)
    roots = merkle.root(len(all), honest), merkle.root(len(other), forged)
    assert not merkle.verify_consistency(len(all), len(other), *roots, proof)


def test_an_empty_tree_begins_every_tree() -> None:
    root = merkle.root(3, Tree(LEAVES))
    assert merkle.verify_consistency(0, 3, merkle.EMPTY_ROOT, root, ())
    assert not merkle.verify_consistency(0, 3, root, root, ())


def test_a_proof_outside_the_tree_is_a_mistake_of_the_caller() -> None:
    tree = Tree(LEAVES)
    for index, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(ValueError, match="not in a tree"):
            merkle.inclusion_proof(index, size, tree)
    for first, second in ((0, 8), (8, 7)):
        with pytest.raises(ValueError, match="does not come before"):
            merkle.consistency_proof(first, second, tree)


def flipped(hash: bytes, data: st.DataObject) -> bytes:
    """The hash with one bit changed."""
    bit = data.draw(st.integers(0, len(hash) * 8 - 1))
    return (int.from_bytes(hash, "big") ^ 1 << bit).to_bytes(len(hash), "big")


EXTRA = leaf_hash(b"one more")


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_a_proof_of_inclusion_of_another_length_is_none_even_where_its_hash_fits(levels: int) -> None:
    """Whoever chooses the root too could else call an inner node a leaf, or a tree a part of a larger one."""
    size = 2**levels
    tree = Tree(LEAVES[:size])
    proof = merkle.inclusion_proof(0, size, tree)
    reached = [tree(level, 0) for level in range(levels + 1)]
    assert merkle.verify_inclusion(reached[0], 0, size, proof, reached[-1])
    for length in range(levels):
        assert not merkle.verify_inclusion(reached[0], 0, size, proof[:length], reached[length])
    assert not merkle.verify_inclusion(reached[0], 0, size, (*proof, EXTRA), node_hash(EXTRA, reached[-1]))


def test_a_proof_of_consistency_of_another_length_is_none_even_where_its_hashes_fit() -> None:
    tree = Tree(LEAVES)
    proof, first = merkle.consistency_proof(2, 8, tree), merkle.root(2, tree)
    assert merkle.verify_consistency(2, 8, first, merkle.root(8, tree), proof)
    assert not merkle.verify_consistency(2, 8, first, merkle.root(4, tree), proof[:-1])
    proof, old, new = merkle.consistency_proof(3, 4, tree), merkle.root(3, tree), merkle.root(4, tree)
    assert merkle.verify_consistency(3, 4, old, new, proof)
    assert not merkle.verify_consistency(3, 4, node_hash(EXTRA, old), node_hash(EXTRA, new), (*proof, EXTRA))


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 7), (3, 7), (6, 8)])
def test_without_a_proof_no_tree_begins_a_larger_one(first: int, second: int) -> None:
    tree = Tree(LEAVES)
    assert not merkle.verify_consistency(first, second, merkle.root(first, tree), merkle.root(second, tree), ())


def test_nothing_is_added_to_what_needs_no_proof() -> None:
    root = merkle.root(3, Tree(LEAVES))
    assert not merkle.verify_consistency(0, 3, merkle.EMPTY_ROOT, root, (EXTRA,))
    assert not merkle.verify_consistency(3, 3, root, root, (EXTRA,))


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_a_tree_that_grows_at_its_edge_is_the_same_tree(all: list[bytes]) -> None:
    edge = merkle.Edge()
    hashes: dict[tuple[int, int], bytes] = {}
    for index, content in enumerate(all):
        kept = edge.copy()
        made = merkle.completed(index, leaf_hash(content), lambda level, place: hashes[level, place])
        for level, hash in enumerate(made):
            hashes[level, index >> level] = hash
        assert kept.add(leaf_hash(content)) == made
        assert edge.root == plain_root(all[:index])
        edge = kept
    assert edge.root == plain_root(all)
