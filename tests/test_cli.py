"""The `hoinhap` command: what it prints, what it writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hoinhap import __version__
from hoinhap.cli import main
from hoinhap.core.reader.refusals import file_sentence

PLAN = """\
ỦY BAN NHÂN DÂN
TỈNH AN BÌNH

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}/KH-UBND

An Bình, ngày 12 tháng 3 năm 2025

KẾ HOẠCH

Triển khai hội nhập quốc tế trên địa bàn tỉnh

I. MỤC TIÊU

1. Đến năm 2030, có ít nhất 12 thỏa thuận quốc tế được ký kết.

II. TỔ CHỨC THỰC HIỆN

1. Sở Ngoại vụ chủ trì, phối hợp với Công an tỉnh theo dõi, báo cáo UBND tỉnh trước ngày 05/11 hằng năm.

2. Sở Y tế tổ chức tập huấn cho cán bộ y tế cơ sở.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Đoàn Văn Mẫu
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two plans."""
    (tmp_path / "ke-hoach-15.txt").write_text(PLAN.format(number=15), "utf-8")
    (tmp_path / "ke-hoach-16.txt").write_text(PLAN.format(number=16), "utf-8")
    return tmp_path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for number in (21, 22):
            package.writestr(f"van-ban/ke-hoach-{number}.txt", PLAN.format(number=number))
    return path


def numbers(text: str) -> list[str]:
    return [json.loads(line)["document"]["number"] for line in text.splitlines()]


# --- help and usage -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["compare", "--help"]])
def test_help_is_in_both_languages_and_ends_well(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    said = capsys.readouterr().out
    assert end.value.code == 0 and "hoinhap" in said
    assert "văn bản" in said and ("documents" in said or "directive" in said)


def test_help_names_every_command_and_exit_status(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    for word in ("read", "compare", "serve", "manage", "exit status", "130"):
        assert word in said


def test_the_version(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0 and __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["read"],
        ["tell"],
        ["read", "--jobs", "0", "a.txt"],
        ["read", "--jobs", "65", "a.txt"],
        ["read", "--jobs", "hai", "a.txt"],
        ["read", "--lang", "fr", "a.txt"],
        ["read", "--nothing", "a.txt"],
        ["compare", "a.txt"],
        ["compare", "a.txt", "b.txt", "c.txt"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two_and_says_why(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert "usage" in said and "Dùng sai lệnh" in said and "Wrong usage" in said


# --- read ---------------------------------------------------------------------------------------------------------


def test_a_table_for_a_person(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    assert main(["read", str(folder / "ke-hoach-15.txt")]) == 0
    said = capsys.readouterr().out
    for words in (
        "Kế hoạch",
        "15/KH-UBND",
        "12/03/2025",
        "Chủ trì",
        "Sở Ngoại vụ",
        "Công an tỉnh",
        "UBND tỉnh",
        "05/11",
        "Sở Y tế",
    ):
        assert words in said, words
    assert "2 giao việc. 5 điều khoản: 2 có giao việc" in said


NARROW = PLAN.replace(
    "2. Sở Y tế tổ chức",
    "2. Y tế\n\n2.1. Sở Nội vụ rà soát, báo cáo UBND tỉnh; Sở Tài chính bố trí kinh phí trước ngày 30/6/2026.\n\n"
    "2.2. Sở Y tế tổ chức",
)


def test_a_narrow_table_breaks_no_date_and_no_address(folder, capsys, monkeypatch):
    (folder / "a.txt").write_text(NARROW.format(number=15), "utf-8")
    for columns in ("80", "60"):
        monkeypatch.setenv("COLUMNS", columns)
        assert main(["read", str(folder / "a.txt")]) == 0
        said = capsys.readouterr().out
        assert max(map(len, said.splitlines())) <= int(columns)
        for whole in ("│ II.2.1 ", "│ II.2.2 ", " 30/06/2026 ", "Trước ngày ", " 05/11 "):
            assert whole in said, (columns, whole)


def test_duties_are_counted_apart_from_the_provisions_that_give_them_out(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    (folder / "a.txt").write_text(NARROW.format(number=15), "utf-8")
    assert main(["read", str(folder / "a.txt")]) == 0
    said = capsys.readouterr().out
    assert main(["read", "--json", str(folder / "a.txt")]) == 0
    reading = json.loads(capsys.readouterr().out)
    duties, provisions = len(reading["tasks"]), reading["coverage"]["duty"]
    assert duties > provisions
    assert f"{duties} giao việc. {reading['coverage']['all']} điều khoản: {provisions} có giao việc" in said


def test_a_document_without_provisions_is_said(folder, capsys):
    (folder / "a.txt").write_text("Số: 15/KH-UBND", "utf-8")
    for lang, words in (("vi", "Không có điều khoản nào."), ("en", "There are no provisions.")):
        assert main(["read", "--lang", lang, str(folder / "a.txt")]) == 0
        assert capsys.readouterr().out.rstrip().endswith(words)


def test_a_table_in_english(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "240")
    assert main(["read", "--lang", "en", str(folder / "ke-hoach-15.txt")]) == 0
    said = capsys.readouterr().out
    for words in (
        "Duty",
        "Every year,",
        "before 5",
        "November",
        "with: Công an tỉnh",
        "to: UBND tỉnh",
        "2 duties. 5 provisions: 2 with a duty",
    ):
        assert words in said, words


def test_json_of_one_file_is_one_object(folder, capsys):
    assert main(["read", "--json", str(folder / "ke-hoach-15.txt")]) == 0
    said = capsys.readouterr()
    reading = json.loads(said.out)
    assert said.err == ""
    assert {"document", "citations", "outline", "tasks", "targets"} <= set(reading)
    assert reading["document"]["number"] == "15/KH-UBND"
    assert [task["leads"] for task in reading["tasks"]] == [["Sở Ngoại vụ"], ["Sở Y tế"]]
    assert reading["tasks"][0]["due"] == {"every": "year", "month": 11, "day": 5}


def test_json_of_a_folder_is_one_line_each_in_order(folder, capsys):
    assert main(["read", "--json", str(folder)]) == 0
    assert numbers(capsys.readouterr().out) == ["15/KH-UBND", "16/KH-UBND"]


def test_json_of_a_zip_is_one_line_each(folder, capsys):
    assert main(["read", "--json", str(zipped(folder / "tat-ca.zip"))]) == 0
    assert numbers(capsys.readouterr().out) == ["21/KH-UBND", "22/KH-UBND"]


def test_out_writes_one_file_each(folder, capsys):
    out = folder / "ket" / "qua"
    zipped(folder / "tat-ca.zip")
    assert main(["read", "--out", str(out), str(folder)]) == 0
    assert sorted(path.name for path in out.iterdir()) == [f"ke-hoach-{number}.json" for number in (15, 16, 21, 22)]
    assert capsys.readouterr().out == ""
    assert json.loads((out / "ke-hoach-22.json").read_text("utf-8"))["document"]["number"] == "22/KH-UBND"


def test_out_keeps_files_of_one_name_apart(folder):
    other = folder / "b"
    other.mkdir()
    (other / "ke-hoach-15.txt").write_text(PLAN.format(number=99), "utf-8")
    out = folder / "ra"
    assert main(["read", "--out", str(out), str(folder / "ke-hoach-15.txt"), str(other / "ke-hoach-15.txt")]) == 0
    found = [json.loads(path.read_text("utf-8"))["document"]["number"] for path in out.iterdir()]
    assert sorted(found) == ["15/KH-UBND", "99/KH-UBND"]


def test_two_processes_write_the_same(folder):
    one, two = folder / "mot", folder / "hai"
    files = [str(folder / "ke-hoach-15.txt"), str(folder / "ke-hoach-16.txt")]
    assert main(["read", "--out", str(one), *files]) == 0
    assert main(["read", "--out", str(two), "--jobs", "2", *files]) == 0
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_one_that_cannot_be_read_is_named_and_the_others_are_done(folder, capsys):
    (folder / "a-rong.txt").write_bytes(b"")
    (folder / "b-hong.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert main(["read", "--json", str(folder)]) == 1
    said = capsys.readouterr()
    assert numbers(said.out) == ["15/KH-UBND", "16/KH-UBND"]
    assert "a-rong.txt" in said.err and "b-hong.pdf" in said.err and "Traceback" not in said.err
    assert len(said.err.splitlines()) == 2


def test_refusals_in_english(folder, capsys):
    (folder / "a.txt").write_bytes(b"")
    assert main(["read", "--lang", "en", str(folder / "a.txt")]) == 1
    assert "is empty" in capsys.readouterr().err


def test_a_file_that_is_not_there(folder, capsys):
    assert main(["read", "--json", str(folder / "khong-co.txt"), str(folder / "ke-hoach-15.txt")]) == 1
    said = capsys.readouterr()
    assert "khong-co.txt" in said.err and "Không có tệp" in said.err
    assert json.loads(said.out)["document"]["number"] == "15/KH-UBND"


ENGLISH = (
    "No such file",
    "Is a directory",
    "File exists",
    "Permission denied",
    "File name too long",
    "Not a directory",
)


@pytest.mark.parametrize(
    ("name", "vi", "en"),
    [
        ("khong-co.txt", "Không có tệp “{}”", "There is no file “{}”"),
        ("ke-hoach-15.txt/a.txt", "Không có tệp “{}”", "There is no file “{}”"),
        ("a" * 300, "Không mở được “{}”: tên dài quá", "“{}” cannot be opened: the name is too long"),
    ],
    ids=["absent", "under a file", "too long"],
)
def test_both_commands_say_the_same_of_a_file_that_cannot_be_opened(folder, capsys, name, vi, en):
    path, good = str(folder / name), str(folder / "ke-hoach-15.txt")
    for lang, words in (("vi", vi), ("en", en)):
        said = []
        for command in (["read", "--lang", lang, path], ["compare", "--lang", lang, good, path]):
            assert main(command) == 1
            said.append(capsys.readouterr().err)
        assert said[0] == said[1] and said[0].startswith(words.format(path)), said
        assert not any(words in said[0] for words in ENGLISH) and " / " not in said[0]


def test_a_folder_is_no_file_to_compare(folder, capsys):
    assert main(["compare", str(folder), str(folder / "ke-hoach-15.txt")]) == 1
    assert "đó là thư mục" in capsys.readouterr().err


def test_every_error_of_the_machine_has_its_sentence():
    for code in (2, 13, 17, 20, 21, 28, 36, 5, None):
        for lang in ("vi", "en"):
            said = file_sentence(OSError(code, "system words"), lang, "a.txt")
            assert "“a.txt”" in said and "system words" not in said and "{" not in said


def test_hidden_files_and_folders_are_left_out(folder, capsys):
    for hidden in (folder / ".venv" / "lib", folder / "con" / ".git"):
        hidden.mkdir(parents=True)
        (hidden / "ke-hoach-77.txt").write_text(PLAN.format(number=77), "utf-8")
    (folder / ".ke-hoach-78.txt").write_text(PLAN.format(number=78), "utf-8")
    (folder / "con" / "ke-hoach-17.txt").write_text(PLAN.format(number=17), "utf-8")
    assert main(["read", "--json", str(folder)]) == 0
    assert numbers(capsys.readouterr().out) == ["17/KH-UBND", "15/KH-UBND", "16/KH-UBND"]
    assert main(["read", "--json", str(folder / ".venv")]) == 0
    assert "77/KH-UBND" in capsys.readouterr().out


def test_a_name_stands_in_quotation_marks(folder, capsys):
    (folder / "a.pdf").write_bytes(b"nothing that is known \x00\x01\x02" * 50)
    assert main(["read", "--lang", "en", str(folder / "a.pdf")]) == 1
    said = capsys.readouterr().err
    assert "“a.pdf” is not a document" in said and "*" not in said


def test_a_folder_without_documents(folder, capsys):
    (folder / "trong").mkdir()
    assert main(["read", str(folder / "trong")]) == 1
    assert "trong" in capsys.readouterr().err


def test_a_broken_zip(folder, capsys):
    (folder / "hong.zip").write_bytes(b"PK\x03\x04 nothing")
    assert main(["read", "--json", str(folder / "hong.zip")]) == 1
    assert "hong.zip" in capsys.readouterr().err


def test_an_output_that_is_a_file(folder, capsys):
    taken = folder / "ke-hoach-15.txt"
    assert main(["read", "--out", str(taken), str(folder / "ke-hoach-16.txt")]) == 2
    assert taken.read_text("utf-8") == PLAN.format(number=15)
    assert "Không tạo được thư mục" in capsys.readouterr().err


# --- compare ------------------------------------------------------------------------------------------------------


def test_compare_as_json(folder, capsys):
    names = [str(folder / f"ke-hoach-{number}.txt") for number in (15, 16)]
    assert main(["compare", "--json", *names]) == 0
    matches = json.loads(capsys.readouterr().out)
    assert matches
    for match in matches:
        assert {"path", "text", "verdict", "found"} <= set(match)
        assert match["verdict"] in ("covered", "partly", "not")
        assert all({"path", "score"} <= set(place) for place in match["found"])
    assert all(match["verdict"] == "covered" for match in matches if match["path"].startswith("II/"))


def test_compare_as_a_table(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    names = [str(folder / f"ke-hoach-{number}.txt") for number in (15, 16)]
    assert main(["compare", *names]) == 0
    assert "Đã có" in capsys.readouterr().out
    assert main(["compare", "--lang", "en", *names]) == 0
    assert "Covered" in capsys.readouterr().out


@pytest.mark.parametrize("missing", [0, 1])
def test_compare_with_a_file_that_is_not_there(folder, missing, capsys):
    names = [str(folder / "ke-hoach-15.txt")] * 2
    names[missing] = str(folder / "khong-co.txt")
    assert main(["compare", *names]) == 1
    assert "khong-co.txt" in capsys.readouterr().err


def test_compare_with_one_that_cannot_be_read(folder, capsys):
    (folder / "rong.txt").write_bytes(b"")
    assert main(["compare", str(folder / "ke-hoach-15.txt"), str(folder / "rong.txt")]) == 1
    assert "rong.txt" in capsys.readouterr().err


# --- how it ends --------------------------------------------------------------------------------------------------


def test_stopped_by_the_person(folder, capsys, monkeypatch):
    def stop(*arguments, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr("hoinhap.batch.read", stop)
    assert main(["read", str(folder / "ke-hoach-15.txt")]) == 130
    assert "Traceback" not in capsys.readouterr().err


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "hoinhap.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env={**os.environ, **environment})


def test_as_a_process(folder):
    done = run("read", "--json", folder, PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert numbers(done.stdout.decode("utf-8")) == ["15/KH-UBND", "16/KH-UBND"]


@pytest.mark.parametrize(
    "options",
    [
        ["--json"],
        [],
    ],
    ids=["json", "table"],
)
def test_a_process_whose_reader_goes_away(folder, options):
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "hoinhap.cli", "read", *options, str(folder)]
    with os.fdopen(write_end, "wb") as closed:
        gone = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (gone.returncode, gone.stderr) == (0, b"")


def test_a_screen_without_vietnamese(folder):
    done = run("read", "--json", folder / "ke-hoach-15.txt", PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and b"Traceback" not in done.stderr


def test_a_name_that_no_file_can_have(folder, capsys):
    assert main(["read", str(folder / ("a" * 300))]) == 1
    assert "Không mở được" in capsys.readouterr().err
