#!/bin/sh
# Makes a TAB of a program that cargo has built, beside it: target/TARGET/PROFILE/NAME.tab.
#
#   runner.sh ARCHITECTURE PROGRAM [OPTIONS OF ELF2TAB]
#
# cargo adds the program and what follows "--": cargo run --release -- --sha256. ELF2TAB says which elf2tab is meant. With KERNEL, the ELF of a
# kernel, it makes a board of kernel and app as well, PROGRAM.board.elf, and boots it where QEMU is installed, on BOOT.
set -eu
architecture=$1
program=$2
shift 2
elf2tab=${ELF2TAB:-elf2tab}
"$elf2tab" -n "$(basename "$program")" --kernel-major 2 --kernel-minor 1 "$@" -o "$program.tab" "$program,$architecture"
if [ -n "${KERNEL:-}" ]; then
  "$elf2tab" image --kernel "$KERNEL" --arch "$architecture" -o "$program.board.elf" "$program.tab"
  boot=${BOOT:-qemu-system-riscv32 -machine virt -m 128M -display none -monitor none -serial stdio -bios}
  if command -v "${boot%% *}" >/dev/null; then
    $boot "$program.board.elf"
  fi
fi
