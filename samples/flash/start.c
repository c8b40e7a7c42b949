/* Start-up code of an app that executes in place. The kernel enters with the address of the app binary in flash, and the start of the
 * app's RAM (the first two arguments of Tock's _start). */
#include <stdint.h>

struct crt0_header { /* see the linker scripts */
  uint32_t got_stored, got, got_size, data_stored, data, data_size, bss, bss_size, relocations, stack_size;
};

void app_main(void);

/* Asks for memory up to the end of .bss with the system call memop (class 5), before the stack in front of it is used. */
#if defined(__riscv)
__asm__(
    ".section .start, \"ax\"\n"
    ".globl _start\n"
    "_start:\n"
    "  mv s0, a0\n"
    "  mv s1, a1\n"
    "  lw t0, 24(s0)\n"
    "  lw t1, 28(s0)\n"
    "  add a1, s1, t0\n"
    "  add a1, a1, t1\n"
    "  li a0, 0\n"
    "  li a4, 5\n"
    "  ecall\n"
    "  lw t0, 36(s0)\n"
    "  add sp, s1, t0\n"
    "  mv a0, s0\n"
    "  mv a1, s1\n"
    "  call start\n"
    ".text\n");
#else
__asm__(
    ".section .start, \"ax\"\n"
    ".syntax unified\n"
    ".thumb\n"
    ".globl _start\n"
    ".type _start, %function\n"
    "_start:\n"
    "  mov r4, r0\n"
    "  mov r5, r1\n"
    "  ldr r1, [r4, #24]\n"
    "  ldr r2, [r4, #28]\n"
    "  add r1, r2\n"
    "  add r1, r5\n"
    "  movs r0, #0\n"
    "  svc 5\n"
    "  ldr r1, [r4, #36]\n"
    "  add r1, r5\n"
    "  mov sp, r1\n"
    "  ldr r1, [r4, #4]\n" /* r9 is the address from which code reckons data: the start of .got, which .data follows */
    "  add r1, r5\n"
    "  mov r9, r1\n"
    "  mov r0, r4\n"
    "  mov r1, r5\n"
    "  bl start\n"
    ".text\n");
#endif

static void copy(volatile uint8_t *to, const uint8_t *from, uint32_t size) {
  while (size-- > 0) *to++ = *from++;
}

/* The address to which a word leads that was linked for 0x80000000 or for 0. */
static uint32_t moved(uint32_t word, uint32_t flash, uint32_t ram) {
  return word >= 0x80000000 ? word - 0x80000000 + flash : word + ram;
}

__attribute__((used, noreturn)) void start(const struct crt0_header *header, uintptr_t ram) {
  const uint8_t *flash = (const uint8_t *)header;
  copy((uint8_t *)(ram + header->got), flash + header->got_stored, header->got_size);
  copy((uint8_t *)(ram + header->data), flash + header->data_stored, header->data_size);
  for (uint32_t i = 0; i < header->bss_size; i++) ((volatile uint8_t *)(ram + header->bss))[i] = 0;
  /* Of an app that is linked for its addresses both tables are empty. */
  uint32_t *got = (uint32_t *)(ram + header->got);
  for (uint32_t i = 0; i < header->got_size / 4; i++) got[i] = moved(got[i], (uint32_t)flash, ram);
  /* A length in bytes, then entries of two words: the place of a pointer, and what kind of relocation it is. */
  const uint32_t *relocations = (const uint32_t *)(flash + header->relocations);
  for (uint32_t i = 0; i < relocations[0] / 8; i++) {
    uint32_t *place = (uint32_t *)(ram + relocations[1 + 2 * i]);
    *place = moved(*place, (uint32_t)flash, ram);
  }
  app_main();
  __builtin_unreachable();
}
