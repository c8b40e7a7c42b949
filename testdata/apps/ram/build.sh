#!/usr/bin/env bash
# Builds testdata/elf/ram-* from the sources here, for each processor with each kind of relocation table. Debian packages: clang, lld.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-../../elf}
mkdir -p "$out"
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

build() { # name, target and processor, linker's emulation
  local flags="$2 -Os -ffreestanding -fno-builtin -fPIE -fvisibility=hidden -fno-asynchronous-unwind-tables -Wall"
  for source in start pointers; do
    clang $flags -c $source.c -o "$objects/$source.o"
  done
  for tables in "rel -z rel" "rela -z rela" "relr -z rel --pack-dyn-relocs=relr"; do
    ld.lld -m "$3" -pie --no-dynamic-linker -z norelro -z text -z max-page-size=4 --build-id=none --hash-style=sysv --gc-sections \
      --defsym=STACK_SIZE=1024 ${tables#* } -T app.ld "$objects/start.o" "$objects/pointers.o" -o "$out/ram-${tables%% *}.$1.elf"
  done
}
build cortex-m4 "--target=thumbv7em-none-eabi -mcpu=cortex-m4 -mfloat-abi=soft" armelf
build rv32imac "--target=riscv32-none-elf -march=rv32imac -mabi=ilp32 -mno-relax" elf32lriscv
build rv64imac "--target=riscv64-none-elf -march=rv64imac -mabi=lp64 -mcmodel=medany -mno-relax" elf64lriscv
