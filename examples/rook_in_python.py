"""Rook, Kubernetes and Ceph beside each other: is the upgrade really done, and which application lies on what?

    python examples/rook_in_python.py [SCENARIO]      upgrade, upgrade-stuck, operator-gone, host-down, ...

A real cluster is opened with ``koor.connect()``: its Kubernetes is found where a kubeconfig or a service account is at hand.
"""

import sys

import koor


def main(scenario: str) -> None:
    cluster = koor.demo(scenario)
    picture = cluster.rook().to_dict()
    rook = picture["rook"]
    print(f"Rook says {rook['phase']} and sets out for {rook['version']}")
    # What runs is told by Ceph, whatever a label or a phase says.
    for row in picture["ceph_versions"]:
        print(f"  {row['count']} {row['daemon_type']} of {row['version']}")
    for finding in picture["rook_findings"]:
        print(f"{finding['code']}: {finding['sentence']}")

    for node in cluster.nodes(storage=True):
        print(f"{node['name']} carries {', '.join(node['osds']) or 'no OSD'}")

    for claim in cluster.claims(namespace="shop"):
        trace = cluster.claim(claim["namespace"], claim["name"]).to_dict()["trace"]
        print(f"{claim['namespace']}/{claim['name']} is {claim['phase']} and lies on {', '.join(trace['pools'])}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "upgrade-stuck")
