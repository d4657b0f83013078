#!/bin/sh
# Starts the trainers' page. Not run by us: tell us if it does not work.
PATH="$HOME/.local/bin:/opt/homebrew/bin:/usr/local/bin:$PATH"
exec spejl serve
