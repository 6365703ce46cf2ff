"""Fetches a tiled log and rebuilds it from its entries: C2SP tlog-tiles (https://c2sp.org/tlog-tiles)."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from itertools import islice

from merkle_tree import hash_leaf, root_of
from signed_note import refuse

WIDTH = 256
ATTEMPTS = 4
AT_ONCE = 8
LARGEST = WIDTH * (2 + 0xFFFF)  # a full bundle of the largest entries
TEXT, OCTETS = "text/plain;charset=utf-8", "application/octet-stream"


class Unreachable(Exception):
    """Nothing can be said of what was not to be had."""


def fetch(url: str, content_type: str | None = None) -> bytes | None:
    """The content at an address; None if there is none. A server that is busy is asked again when it says."""
    for _ in range(ATTEMPTS):
        try:
            request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, identity"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                return content_of(url, answer.read(LARGEST + 1), answer.headers, content_type)
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                return None
            wait = error.headers.get("Retry-After", "")
            if error.code not in (429, 503) or not wait.isdecimal():
                raise Unreachable(f"{url} answered {error.code}") from error
            time.sleep(min(int(wait), 60))
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreachable(f"{url}: {error}") from error
    raise Unreachable(f"{url} is still busy")


def content_of(url: str, body: bytes, headers: Message, content_type: str | None) -> bytes:
    """The body as it was before compression, if it has the content type that is demanded."""
    if headers.get("Content-Encoding", "").lower() == "gzip":
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, LARGEST + 1)
        except zlib.error as error:
            raise Unreachable(f"{url} is not gzip: {error}") from error
    stated = headers.get("Content-Type", "").lower().replace(" ", "")
    if content_type not in (None, stated):
        refuse("tlog-tiles, APIs", f"{url} has the content type `{stated}`, not `{content_type}`")
    return body


def tiles_of(count: int) -> Iterator[tuple[int, int]]:
    """Index and width of each tile over so many hashes: tlog-tiles, "Merkle Tree" and "Partial Tiles"."""
    for index in range((count + WIDTH - 1) // WIDTH):
        yield index, min(WIDTH, count - index * WIDTH)


def path_of(index: int, width: int) -> str:
    """<N>[.p/<W>]: tlog-tiles, "Merkle Tree"."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def fetch_tiles(prefix: str, count: int, parse: Callable[[bytes, int, str], list[bytes]]) -> list[bytes]:
    """What is in all tiles below a prefix, in order. A full tile stands in for a partial one that is gone."""

    def read(tile: tuple[int, int]) -> list[bytes]:
        index, width = tile
        for each in dict.fromkeys((width, WIDTH)):
            url = f"{prefix}/{path_of(index, each)}"
            if (body := fetch(url, OCTETS)) is not None:
                return parse(body, each, url)[:width]
        refuse("tlog-tiles, APIs", f"{prefix}/{path_of(index, width)} is missing")

    found: list[bytes] = []
    tiles = tiles_of(count)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := list(islice(tiles, 8 * AT_ONCE)):
            found += (item for items in pool.map(read, batch) for item in items)
    return found


def parse_bundle(body: bytes, width: int, url: str) -> list[bytes]:
    """Leaf hashes of a bundle's entries, each after its length in two bytes: tlog-tiles, "Log entries"."""
    leaves: list[bytes] = []
    at = 0
    while at < len(body):
        start, at = at + 2, at + 2 + int.from_bytes(body[at : at + 2], "big")
        if start > len(body) or at > len(body):
            refuse("tlog-tiles, Log entries", f"{url} ends within an entry")
        leaves.append(hash_leaf(body[start:at]))
    if len(leaves) != width:
        refuse("tlog-tiles, Log entries", f"{url} has {len(leaves)} entries, not {width}")
    return leaves


def parse_tile(body: bytes, width: int, url: str) -> list[bytes]:
    if len(body) != 32 * width:
        refuse("tlog-tiles, Merkle Tree", f"{url} has {len(body)} bytes, not {32 * width}")
    return [body[at : at + 32] for at in range(0, len(body), 32)]


def rebuild(prefix: str, size: int, published: int) -> tuple[list[bytes], int]:
    """The leaf hashes of all entries, and how many tiles were compared with what they must be.

    Entries from `published` on are not read: their hashes are those of the tiles, and the root alone speaks for them.
    """
    leaves = fetch_tiles(f"{prefix}/tile/entries", published, parse_bundle)
    level, hashes, compared = 0, leaves, 0
    while hashes or level == 0 < size:
        served = fetch_tiles(f"{prefix}/tile/{level}", size if level == 0 else len(hashes), parse_tile)
        if level == 0:
            hashes = leaves = leaves + served[published:]
        for index, width in tiles_of(len(hashes)):
            part = slice(index * WIDTH, index * WIDTH + width)
            if served[part] != hashes[part]:
                refuse("tlog-tiles, Merkle Tree", f"tile/{level}/{path_of(index, width)} is not of these entries")
            compared += 1
        # Only full tiles are hashed into the level above.
        full = range(0, len(hashes) - WIDTH + 1, WIDTH)
        level, hashes = level + 1, [root_of(hashes[at : at + WIDTH]) for at in full]
    return leaves, compared
