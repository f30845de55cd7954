"""The `hoinhap` command: thin, it calls the core and the site.

hoinhap read KE-HOACH.docx                 who does what by when, as a table
hoinhap read *.pdf --json --out DOC --jobs 2
hoinhap compare CHI-THI.docx KE-HOACH.docx
hoinhap journal verify                     is the journal whole?
hoinhap person hanh.le --name "Lê Thị Hạnh" --agency so-ngoai-vu --role coordinator
hoinhap agencies load --province "Thanh Hóa"
hoinhap serve
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from hoinhap import __version__

EPILOG = """\
ví dụ / examples:
  hoinhap read ke-hoach-119.docx
  hoinhap read van-ban/*.pdf --json --out ket-qua --jobs 2
  hoinhap compare chi-thi-40.txt ke-hoach-119.docx
  hoinhap serve --port 8000

mã kết thúc / exit status: 0 xong / done · 1 có tệp không đọc được, đã nêu tên / some files could not be read, named on
stderr, the others are done · 2 dùng sai / wrong usage · 130 đã dừng theo yêu cầu / stopped by you
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["serve"]:
        from hoinhap.site.serve import main as serve

        return serve(arguments[1:])
    if arguments[:1] == ["worker"]:
        from hoinhap.site.worker import main as work

        return work(arguments[1:])
    if arguments[:1] == ["manage"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
        from django.core.management import execute_from_command_line

        execute_from_command_line(["hoinhap manage", *arguments[1:]])
        return 0
    _speak_unicode()
    asked = _parser().parse_args(arguments)
    try:
        status = asked.run(asked)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu. / Stopped as you asked.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output went away ("… | head"); that is no fault of anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _speak_unicode() -> None:
    """Write UTF-8 where the locale knows no Vietnamese, so that no letter stops the work."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and "utf" not in (stream.encoding or "").lower():
            stream.reconfigure(encoding="utf-8")


class _Parser(argparse.ArgumentParser):
    """Says first in Vietnamese, then in its own words, that the command was used wrongly."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"Dùng sai lệnh. Xem cách dùng: {self.prog} --help\nWrong usage: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="hoinhap",
        description="Hội Nhập: đọc văn bản chỉ đạo thành danh mục nhiệm vụ, đối chiếu hai văn bản, mở trang web.\n"
        "Read directives into duties, compare two documents, serve the site.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hoinhap {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    read = commands.add_parser(
        "read",
        help="đọc văn bản (docx, pdf, html, txt, md, doc, rtf, ảnh quét, zip) / read documents",
        description="Đọc văn bản: ai làm gì, với ai, trước ngày nào, kèm câu gốc. / "
        "Read documents: who does what by when.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    read.add_argument(
        "files",
        nargs="+",
        metavar="TỆP",
        help="tệp hoặc thư mục (trừ tệp và thư mục ẩn) / files or folders, hidden ones left out",
    )
    read.add_argument(
        "--json",
        action="store_true",
        help="in JSON: một tệp một đối tượng, nhiều tệp mỗi dòng một đối tượng / "
        "print JSON, one line each when several",
    )
    read.add_argument(
        "--out",
        type=Path,
        metavar="THƯ_MỤC",
        help="ghi mỗi văn bản một tệp TÊN.json vào thư mục này / write NAME.json files here",
    )
    read.add_argument(
        "--jobs",
        type=_count,
        default=1,
        metavar="N",
        help="số tiến trình chạy song song (mặc định 1) / processes side by side",
    )
    read.add_argument(
        "--lang",
        choices=("vi", "en"),
        default="vi",
        help="ngôn ngữ của bảng và câu báo lỗi / language of tables and refusals",
    )
    read.set_defaults(run=_read)
    compare = commands.add_parser(
        "compare",
        help="đối chiếu văn bản cấp trên với văn bản triển khai / which sentence is carried out where",
        description="Với mỗi câu của văn bản cấp trên: văn bản triển khai đã có ở mục nào. / "
        "For each sentence of the parent, where the child carries it out.",
    )
    compare.add_argument("parent", metavar="CẤP_TRÊN", help="văn bản cấp trên / the directive")
    compare.add_argument("child", metavar="TRIỂN_KHAI", help="văn bản triển khai / the plan that carries it out")
    compare.add_argument("--json", action="store_true", help="in JSON / print JSON")
    compare.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ / language")
    compare.set_defaults(run=_compare)
    _journal_parser(commands)
    _person_parser(commands)
    _agencies_parser(commands)
    commands.add_parser(
        "worker", help="đọc văn bản lớn, văn bản quét; cập nhật tìm kiếm / read what takes long, index", add_help=False
    )
    commands.add_parser("serve", help="mở trang web (hoinhap serve --help) / serve the site", add_help=False)
    commands.add_parser(
        "manage", help="lệnh quản trị Django (hoinhap manage help) / Django's own commands", add_help=False
    )
    return parser


def _journal_parser(commands: argparse._SubParsersAction[_Parser]) -> None:
    journal = commands.add_parser(
        "journal",
        help="kiểm tra nhật ký còn nguyên vẹn / check that the journal is whole",
        description="Kiểm tra nhật ký hoặc xem mã băm cuối để ghi lại ở nơi khác. / "
        "Check the journal, or print its last hash to be noted down elsewhere.",
    )
    orders = journal.add_subparsers(dest="order", required=True, metavar="LỆNH")
    verify = orders.add_parser(
        "verify",
        help="đi hết chuỗi, nêu sự kiện đầu tiên không còn như khi ghi / walk the chain",
        description="Đi hết chuỗi, nêu sự kiện đầu tiên bị sửa, thiếu hoặc thêm. Mã kết thúc: 0 nguyên vẹn, 1 không "
        "nguyên vẹn, 2 chưa kiểm tra được. / Name the first event that was changed, is missing or was added. "
        "Exit status: 0 whole, 1 not whole, 2 not checked.",
    )
    verify.add_argument(
        "--expect",
        default="",
        metavar="MÃ_BĂM",
        help="mã băm đã ghi lại từ trước có còn trong chuỗi không / is this hash, noted earlier, still in the chain",
    )
    head = orders.add_parser("head", help="in số và mã băm của sự kiện cuối / print the last number and hash")
    for order in (verify, head):
        order.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ / language")
        order.set_defaults(run=_journal)


ROLES = ("viewer", "officer", "head", "coordinator", "leader", "inspector", "administrator")


def _person_parser(commands: argparse._SubParsersAction[_Parser]) -> None:
    person = commands.add_parser(
        "person",
        help="thêm người dùng, giao vai trò, giúp người không đăng nhập được / add people, give roles",
        description="Thêm người dùng và giao vai trò ở một cơ quan; hỏi mật khẩu ngay tại đây. / "
        "Add a person and give a role in an agency; the password is asked for here.",
    )
    person.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP", help="ví dụ hanh.le / for example hanh.le")
    person.add_argument("--name", default="", metavar="HỌ_TÊN", help="họ và tên, khi thêm mới / full name of a new one")
    person.add_argument("--agency", default="", metavar="MÃ", help="mã cơ quan, ví dụ so-ngoai-vu / code of the agency")
    person.add_argument("--agency-name", default="", metavar="TÊN", help="tên, nếu chưa có cơ quan này / to create it")
    person.add_argument("--role", default="", choices=ROLES, metavar="VAI_TRÒ", help=", ".join(ROLES))
    person.add_argument("--since", type=_day, metavar="NGÀY", help="từ ngày, mặc định hôm nay / from day, 2026-11-25")
    person.add_argument(
        "--end-role", action="store_true", help="kết thúc vai trò đã nêu / end that role, from --since on"
    )
    ways = person.add_mutually_exclusive_group()
    ways.add_argument("--password-stdin", dest="password", action="store_const", const="stdin", default="ask")
    ways.add_argument("--no-password", dest="password", action="store_const", const="none")
    person.add_argument("--new-password", action="store_true", help="đặt lại mật khẩu / set a new password")
    person.add_argument("--drop-second-factor", action="store_true", help="gỡ mọi lớp thứ hai / when the phone is lost")
    person.add_argument(
        "--subject", default="", metavar="SUB", help="liên kết OIDC theo subject / link by OIDC subject"
    )
    state = person.add_mutually_exclusive_group()
    state.add_argument("--close", dest="active", action="store_const", const=False, help="khóa tài khoản / close")
    state.add_argument("--open", dest="active", action="store_const", const=True, help="mở lại / open again")
    person.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ / language")
    person.set_defaults(run=_person)


def _agencies_parser(commands: argparse._SubParsersAction[_Parser]) -> None:
    agencies = commands.add_parser(
        "agencies",
        help="nạp đơn vị hành chính, cơ quan; kiểm tra / load localities and agencies, check them",
        description="Nạp đơn vị hành chính và cơ quan của một tỉnh hoặc cả nước, kiểm tra dữ liệu cơ quan. / "
        "Load the localities and agencies of a province or of the nation, or check what is there.",
    )
    orders = agencies.add_subparsers(dest="order", required=True, metavar="LỆNH")
    load = orders.add_parser("load", help="nạp, phần đã có giữ nguyên / load what is not there yet")
    what = load.add_mutually_exclusive_group(required=True)
    what.add_argument("--province", default="", metavar="TỈNH", help='tên hoặc mã, ví dụ "Thanh Hóa" / name or code')
    what.add_argument("--nation", action="store_true", help="cả nước, khoảng một phút / all of it, about a minute")
    load.add_argument(
        "--before-2025",
        dest="past",
        action="store_false",
        help="như trước các thay đổi năm 2025, để tự sắp xếp / as before the changes of 2025",
    )
    load.add_argument(
        "--with",
        dest="optional",
        action="append",
        default=[],
        metavar="MÃ",
        help="thêm cơ quan mà không phải tỉnh nào cũng có, ví dụ so-du-lich / an agency not every province has",
    )
    check = orders.add_parser(
        "check",
        help="kiểm tra, nêu từng điều cần sửa / say what is wrong",
        description="Kiểm tra các giai đoạn, quan hệ trực thuộc, vai trò. Mã kết thúc: 0 toàn vẹn, 1 chưa toàn vẹn. / "
        "Check lives, parents and roles. Exit status: 0 whole, 1 not whole.",
    )
    for order in (load, check):
        order.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ / language")
        order.set_defaults(run=_agencies)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError("từ 1 đến 64 / between 1 and 64")
    return number


def _read(asked: argparse.Namespace) -> int:
    from hoinhap.batch import Job, gather, run
    from hoinhap.core.reader.refusals import file_sentence

    jobs: list[Job]
    jobs, missing = gather(asked.files, asked.out, asked.lang)
    for sentence in missing:
        print(sentence, file=sys.stderr)
    if asked.out:
        try:
            asked.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            print(file_sentence(error, asked.lang, str(asked.out)), file=sys.stderr)
            return 2
    failed = len(missing)
    for result in run(jobs, asked.jobs, keep=not asked.out):
        if result.refusal:
            failed += 1
            print(result.refusal, file=sys.stderr)
        elif result.reading is not None:
            _show(result.reading, as_json=asked.json, several=len(jobs) > 1, lang=asked.lang)
    return 1 if failed else 0


def _show(reading: dict, *, as_json: bool, several: bool, lang: str) -> None:
    if as_json:
        print(json.dumps(reading, ensure_ascii=False, indent=None if several else 1))
        return
    from hoinhap.tables import reading_table

    reading_table(reading, lang)


def _compare(asked: argparse.Namespace) -> int:
    from hoinhap.core.reader import Unreadable, read
    from hoinhap.core.reader.align import align, to_json
    from hoinhap.core.reader.refusals import file_sentence, sentence

    readings = []
    for name in (asked.parent, asked.child):
        try:
            readings.append(read(Path(name).read_bytes(), Path(name).name))
        except OSError as error:
            print(file_sentence(error, asked.lang, name), file=sys.stderr)
            return 1
        except Unreadable as error:
            print(sentence(error, asked.lang, Path(name).name), file=sys.stderr)
            return 1
    matches = to_json(align(*readings))
    if asked.json:
        print(json.dumps(matches, ensure_ascii=False, indent=1))
        return 0
    from hoinhap.tables import match_table

    match_table(matches, readings[1], asked.lang)
    return 0


def _person(asked: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from hoinhap.apps.agencies import terminal

    # People may be added before the site was ever started.
    call_command("migrate", verbosity=0, interactive=False)
    facts = {key: value for key, value in vars(asked).items() if key not in ("command", "run", "lang")}
    order = terminal.Order(**facts)
    return terminal.person(order, at=timezone.now(), on=timezone.localdate(), lang=asked.lang)


def _agencies(asked: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from hoinhap.apps.agencies import loading_terminal

    call_command("migrate", verbosity=0, interactive=False)
    if asked.order == "check":
        return loading_terminal.check(on=timezone.localdate(), lang=asked.lang)
    if asked.nation and not asked.past:
        print("--before-2025 đi với --province. / --before-2025 goes with --province.", file=sys.stderr)
        return 2
    return loading_terminal.load(
        province=asked.province,
        nation=asked.nation,
        past=asked.past,
        optional=asked.optional,
        at=timezone.now(),
        lang=asked.lang,
    )


def _journal(asked: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django

    django.setup()
    from hoinhap.apps.journal import terminal

    if asked.order == "head":
        return terminal.head(asked.lang)
    return terminal.verify(asked.expect, asked.lang)


if __name__ == "__main__":
    sys.exit(main())
