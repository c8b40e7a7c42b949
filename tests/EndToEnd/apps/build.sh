#!/usr/bin/env bash
# Builds the apps as APP.TABLES.PROCESSOR.elf; "APP-bare" leaves zeroing and relocating to the loader. Debian packages: clang, lld.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:?directory for the programs}
ram=../../../testdata/apps/ram
apps="hello pointers memory write_to_text jump_to_data read_behind_break"

build() { # name, target and processor, linker's emulation, where the app that executes in place lies (see Machine.cs), and where on a board
  local objects="$out/$1" flags="$2 -Os -std=gnu17 -ffreestanding -fno-builtin -fvisibility=hidden -fno-asynchronous-unwind-tables"
  flags+=" -I ../../../testdata/apps -Wall -Wextra -Werror"
  mkdir -p "$objects"
  local source
  for source in $ram/start.c $ram/pointers.c hello.c memory.c write_to_text.c jump_to_data.c read_behind_break.c; do
    clang $flags -fPIE -c "$source" -o "$objects/$(basename "$source" .c).o"
  done
  clang $flags -fPIE -DLOADER_RELOCATES -DLOADER_ZEROES -c $ram/start.c -o "$objects/bare_start.o"

  local link="ld.lld -m $3 --build-id=none --gc-sections -z max-page-size=4 --defsym=STACK_SIZE=1024"
  local pie="$link -pie --no-dynamic-linker -z norelro -z text --hash-style=sysv" tables app
  for tables in "rel -z rel" "rela -z rela" "relr -z rel --pack-dyn-relocs=relr"; do
    for app in $apps; do
      $pie ${tables#* } -T $ram/app.ld "$objects/start.o" "$objects/$app.o" -o "$out/$app.${tables%% *}.$1.elf"
    done
    for app in pointers memory; do
      $pie ${tables#* } -T $ram/app.ld "$objects/bare_start.o" "$objects/$app.o" -o "$out/$app-bare.${tables%% *}.$1.elf"
      $pie ${tables#* } -T stack_first.ld "$objects/start.o" "$objects/$app.o" -o "$out/$app-behind_stack.${tables%% *}.$1.elf"
    done
  done

  $link --defsym=RAM_START=0x80400000 -T fixed_ram.ld "$objects/bare_start.o" "$objects/pointers.o" -o "$out/pointers-fixed.none.$1.elf"

  clang $flags -fno-pic -c xip_start.c -o "$objects/xip_start.o"
  clang $flags -fno-pic -c $ram/pointers.c -o "$objects/xip_pointers.o"
  $link --defsym=FLASH_START=$4 --defsym=RAM_START=0x80400000 -T xip.ld "$objects/xip_start.o" "$objects/xip_pointers.o" \
    -o "$out/pointers-xip.none.$1.elf"
  $link --defsym=FLASH_START=$5 --defsym=RAM_START=0x80400000 -T xip.ld "$objects/xip_start.o" "$objects/xip_pointers.o" \
    -o "$out/pointers-board.none.$1.elf"
}
build rv32imac "--target=riscv32-none-elf -march=rv32imac -mabi=ilp32 -mcmodel=medany -mno-relax" elf32lriscv 0x84000080 0x80100080
build rv64imac "--target=riscv64-none-elf -march=rv64imac -mabi=lp64 -mcmodel=medany -mno-relax" elf64lriscv 0x84000080 0x80100080
build cortex-m4 "--target=thumbv7em-none-eabi -mcpu=cortex-m4 -mfloat-abi=soft" armelf 0x80c00080 0x10100080
