"""Forms on paper: documents of plain text go into a typst template and come out as one PDF."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import typst

from exports import paper_fonts
from exports.target import refuse_unwritable, written_beside
from models.errors import AppError

PROGRAM = Path(__file__).resolve().parent.parent
PRINT_FOLDER = PROGRAM / "resources" / "print"
_LOOK = 0.05  # seconds between two looks whether the person has stopped the work

Document = Mapping[str, object]
Tick = Callable[[int, int], None]


def render(form: str, documents: Sequence[Document]) -> bytes:
    """All documents in one PDF: each on pages of its own numbered from 1, with an entry in the outline.

    What a document holds is described at the top of `resources/print/<form>.typ`; its values are text, and are printed as
    they stand, never read as markup. A value may hold the bytes of a picture. Raises AppError where no Chinese font is
    installed or a photo cannot be read. Typst keeps what it has made: two hundred forms leave 300 MB behind.
    """
    with _prepared(documents) as root:
        return make(root, form)


def render_many(form: str, documents: Sequence[Document], tick: Tick) -> bytes:
    """`render` beside a window: calls `tick(done, total)` all the while; whatever it raises ends the work at once."""
    total = len(documents)
    # In a process of its own: what typst keeps goes with it, it can be ended in the middle, and the window need not wait
    # while typst looks for fonts, which holds up all threads for 70 ms.
    with _prepared(documents) as root:
        with (root / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "exports.paper_child", str(root), form],
                cwd=PROGRAM,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            try:
                while process.poll() is None:
                    tick(0, total)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(_LOOK)
            finally:
                process.kill()
                process.wait()
        pdf = _made(root, form)
    tick(total, total)
    return pdf


def write(form: str, documents: Sequence[Document], target: Path) -> None:
    """`render` into a file, which keeps what it had if anything goes wrong. Raises AppError as `render` and if unwritable."""
    refuse_unwritable(target)
    save(render(form, documents), target)


def save(pdf: bytes, target: Path) -> None:
    """Write `pdf` beside `target` and rename it. Raises AppError where the target cannot be written."""
    with written_beside(target) as file:
        file.write(pdf)


def make(root: Path, form: str) -> bytes:
    """The PDF from a folder in which templates and documents are ready; raises what `render` does."""
    fonts = paper_fonts.chosen(paper_fonts.installed())
    (root / "fonts.json").write_text(json.dumps(fonts, ensure_ascii=False), encoding="utf-8")
    try:
        return _compile(root, f"{form}.typ")
    except typst.TypstError:
        _refuse_broken_photo(root)
        raise


def make_and_leave(root: Path, form: str) -> None:
    """`make`, leaving the PDF, or why it was refused, in the folder: what the process of `render_many` does."""
    try:
        (root / "made.pdf").write_bytes(make(root, form))
    except AppError as error:
        refused = json.dumps([error.message, error.next_step])
        (root / "refused.json").write_text(refused, encoding="utf-8")


def _made(root: Path, form: str) -> bytes:
    """What the process has left in the folder."""
    refused = root / "refused.json"
    if refused.exists():
        raise AppError(*json.loads(refused.read_text(encoding="utf-8")))
    if not (root / "made.pdf").exists():
        said = (root / "said.txt").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{form} was not made: {said[-2000:]}")
    return (root / "made.pdf").read_bytes()


@contextmanager
def _prepared(documents: Sequence[Document]) -> Iterator[Path]:
    """A folder with the templates, the documents and their photos, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        for template in PRINT_FOLDER.glob("*.typ"):
            (root / template.name).write_bytes(template.read_bytes())
        printable = [_printable(document, root, index) for index, document in enumerate(documents)]
        (root / "documents.json").write_text(json.dumps(printable, ensure_ascii=False), encoding="utf-8")
        yield root


def _compile(root: Path, name: str) -> bytes:
    compiler = typst.Compiler(root=root, font_paths=paper_fonts.installed())
    # Tags would let a screen reader follow the table, but take ten times as long as all the rest.
    pdf = compiler.compile(input=root / name, format="pdf", pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__} for {name}")
    return pdf


def _printable(value: object, root: Path, index: int) -> object:
    """`value` as JSON takes it: text cleaned, a photo written as a file and replaced by the file's name."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return {str(key): _printable(part, root, index) for key, part in value.items()}
    if isinstance(value, bytes):
        return _photo_file(value, root, index)
    if isinstance(value, Sequence):
        return [_printable(part, root, index) for part in value]
    if value is None:
        return None
    raise TypeError(f"a form prints text, not {type(value).__name__}")


def _clean(text: str) -> str:
    """`text` with one kind of line break, without control characters and broken surrogates, which have no shape on paper."""
    if (
        text.isprintable()
    ):  # nearly every text of two hundred forms, whose characters took a tenth of the time
        return text
    lines = text.replace("\t", " ").splitlines()
    kept = "\n".join("".join(c for c in line if c >= " " and not "\x7f" <= c <= "\x9f") for line in lines)
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _photo_file(photo: bytes, root: Path, index: int) -> str:
    """The name of the file in `root` that holds one of a document's photos, one file for equal ones; "" for no photo."""
    if not photo:
        return ""
    digest = hashlib.sha256(photo).hexdigest()
    # The background of a hundred certificates is one picture.
    there = next(root.glob(f"photo-*-{digest}"), None)
    if there is not None:
        return there.name
    name = f"photo-{index}-{digest}"
    (root / name).write_bytes(photo)
    return name


def _refuse_broken_photo(root: Path) -> None:
    """Raises AppError naming the document whose photo typst cannot read, if that is what went wrong."""
    for photo in sorted(root.glob("photo-*")):
        (root / "trial.typ").write_text(f'#image("{photo.name}")', encoding="utf-8")
        try:
            _compile(root, "trial.typ")
        except typst.TypstError as error:
            documents = json.loads((root / "documents.json").read_text(encoding="utf-8"))
            name = documents[int(photo.name.split("-")[1])]["bookmark"]
            raise AppError(
                f"“{name}”的照片不能打印：文件已损坏，或不是 JPG、PNG 图片。", "请重新添加照片后再打印。"
            ) from error
