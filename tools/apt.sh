#!/bin/sh
# Usage: tools/apt.sh PACKAGE...
# Installs the Debian packages that are missing, as root or by a sudo that asks no password; else prints the line.
set -eu

if ! command -v apt-get >/dev/null; then
    echo "no apt-get here; going on as if these were installed: $*" >&2
    exit 0
fi
# --simulate needs no rights, and knows packages that another one provides
if plan=$(apt-get install --simulate --no-upgrade --no-install-recommends "$@" 2>/dev/null) &&
    ! printf '%s\n' "$plan" | grep -q '^Inst '; then
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "Debian packages are missing, and installing them asks for a password. Run this, then make again:" >&2
    echo "  sudo apt-get install --no-install-recommends $*" >&2
    exit 1
fi
echo "installing by apt: $*"
$as_root apt-get update -qq
$as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-upgrade --no-install-recommends "$@" >/dev/null
