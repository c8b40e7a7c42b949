#!/usr/bin/env bash
# Measures elf2tab against another program of the same command line, process by process:
#
#   bench/compare.sh [OTHER_PROGRAM]
#
# The programs run in turn, so that what else the machine does falls on all of them alike; every figure is a median. The floor
# is an empty Native AOT program (bench/Floor), and each case ends in ratios: to the floor, and to the other program. ELF2TAB_PROGRAM
# names a program to measure in place of the one that is published here, REPEATS (default 200) says how often each small case runs,
# TMPDIR where the files are. Programs stay where they are: the same bytes take up to 15 % more or less on another file system.
# Needs the .NET SDK, a C compiler, make, clang, lld and llvm-objcopy.
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

# The inputs: an app without debug information, one for four architectures, one with little else, one of a usual size as the sample
# builds make it, one for 15 places in memory, many, a manifest of 200 apps for 7 places each.
elf=$root/testdata/elf
cd "$work"
mkdir one four large many fifteen manifest
"$objcopy" --strip-debug "$elf/blink.cortex-m4.elf" one/app.elf
cp "$elf"/pointers.cortex-m*.elf four
head -c 30000000 /dev/urandom > debug
"$objcopy" --add-section .debug_info=debug one/app.elf large/app.elf
rm debug
cp -r "$root/samples/make" real
for number in $(seq 3000); do
  echo "__attribute__((used, retain)) int reading_$number(int *a, int b) { for (int i = 0; i < b; i++) a[i] = a[i] * $number + (b ^ a[i + 1]); return a[b]; }"
done > real/readings.c
make -s -C real CC="clang -g" SOURCES="start.c hello.c readings.c" build/cortex-m4.elf >&2
place() { printf 'rv32imac.0x%08x.0x%08x.elf' $((0x20040080 + $1 * 0x1000)) $((0x80002800 + $1 * 0x400)); }
for number in $(seq 0 14); do cp "$elf/big.rv32imac.0x20040080.0x80002800.elf" "fifteen/$(place "$number")"; done
printf '[defaults]\nkernel-major = 2\nkernel-minor = 1\n' > manifest/elf2tab.toml
for number in $(seq -w 200); do
  cp one/app.elf "many/app$number.elf"
  mkdir "manifest/app$number"
  printf '[apps.app%s]\ninputs = ["app%s/*.elf"]\n' "$number" "$number" >> manifest/elf2tab.toml
  for index in $(seq 0 6); do cp "$elf/blink.rv32imac.0x20040080.0x80002800.elf" "manifest/app$number/$(place "$index")"; done
done
options=(-n app --kernel-major 2 --kernel-minor 1 -o app.tab)

names=(floor elf2tab ${other:+other})
programs=("$floor" "$ours" ${other:+"$other"})

echo "$(uname -sm), $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "elf2tab: $(stat -c %s "$ours") bytes${other:+, other: $(stat -c %s "$other") bytes}, floor: $(stat -c %s "$floor") bytes"
printf '%-46s %-8s %10s %10s %10s\n' case program 'wall ms' 'CPU ms' 'peak KiB'
row() { printf '%-46s %-8s %10.2f %10.2f %10.0f\n' "$@"; }

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
  ratio "$title, to the floor" "${last[1]}" "${last[0]}"
  [ -z "$other" ] || ratio "$title, to the other" "${last[1]}" "${last[2]}"
}
ratio() {
  read -r -a ratios < <(awk '{ print $1 / $4, $2 / $5, $3 / $6 }' <<< "$2 $3")
  printf '%-46s %-8s %10.2f %10.2f %10.2f\n' "$1" ratio "${ratios[@]}"
}
last=()

compare '--version' "$repeats" --version
compare "ELF of $(stat -c %s one/app.elf) bytes" "$repeats" "${options[@]}" one/app.elf
compare 'four architectures' "$repeats" "${options[@]}" four/*.elf
compare "app of $(stat -c %s real/build/cortex-m4.elf) bytes" "$repeats" "${options[@]}" real/build/cortex-m4.elf
compare '15 places in memory' "$repeats" "${options[@]}" fifteen/*.elf
compare 'SHA-256, SHA-384 and SHA-512' "$repeats" "${options[@]}" --sha256 --sha384 --sha512 one/app.elf
compare 'RSA signature' $((repeats / 4 + 1)) "${options[@]}" --rsa4096-private "$root/testdata/keys/rsa4096.der" one/app.elf
compare '30 MB of debug information' $((repeats / 4 + 1)) "${options[@]}" large/app.elf
compare '200 ELFs in one call' $((repeats / 20 + 1)) "${options[@]}" -- many/*.elf
one_call=${last[1]}
compare -e '200 ELFs in 200 calls' $((repeats / 40 + 1)) "${options[@]}" -- many/*.elf
ratio 'one call to 200 of elf2tab' "$one_call" "${last[1]}"
[ -z "$other" ] || ratio 'one call to 200 of the other' "$one_call" "${last[2]}"
# Upstream's program has no manifests.
programs=("$floor" "$ours")
names=(floor elf2tab)
other=
compare '200 apps for 7 places, unchanged' $((repeats / 20 + 1)) build manifest/elf2tab.toml
