"""Pages of the repository that stand outside docs/, and links that hold on the site too."""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]

OUTSIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "data/CODING.md": "handbook.md",
    "data/README.md": "corpus.md",
    "data/WRITING.md": "writing.md",
    "models/EXPERIMENTS.md": "experiments.md",
    "models/small/README.md": "model-card.md",
    "pipeline/README.md": "house.md",
}
"""Files of the repository and the pages that they become."""

_ALIASES = {"README.md": "index.md", **OUTSIDE}
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#\s]+)(#[^)\s]*)?\)")


def on_config(config: Any) -> Any:
    """Leave pages that are not there out of the list."""
    config.nav = _present(config.nav)
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages from outside."""
    for source, page in OUTSIDE.items():
        if (ROOT / source).exists():
            text = (ROOT / source).read_text(encoding="utf-8")
            files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Point links at the site's pages; what is in the repository only becomes plain text."""
    here = page.file.src_uri
    home = next((s for s, p in OUTSIDE.items() if p == here), None) or _source(here)
    wanted = {_source(path) for path in _paths(_listed(config))}

    def link(match: re.Match[str]) -> str:
        text, target, anchor = match[1], match[2], match[3] or ""
        if ":" in target:
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(home), target))
        found = _ALIASES.get(path) or _page(path)
        if files.get_file_from_path(found):
            return f"[{text}]({posixpath.relpath(found, posixpath.dirname(here) or '.')}{anchor})"
        return text if (ROOT / path).exists() or path in wanted else match[0]

    return _LINK.sub(link, markdown)


def _source(page: str) -> str:
    """The file in the repository of a page that is not from outside."""
    if page.startswith("notebooks/"):
        return page.removesuffix(".md") + ".ipynb"
    return f"docs/{page}"


def _page(source: str) -> str:
    if source.startswith("notebooks/"):
        return source.removesuffix(".ipynb") + ".md"
    return source.removeprefix("docs/")


def _exists(page: str) -> bool:
    sources = [s for s, p in OUTSIDE.items() if p == page] or [_source(page)]
    return any((ROOT / source).exists() for source in sources)


def _present(nav: list[Any]) -> list[Any]:
    found: list[Any] = []
    for entry in nav:
        ((title, what),) = entry.items()
        if isinstance(what, list):
            found.append({title: _present(what)})
        elif _exists(what):
            found.append(entry)
    return found


def _listed(config: Any) -> list[Any]:
    """The list of pages as it stands in the file, with those that are not there."""
    import yaml

    text = Path(config.config_file_path).read_text(encoding="utf-8")
    return list(yaml.safe_load(text)["nav"])


def _paths(nav: list[Any]) -> list[str]:
    found: list[str] = []
    for entry in nav:
        ((_, what),) = entry.items()
        found += _paths(what) if isinstance(what, list) else [what]
    return found
