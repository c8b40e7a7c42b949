#!/bin/sh
# Makes a board of a kernel and the app that "cargo run" has made, and boots it where QEMU is installed.
#
#   board.sh KERNEL.elf ARCHITECTURE APP.tab
#
# ELF2TAB says which elf2tab is meant, BOOT which command boots what it is given.
set -eu
board=${3%.tab}.board.elf
"${ELF2TAB:-elf2tab}" image --kernel "$1" --arch "$2" -o "$board" "$3"
boot=${BOOT:-qemu-system-riscv32 -machine virt -m 128M -display none -monitor none -serial stdio -bios}
if command -v "${boot%% *}" >/dev/null; then
  $boot "$board"
fi
