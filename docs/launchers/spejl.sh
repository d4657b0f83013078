#!/bin/sh
# Starts the trainers' page: the spejl beside this file's checkout, else the one that is installed.
here=$(cd "$(dirname "$0")" && pwd)
for found in "$here/../../.venv/bin/spejl" "$HOME/.local/bin/spejl" "$(command -v spejl)"; do
  if [ -x "$found" ]; then
    exec "$found" serve "$@"
  fi
done
echo "Spejl was not found. Install it with: pip install 'spejl[web]'" >&2
echo "Press Enter to close." >&2
read -r _
exit 1
