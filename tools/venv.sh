#!/bin/sh
# Usage: tools/venv.sh DIR        (PYTHON=python3.12 chooses the interpreter)
# Leaves a working virtual environment at DIR: keeps a good one, remakes a half-made or moved one.
set -eu
venv=$1

works() { "$venv/bin/pip" --version 2>/dev/null | grep -qF "$(pwd -P)/$venv/"; }

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
}

if works; then exit 0; fi

python=$(find_python)
if [ -z "$python" ] && [ -z "${PYTHON:-}" ]; then
    tools/apt.sh python3 python3-venv
    python=$(find_python)
fi
if [ -z "$python" ]; then
    echo "Python 3.11 or later is needed; ${PYTHON:-python3} is older or missing. Name one: make PYTHON=/path/to/python3.12 …" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    tools/apt.sh "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi

echo "making $venv with $("$python" --version); the first time the packages take some minutes"
rm -rf "$venv"
"$python" -m venv "$venv"
