"""Forms on paper: documents of plain text go into a typst template and come out as one PDF."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import typst

from exports import paper_fonts
from exports.target import refuse_unwritable, written_beside
from models.errors import AppError

PRINT_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "print"
_LOOK = 0.05  # seconds between two looks whether the person has stopped the work

Document = Mapping[str, object]
Tick = Callable[[int, int], None]


def render(form: str, documents: Sequence[Document]) -> bytes:
    """All documents in one PDF: each on pages of its own numbered from 1, with an entry in the outline.

    What a document holds is described at the top of `resources/print/<form>.typ`; its values are text, and are printed as
    they stand, never read as markup. `photo` may hold the bytes of a picture. Releases the GIL while it works.
    Raises AppError where no Chinese font is installed or a photo cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        for template in PRINT_FOLDER.glob("*.typ"):
            (root / template.name).write_bytes(template.read_bytes())
        printable = [_printable(document, root, index) for index, document in enumerate(documents)]
        for name, data in (
            ("fonts.json", paper_fonts.chosen(paper_fonts.installed())),
            ("documents.json", printable),
        ):
            (root / name).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        try:
            return _compile(root, f"{form}.typ")
        except typst.TypstError:
            _refuse_broken_photo(root, documents)
            raise


def render_many(form: str, documents: Sequence[Document], tick: Tick) -> bytes:
    """`render` for work that can be stopped: calls `tick(done, total)` all the while; whatever it raises ends the work."""
    total = len(documents)
    # Typst makes all documents in one go and cannot be interrupted: if the person stops, its work is left to end unheard.
    executor = ThreadPoolExecutor(1, thread_name_prefix="paper")
    making = executor.submit(render, form, documents)
    executor.shutdown(wait=False)
    while not making.done():
        tick(0, total)
        wait([making], timeout=_LOOK)
    pdf = making.result()
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
    lines = text.replace("\t", " ").splitlines()
    kept = "\n".join("".join(c for c in line if c >= " " and not "\x7f" <= c <= "\x9f") for line in lines)
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _photo_file(photo: bytes, root: Path, index: int) -> str:
    """The name of the file in `root` that holds a document's photo; "" for no photo."""
    if not photo:
        return ""
    name = f"photo-{index}"
    (root / name).write_bytes(photo)
    return name


def _refuse_broken_photo(root: Path, documents: Sequence[Document]) -> None:
    """Raises AppError naming the document whose photo typst cannot read, if that is what went wrong."""
    for photo in sorted(root.glob("photo-*")):
        (root / "trial.typ").write_text(f'#image("{photo.name}")', encoding="utf-8")
        try:
            _compile(root, "trial.typ")
        except typst.TypstError as error:
            name = documents[int(photo.name.removeprefix("photo-"))]["bookmark"]
            raise AppError(
                f"“{name}”的照片不能打印：文件已损坏，或不是 JPG、PNG 图片。", "请重新添加照片后再打印。"
            ) from error
