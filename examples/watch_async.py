"""Several clusters watched side by side with asyncio: a line whenever the health of one changes.

    python examples/watch_async.py [ROUNDS [SECONDS]]

It watches three pretend clusters; put ``koor.connect_async(cluster="prod")`` in their place.
"""

import asyncio
import sys

import koor


async def watch(name: str, cluster: koor.AsyncCluster, rounds: int, seconds: float) -> None:
    """Looks again and again. A cluster that does not answer is told like any other change."""
    before = None
    for _ in range(rounds):
        status = await cluster.status()
        now = str(status.failure) if status.failure else status.severity
        if now != before:
            print(f"{status.seen:%H:%M:%S}  {name}: {now}", flush=True)
        before = now
        await asyncio.sleep(seconds)


async def main(rounds: int, seconds: float) -> None:
    names = ["healthy-small", "host-down", "no-quorum"]
    clusters = await asyncio.gather(*(koor.demo_async(name) for name in names))
    # A deadline for all of them: whoever is cancelled stops asking.
    await asyncio.wait_for(
        asyncio.gather(*(watch(name, one, rounds, seconds) for name, one in zip(names, clusters, strict=True))),
        timeout=3600,
    )


if __name__ == "__main__":
    words = sys.argv[1:]
    asyncio.run(main(int(words[0]) if words else 3, float(words[1]) if len(words) > 1 else 1.0))
