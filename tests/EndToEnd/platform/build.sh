#!/usr/bin/env bash
# Builds the supervisor for QEMU's riscv32 and riscv64 `virt` machines and its `mps2-an505`. Debian packages: clang, lld.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:?directory for the programs}

build() { # name, kind of processor, target and processor
  local flags="$3 -Os -std=gnu17 -ffreestanding -fno-builtin -fno-pic -ffunction-sections -Wall -Wextra -Werror"
  local objects=()
  for source in $2.S $2.c main.c header.c loader.c relocate.c sha256.c storage.c system_calls.c console.c; do
    clang $flags -c "$source" -o "$out/$source.$1.o"
    objects+=("$out/$source.$1.o")
  done
  ld.lld --gc-sections --build-id=none -T $2.ld "${objects[@]}" -o "$out/supervisor.$1.elf"
}
build rv32imac riscv "--target=riscv32-none-elf -march=rv32imac -mabi=ilp32 -mcmodel=medany -mno-relax"
build rv64imac riscv "--target=riscv64-none-elf -march=rv64imac -mabi=lp64 -mcmodel=medany -mno-relax"
build cortex-m4 arm "--target=thumbv8m.main-none-eabi -mcpu=cortex-m33 -mfloat-abi=soft" # runs what Cortex-M4 runs
