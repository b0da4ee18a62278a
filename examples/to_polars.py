"""Rows as a table: which hosts are fullest, and how far their OSDs are apart.

    python examples/to_polars.py [RECORDING]

Needs polars (``pip install polars``); pandas and pyarrow read the rows in the same way.
"""

import sys

import koor
import polars


def by_host(osds: koor.Rows) -> polars.DataFrame:
    """One row a host. What is not known (an OSD that is out) is null and counts for nothing."""
    return (
        polars.DataFrame(osds)
        .group_by("host")
        .agg(
            osds=polars.len(),
            down=(~polars.col("up")).sum(),
            used_bytes=polars.col("used_bytes").sum(),
            size_bytes=polars.col("size_bytes").sum(),
            fullest=polars.col("utilization").max(),
            emptiest=polars.col("utilization").min(),
        )
        .with_columns(utilization=polars.col("used_bytes") / polars.col("size_bytes"))
        .sort("utilization", descending=True)
    )


def main(recording: str | None) -> None:
    cluster = koor.open_recording(recording) if recording else koor.demo("nearfull")
    osds = cluster.osds()
    print(by_host(osds))
    print(f"seen {osds.seen:%Y-%m-%d %H:%M:%S} UTC: {osds.source}")
    for part, why in {**osds.unseen, **osds.stale}.items():
        print(f"{part}: {why}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
