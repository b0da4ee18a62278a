"""The notebooks in `examples/`, run as they are, and what they show."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"


def kept(name: str) -> nbformat.NotebookNode:
    notebook = nbformat.reads((EXAMPLES / f"{name}.ipynb").read_text(), as_version=4)  # type: ignore[no-untyped-call]
    assert isinstance(notebook, nbformat.NotebookNode)
    return notebook


def run(name: str) -> nbformat.NotebookNode:
    """Runs a notebook from its first cell to its last; any error in it fails the test."""
    notebook = kept(name)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def shown(notebook: nbformat.NotebookNode, mime: str) -> list[str]:
    """All outputs of one kind, in order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["data"][mime] for output in outputs if mime in output.get("data", {})]


def printed(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output["text"] for output in outputs if output["output_type"] == "stream")


def test_what_fills_my_cluster() -> None:
    notebook = run("what_fills_my_cluster")
    pools, fullness, used = shown(notebook, "image/svg+xml")
    assert "What fills the cluster" in pools and "cephfs.cephfs.data" in pools
    assert "3 are above nearfull" in fullness and "backfillfull 90 %" in fullness
    assert "Raw room used" in used and "simulated" in used
    tables = "".join(shown(notebook, "text/html"))
    assert "may be stored TiB" in tables and "node4" in tables
    assert "OSD_NEARFULL" in printed(notebook)


def test_which_osds_are_slow() -> None:
    notebook = run("which_osds_are_slow")
    (latency,) = shown(notebook, "image/svg+xml")
    assert "2 of 24 OSDs are far slower than their class" in latency
    slow, hosts = [html for html in shown(notebook, "text/html") if "dataframe" in html]
    assert "osd.12" in slow and "osd.22" in slow and "osd.0" not in slow
    # The host that is slow as a whole comes first, though no OSD of it is far slower than its class.
    assert hosts.index("node2") < min(hosts.index(host) for host in ("node1", "node3", "node4"))
    assert "KOOR_OSD_SLOW" in printed(notebook)


@pytest.mark.parametrize("name", ["what_fills_my_cluster", "which_osds_are_slow"])
def test_a_notebook_is_kept_without_what_it_once_showed(name: str) -> None:
    notebook = kept(name)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and all(not cell.outputs and cell.execution_count is None for cell in code)
    assert sum("koor.demo(" in cell.source for cell in code) == 1, "one line to change"
