#!/usr/bin/env bash
# Fuzzes a target with AFL++ until it is stopped: tests/Fuzz/run.sh TARGET [OPTIONS OF afl-fuzz]...
# What it finds is in artifacts/fuzz/TARGET/found; what crashed, in its folder crashes.
set -euo pipefail
target=${1:?"usage: run.sh TARGET [OPTIONS OF afl-fuzz]..."}
shift
cd "$(dirname "$0")"
work=$(realpath -m "../../artifacts/fuzz/$target")
mkdir -p "$work/seeds" "$work/tmp"
rm -rf "$work/program"

export TMPDIR="$work/tmp"
trap 'rm -rf "$work/tmp"' EXIT
dotnet build Fuzz.csproj -c Release -o "$work/program" -v q
dotnet "$work/program/Fuzz.dll" seeds "$target" "$work/seeds"

# From here on the program runs under afl-fuzz only.
dotnet tool restore
for library in TabFormat elf2tab; do
  dotnet sharpfuzz "$work/program/$library.dll"
done

# The program is run by dotnet, which AFL++ does not know to be instrumented. 20 s are a hang.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_AUTORESUME=1
afl-fuzz -i "$work/seeds" -o "$work/found" -t 20000 -m none "$@" -- dotnet "$work/program/Fuzz.dll" "$target"
