/* Start-up code of a RAM app of the workaround layout (testdata/ld/overlap.ld): six words at the start of the image say where things
 * are, its relocations are a list without PT_DYNAMIC, and .bss lies on them. */
#include <stdint.h>

typedef uintptr_t word;

struct app_header { /* offsets from the start of the RAM */
  uint32_t stack, stack_size, bss, bss_size, rel, rel_size;
};

__attribute__((noreturn)) void app_main(void);

/* The stack lies in front of the image; the break is moved past .bss. */
#if defined(__riscv)
__asm__(
    ".section .start, \"ax\"\n"
    ".globl _start\n"
    "_start:\n"
    "  mv s0, a0\n"
    "  mv s1, a1\n"
    "  lw t0, 8(s0)\n"
    "  lw t1, 12(s0)\n"
    "  add a1, s1, t0\n"
    "  add a1, a1, t1\n"
    "  li a0, 0\n"
    "  li a4, 5\n"
    "  ecall\n" /* memop: brk */
    "  lw t0, 0(s0)\n"
    "  lw t1, 4(s0)\n"
    "  add sp, s1, t0\n"
    "  add sp, sp, t1\n"
    "  mv a0, s0\n"
    "  mv a1, s1\n"
    "  call start\n"
    ".text\n");
enum { RELATIVE = 3 };
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
    "  ldr r1, [r4, #8]\n"
    "  ldr r2, [r4, #12]\n"
    "  add r1, r2\n"
    "  add r1, r5\n"
    "  movs r0, #0\n"
    "  svc 5\n" /* memop: brk */
    "  ldr r1, [r4, #0]\n"
    "  ldr r2, [r4, #4]\n"
    "  add r1, r2\n"
    "  add r1, r5\n"
    "  mov sp, r1\n"
    "  mov r0, r4\n"
    "  mov r1, r5\n"
    "  bl start\n"
    ".text\n");
enum { RELATIVE = 23 };
#endif

__attribute__((used, noreturn)) void start(const struct app_header *header, word ram) {
  const word *entry = (const word *)(ram + header->rel);
  for (const word *end = entry + header->rel_size / sizeof(word); entry < end; entry += 2)
    if ((entry[1] & 0xff) == RELATIVE) *(word *)(ram + entry[0]) += ram;
  for (volatile uint8_t *byte = (uint8_t *)(ram + header->bss), *end = byte + header->bss_size; byte < end; byte++) *byte = 0;
  app_main();
}
