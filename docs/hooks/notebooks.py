"""The notebooks as pages, with the outputs that are stored in them."""

import base64
import html
import json
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]


def on_files(files: Any, config: Any) -> Any:
    """Add a page for each notebook."""
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=as_page(path)))
    return files


def as_page(path: Path) -> str:
    """A notebook as Markdown."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts: list[str] = []
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text)
        else:
            parts.append(f"```python\n{text}\n```")
            parts += [_output(output) for output in cell["outputs"]]
    where = f"*This page is the notebook `notebooks/{path.name}` as it was executed.*"
    parts.insert(1, where)
    return "\n\n".join(filter(None, parts)) + "\n"


def _output(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return _plain("".join(output["text"]))
    data = {kind: _joined(value) for kind, value in output.get("data", {}).items()}
    if "image/svg+xml" in data:
        return _image("svg+xml", base64.b64encode(data["image/svg+xml"].encode()).decode())
    if "image/png" in data:
        return _image("png", data["image/png"].replace("\n", ""))
    if "text/html" in data:
        table = data["text/html"]
        table = table[table.index("<table") :] if "<table" in table else table
        lines = (line.strip() for line in table.splitlines())
        return '<div class="output">' + "".join(lines)
    return _plain(data.get("text/plain", ""))


def _joined(value: Any) -> str:
    return value if isinstance(value, str) else "".join(value)


def _plain(text: str) -> str:
    # One block without blank lines, so that Markdown leaves it alone.
    lines = html.escape(text.rstrip("\n"), quote=False).replace("\n", "&#10;")
    return f'<pre class="output">{lines}</pre>'


def _image(kind: str, data: str) -> str:
    return f'<p><img class="figure" alt="Figure" src="data:image/{kind};base64,{data}"></p>'
