"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "hoinhap"
SLICES = (
    "journal",
    "accounts",
    "agencies",
    "library",
    "plans",
    "registers",
    "reporting",
    "trade",
    "exchange",
    "search",
    "portal",
)
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 450


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.add(module)
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return found


def rank(module: str) -> tuple[int, int] | None:
    """Place a module: core, then the apps in their order, then the site and the command."""
    parts = module.split(".")
    if parts[0] != "hoinhap" or len(parts) < 2 or parts[1].startswith("__"):
        return None
    if parts[1] == "core":
        return (0, 0)
    if parts[1] == "apps":
        return (1, SLICES.index(parts[2]) if len(parts) > 2 and parts[2] in SLICES else -1)
    return (2, 0)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_inward(path):
    here = rank(name_of(path))
    for module in imports_of(path):
        there = rank(module)
        if here and there:
            assert there <= here, f"{name_of(path)} imports {module}"
        if here and here[0] == 0:
            assert module.split(".")[0] not in {"django", "environ", "granian", "whitenoise", "psycopg"}, module


def test_every_slice_is_listed():
    folders = {path.name for path in (SOURCE / "apps").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(SLICES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_small_and_are_no_drawers(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}
    if "migrations" not in path.parts:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_core_reads_no_clock_and_no_network():
    banned = {"socket", "urllib.request", "http.client", "asyncio", "requests", "httpx"}
    for path in (SOURCE / "core").rglob("*.py"):
        assert not banned & imports_of(path), path
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(datetime|date)\.(now|today|utcnow)\(", text), path


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("không có git, hoặc không phải bản sao git / not a git checkout")
    return [ROOT / name for name in listed.decode().split("\0") if name]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        if path.suffix in {".woff2", ".docx", ".doc", ".pdf", ".png", ".jpg", ".mo", ".zip"} or not path.is_file():
            continue
        if "vendor" in path.parts or "third_party" in path.parts:
            continue
        found.append((path, path.read_text(encoding="utf-8", errors="replace")))
    return found


def test_lock_files_name_no_host():
    locks = [path for path in tracked() if "requirements" in path.parts or path.name.endswith((".lock", "-lock.json"))]
    assert locks
    for path in locks:
        assert "://" not in path.read_text(encoding="utf-8"), path
    for path in ROOT.glob("requirements/*.txt"):
        pins = re.findall(r"^[\w.\[\]-]+==", path.read_text(encoding="utf-8"), re.M)
        assert pins and path.read_text(encoding="utf-8").count("--hash=sha256:") >= len(pins), path


def test_no_tracked_file_names_this_machine_or_a_registry():
    # Written in pieces, so that this file does not name them either.
    words = [
        "/" + "work/",
        "/" + "root/",
        "/tmp/" + "team",
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "registry." + "npmjs",
        "artifact" + "ory",
        "find" + "-links =",
    ]
    for path, text in texts():
        for word in words:
            assert word not in text, f"{path.relative_to(ROOT)} names {word}"


def test_vendored_files_are_the_ones_listed():
    import hashlib

    tables = ("src/hoinhap/site/static/vendor", "tests/browser/vendor", "third_party")
    for table in (ROOT / folder / "VENDORED.md" for folder in tables):
        listed = dict(re.findall(r"^\| (\S+) \|.*`([0-9a-f]{64})` \|$", table.read_text(encoding="utf-8"), re.M))
        assert listed
        for name, digest in listed.items():
            assert hashlib.sha256((table.parent / name).read_bytes()).hexdigest() == digest, name
        files = {
            str(path.relative_to(table.parent))
            for path in table.parent.rglob("*")
            if path.suffix in {".js", ".woff2", ".css"}
        }
        assert files == set(listed)


def test_tabler_is_cut_by_its_script():
    spec = importlib.util.spec_from_file_location("tabler", ROOT / "scripts" / "tabler.py")
    assert spec and spec.loader
    tabler = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tabler)
    assert tabler.PART.read_text(encoding="utf-8") == tabler.cut(tabler.WHOLE.read_text(encoding="utf-8"))


def test_every_dependency_is_decided_on():
    spec = importlib.util.spec_from_file_location("licences", ROOT / "scripts" / "licences.py")
    assert spec and spec.loader
    licences = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(licences)
    assert licences.faults() == []
