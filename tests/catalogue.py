"""The Chinese catalogue: what the code says, what is translated, and how the two are kept together.

    python -m tests.catalogue          writes new strings into the .po file, drops those nobody says, compiles the .mo
    python -m tests.catalogue --list   prints what still lacks a Chinese text

Needs neither msgfmt nor xgettext: strings are read from the syntax trees of the code, from templates as Django reads
them, and from the names of model fields (see ``sync.admin.titles``). Strings of the admin's libraries that Django does
not bring in Chinese belong to the same catalogue.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "registry" / "conf" / "locale" / "zh_Hans" / "LC_MESSAGES"
OURS = ("sync", "registry", "provinces")
LIBRARIES = ("unfold", "guardian", "rest_framework_api_key", "knox")
UNUSED_PARTS = (
    "unfold/contrib/constance",
    "unfold/contrib/forms",
    "unfold/contrib/inlines",
    "unfold/contrib/hijack",
    "unfold/contrib/import_export",
    "unfold/contrib/location_field",
    "unfold/contrib/reversion",
    "unfold/contrib/simple_history",
    "unfold/contrib/waffle",
    "guardian/management",
    "guardian/testapp",
)
OF_DJANGO = ("db/models", "contrib/admin")
"""Parts of Django whose words stand on our pages; its own Chinese lags behind."""
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
HEADER = (
    "Project-Id-Version: payqual\nLanguage: zh_Hans\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=1; plural=0;\n"
)

type Catalogue = dict[tuple[str, str], str]
"""(English, English plural or "") to Chinese."""


def said() -> set[tuple[str, str]]:
    """Return every string of ours, with its plural where it has one."""
    found = set(_field_titles())
    for app in OURS:
        found |= _said_in(ROOT / app)
    return found


def said_by_libraries() -> set[tuple[str, str]]:
    """Return the strings that Django and the admin's libraries show."""
    found: set[tuple[str, str]] = set()
    for library in LIBRARIES:
        spec = find_spec(library)
        assert spec is not None
        assert spec.origin is not None
        found |= _said_in(Path(spec.origin).parent)
    for part in OF_DJANGO:
        found |= _said_in(Path(django.__file__).parent / part)
    return found


def needed() -> set[tuple[str, str]]:
    """Return what the catalogue must have: ours, and what Django leaves untranslated of the libraries'."""
    return said() | {pair for pair in said_by_libraries() if not _django_has(pair[0])}


def read(path: Path = FOLDER / "django.po") -> tuple[Catalogue, list[str]]:
    """Return the catalogue of a .po file, and the strings in it that are marked as uncertain (fuzzy)."""
    entries: Catalogue = {}
    fuzzy: list[str] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        texts = _texts(block)
        if texts.get("msgid"):
            entries[texts["msgid"], texts.get("msgid_plural", "")] = texts.get("msgstr", "")
            if re.search(r"^#,.*fuzzy", block, re.MULTILINE):
                fuzzy.append(texts["msgid"])
    return entries, fuzzy


def write(entries: Catalogue) -> None:
    """Write the .po file, in the order of the English, and compile it."""
    blocks = [f'msgid ""\nmsgstr ""\n{_quoted_lines(HEADER)}']
    for (english, plural), chinese in sorted(entries.items()):
        if plural:
            blocks.append(f"msgid {_quoted(english)}\nmsgid_plural {_quoted(plural)}\nmsgstr[0] {_quoted(chinese)}")
        else:
            blocks.append(f"msgid {_quoted(english)}\nmsgstr {_quoted(chinese)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "django.po").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    (FOLDER / "django.mo").write_bytes(compiled(entries))


def compiled(entries: Catalogue) -> bytes:
    """Return the .mo form: sorted originals and translations behind two tables of lengths and offsets."""
    pairs = {"": HEADER}
    for (english, plural), chinese in entries.items():
        if chinese:
            pairs[f"{english}\0{plural}" if plural else english] = chinese
    originals = sorted(text.encode() for text in pairs)
    translations = [pairs[original.decode()].encode() for original in originals]
    count = len(originals)
    offset = 28 + 16 * count
    tables = {0: b"", 1: b""}
    data = b""
    for number, texts in enumerate((originals, translations)):
        for text in texts:
            tables[number] += struct.pack("<II", len(text), offset + len(data))
            data += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, offset) + tables[0] + tables[1] + data


def updated() -> Catalogue:
    """Return the catalogue with exactly what is needed; what is new has no Chinese yet."""
    known = read()[0] if (FOLDER / "django.po").exists() else {}
    return {pair: known.get(pair, "") for pair in needed()}


def _said_in(folder: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts and not any(part in path.as_posix() for part in UNUSED_PARTS):
            found |= set(_said_in_code(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted(folder.rglob("*.html")):
        if not any(part in path.as_posix() for part in UNUSED_PARTS):
            found |= set(_said_in_template(path.read_text(encoding="utf-8")))
    return found


def _said_in_code(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in CALLS and len(texts) >= CALLS[name] and texts[0]:
            yield texts[0], texts[1] if CALLS[name] == 2 else ""


def _said_in_template(source: str) -> Iterator[tuple[str, str]]:
    from django.utils.translation.template import templatize

    code = templatize(source)
    text = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    for call in re.finditer(rf"\b(n?gettext|_)\(({text})(?:\s*,\s*({text}))?", code):
        first = ast.literal_eval(call[2])
        if first:
            yield first, ast.literal_eval(call[3]) if call[1] == "ngettext" and call[3] else ""


def _field_titles() -> Iterator[tuple[str, str]]:
    from django.apps import apps

    from sync.admin.titles import better_title, plain_title, untitled_fields

    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in untitled_fields(model):
                if better_title(model, field.name) is None:
                    yield plain_title(field.name), ""


def _django_has(english: str) -> bool:
    """Return whether Django itself, or a library's own catalogue, has the string in Chinese."""
    import gettext

    for library in ("django/conf", *(f"django/contrib/{app}" for app in ("admin", "auth")), "guardian"):
        top = find_spec(library.split("/")[0])
        assert top is not None
        assert top.origin is not None
        folder = Path(top.origin).parent.joinpath(*library.split("/")[1:], "locale")
        found = gettext.translation("django", folder, ["zh_Hans"], fallback=True)
        if found.gettext(english) != english or found.ngettext(english, english, 1) != english:
            return True
    return False


def _texts(block: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        match = re.match(r'(msgid_plural|msgid|msgstr)(?:\[0\])?\s+(".*")$', line)
        if match:
            key = match[1]
            texts[key] = ast.literal_eval(match[2])
        elif line.startswith('"') and key:
            texts[key] += ast.literal_eval(line)
    return texts


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _quoted_lines(text: str) -> str:
    return "\n".join(_quoted(line) for line in text.splitlines(keepends=True))


def main() -> None:
    """Bring the catalogue up to date, or list what it lacks."""
    import django

    django.setup()
    entries = updated()
    lacking = sorted(english for (english, _plural), chinese in entries.items() if not chinese)
    if "--list" not in sys.argv:
        write(entries)
    print("\n".join(lacking) if lacking else "nothing lacks a Chinese text")
    sys.exit(1 if lacking else 0)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.conf.national")
    main()
