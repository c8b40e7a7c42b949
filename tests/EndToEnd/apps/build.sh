#!/usr/bin/env bash
# Builds the apps as APP.TABLES.PROCESSOR.elf; "APP-bare" leaves zeroing and relocating to the loader, "APP-saving" is linked as in
# samples/ram. Debian packages: clang, lld; gcc-arm-none-eabi for APP-saving.gnu.cortex-m4.elf.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:?directory for the programs}
ram=../../../testdata/apps/ram
saving=../../../samples/ram
apps="hello pointers memory restart write_to_text jump_to_data read_behind_break"

build() { # name, target and processor, linker's emulation, where the app that executes in place lies (see Machine.cs), and where on a board
  local objects="$out/$1" flags="$2 -Os -std=gnu17 -ffreestanding -fno-builtin -fvisibility=hidden -fno-asynchronous-unwind-tables"
  flags+=" -I ../../../testdata/apps -Wall -Wextra -Werror"
  mkdir -p "$objects"
  local source
  for source in $ram/start.c $ram/pointers.c hello.c memory.c restart.c write_to_text.c jump_to_data.c read_behind_break.c; do
    clang $flags -fPIE -c "$source" -o "$objects/$(basename "$source" .c).o"
  done
  clang $flags -fPIE -DFAULT -c restart.c -o "$objects/restart_by_fault.o"
  clang $flags -fPIE -DLOADER_RELOCATES -DLOADER_ZEROES -c $ram/start.c -o "$objects/bare_start.o"
  clang $flags -fPIE -c $saving/start.c -o "$objects/saving_start.o"

  local link="ld.lld -m $3 --build-id=none --gc-sections -z max-page-size=4 --defsym=STACK_SIZE=1024"
  local pie="$link -pie --no-dynamic-linker -z norelro -z text --hash-style=sysv" tables app
  for tables in "rel -z rel" "rela -z rela" "relr -z rel --pack-dyn-relocs=relr"; do
    for app in $apps; do
      $pie ${tables#* } -T $ram/app.ld "$objects/start.o" "$objects/$app.o" -o "$out/$app.${tables%% *}.$1.elf"
    done
    for app in pointers memory restart restart_by_fault; do
      $pie ${tables#* } -T $ram/app.ld "$objects/bare_start.o" "$objects/$app.o" -o "$out/$app-bare.${tables%% *}.$1.elf"
    done
    for app in pointers memory restart; do
      $pie ${tables#* } --no-check-sections -T $saving/app.ld "$objects/saving_start.o" "$objects/$app.o" -o "$out/$app-saving.${tables%% *}.$1.elf"
    done
    $pie ${tables#* } --no-check-sections --defsym=RAM_START=0x80400000 -T $saving/app.ld "$objects/saving_start.o" "$objects/pointers.o" \
      -o "$out/pointers-saving_high.${tables%% *}.$1.elf"
    for app in pointers memory; do
      $pie ${tables#* } -T stack_first.ld "$objects/start.o" "$objects/$app.o" -o "$out/$app-behind_stack.${tables%% *}.$1.elf"
    done
  done

  local level
  for level in O0 O1 O2 O3 Oz; do
    clang $flags -$level -fPIE -c $saving/start.c -o "$objects/saving_start_$level.o"
    $pie -z rel --no-check-sections -T $saving/app.ld "$objects/saving_start_$level.o" "$objects/pointers.o" \
      -o "$out/pointers-saving_$level.rel.$1.elf"
  done
  $link --defsym=RAM_START=0x80400000 --no-check-sections -T $saving/app.ld "$objects/saving_start.o" "$objects/pointers.o" \
    -o "$out/pointers-saving_fixed.none.$1.elf"
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

# GNU ld; of the other processors' it makes no static PIEs.
if command -v arm-none-eabi-gcc >/dev/null; then
  for app in $ram/pointers.c memory.c restart.c; do
    arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -Os -std=gnu17 -ffreestanding -fno-builtin -fPIE -fvisibility=hidden \
      -fno-asynchronous-unwind-tables -I ../../../testdata/apps -nostdlib -Wl,-pie,--no-dynamic-linker,--no-check-sections,-z,text \
      -Wl,-z,max-page-size=4,--hash-style=sysv,--build-id=none,--gc-sections,--defsym=STACK_SIZE=1024 -T $saving/app.ld \
      $saving/start.c $app -o "$out/$(basename $app .c)-saving.gnu.cortex-m4.elf"
  done
fi
