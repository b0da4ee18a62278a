"""The stub is what the code says, type checkers agree with it, and every docstring's example holds."""

import doctest
import os
import subprocess
import sys
from pathlib import Path

import koor
from koor import _koor

PACKAGE = Path(__file__).parents[1] / "python/koor"
HERE = Path(__file__).parent
CHECKED = [str(HERE), str(HERE.parents[1] / "examples")]


def check(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=HERE.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_strict() -> None:
    check("mypy", "--strict", str(PACKAGE), *CHECKED)


def test_pyright() -> None:
    check("pyright", "--pythonpath", sys.executable, str(PACKAGE), *CHECKED)


def test_the_stub_is_what_the_code_says(tmp_path: Path) -> None:
    """`KOOR_BLESS=1 pytest tests/test_typed.py` writes it anew."""
    check("maturin", "generate-stubs", "--profile", "dev", "--out", str(tmp_path))
    made = (tmp_path / "koor/_koor.pyi").read_text()
    kept = HERE.parent / "python/koor/_koor.pyi"
    if os.environ.get("KOOR_BLESS"):
        kept.write_text(made)
    assert kept.read_text() == made, "look at the difference, then run this test with KOOR_BLESS=1"


def examples() -> dict[str, object]:
    """Everything of the compiled half that has a docstring."""
    found: dict[str, object] = {}
    for name in dir(_koor):
        thing = getattr(_koor, name)
        found[name] = thing
        if isinstance(thing, type):
            found.update({f"{name}.{each}": getattr(thing, each) for each in dir(thing) if not each.startswith("_")})
    return {name: thing for name, thing in found.items() if not name.startswith("_")}


def test_every_docstring_has_an_example_that_holds() -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    parser = doctest.DocTestParser()
    for name, thing in examples().items():
        text = thing.__doc__ or ""
        assert text, name
        test = parser.get_doctest(text, {"koor": koor, "tempfile": __import__("tempfile")}, name, None, None)
        # A class has its example where it says what it is; its getters need none.
        is_method = callable(thing) and name.split(".")[0] in ("Cluster", "AsyncCluster", name)
        assert test.examples or not is_method, f"{name} has no example"
        runner.run(test)
    assert runner.failures == 0
