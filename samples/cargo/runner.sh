#!/bin/sh
# Makes a TAB of a program that cargo has built, beside it: target/TARGET/PROFILE/NAME.tab.
#
#   runner.sh ARCHITECTURE PROGRAM [OPTIONS OF ELF2TAB]
#
# cargo adds the program and what follows "--": cargo run --release -- --sha256. ELF2TAB says which elf2tab is meant.
set -eu
architecture=$1
program=$2
shift 2
exec "${ELF2TAB:-elf2tab}" -n "$(basename "$program")" --kernel-major 2 --kernel-minor 1 "$@" -o "$program.tab" "$program,$architecture"
