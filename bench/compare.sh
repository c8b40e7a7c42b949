#!/usr/bin/env bash
# Measures elf2tab against another program of the same command line, process by process:
#
#   bench/compare.sh [OTHER_PROGRAM]
#
# The programs run in turn, so that what else the machine does falls on all of them alike; every figure is a median. The floor
# is an empty Native AOT program (bench/Floor). ELF2TAB_PROGRAM names a program to measure in place of the one that is
# published here, REPEATS (default 200) says how often each small case runs, TMPDIR where the files are. Needs the .NET SDK, a C
# compiler and llvm-objcopy.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
repeats=${REPEATS:-200}
other=${1:+$(realpath "$1")}

build=$root/artifacts/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$build"
publish() { dotnet publish "$root/$1" -c Release -r linux-x64 -o "$build" -v q >&2; }
publish bench/Floor
floor=$build/floor
ours=${ELF2TAB_PROGRAM:-}
if [ -z "$ours" ]; then
  publish src/Elf2Tab
  ours=$build/elf2tab
fi
ours=$(realpath "$ours")
cc -O2 -o "$build/measure" "$root/bench/measure.c"
objcopy=$(compgen -c llvm-objcopy | sort | head -1)

# The inputs: an app without debug information, one for four architectures, one with little else, many.
elf=$root/testdata/elf
cd "$work"
mkdir one four large many
"$objcopy" --strip-debug "$elf/blink.cortex-m4.elf" one/app.elf
cp "$elf"/pointers.cortex-m*.elf four
head -c 30000000 /dev/urandom > debug
"$objcopy" --add-section .debug_info=debug one/app.elf large/app.elf
rm debug
for number in $(seq -w 200); do cp one/app.elf "many/app$number.elf"; done
options=(-n app --kernel-major 2 --kernel-minor 1 -o app.tab)

names=(floor elf2tab ${other:+other})
programs=("$floor" "$ours" ${other:+"$other"})

echo "$(uname -sm), $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "elf2tab: $(stat -c %s "$ours") bytes${other:+, other: $(stat -c %s "$other") bytes}, floor: $(stat -c %s "$floor") bytes"
printf '%-32s %-8s %10s %10s %10s\n' case program 'wall ms' 'CPU ms' 'peak KiB'
row() { printf '%-32s %-8s %10.2f %10.2f %10.0f\n' "$@"; }

# compare [-e] TITLE REPEATS ARGUMENT... [-- FILE...]: measures all programs, then prints the ratio to the other one.
compare() {
  local each=
  if [ "$1" = -e ]; then each=-e; shift; fi
  local title=$1 count=$2 index=0 wall cpu peak
  shift 2
  while read -r wall cpu peak; do
    row "$title" "${names[$index]}" "$wall" "$cpu" "$peak"
    last[index]="$wall $cpu $peak"
    index=$((index + 1))
  done < <("$build/measure" $each "$count" "${programs[@]}" -- "$@")
  [ -z "$other" ] || ratio "$title" "${last[1]}" "${last[2]}"
}
ratio() {
  read -r -a ratios < <(awk '{ print $1 / $4, $2 / $5, $3 / $6 }' <<< "$2 $3")
  printf '%-32s %-8s %10.2f %10.2f %10.2f\n' "$1" ratio "${ratios[@]}"
}
last=()

compare '--version' "$repeats" --version
compare "ELF of $(stat -c %s one/app.elf) bytes" "$repeats" "${options[@]}" one/app.elf
compare 'four architectures' "$repeats" "${options[@]}" four/*.elf
compare '30 MB of debug information' $((repeats / 4 + 1)) "${options[@]}" large/app.elf
compare '200 ELFs in one call' $((repeats / 20 + 1)) "${options[@]}" -- many/*.elf
one_call=${last[1]}
compare -e '200 ELFs in 200 calls' $((repeats / 40 + 1)) "${options[@]}" -- many/*.elf
ratio 'one call to 200 of elf2tab' "$one_call" "${last[1]}"
[ -z "$other" ] || ratio 'one call to 200 of the other' "$one_call" "${last[2]}"
