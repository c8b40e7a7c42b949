/* Start-up code of an app that executes in place: it copies .data from flash and zeroes .bss. */
#include <stdint.h>

struct app_header { /* offsets from the start of RAM, and stored_data from the start of flash; see xip.ld */
  uint32_t end, stack_top, data, bss, bss_end, stored_data;
};

__attribute__((noreturn)) void app_main(void);

#if defined(__riscv)
__asm__(
    ".section .start, \"ax\"\n"
    ".globl _start\n"
    "_start:\n"
    "  mv s0, a0\n"
    "  mv s1, a1\n"
    "  lw t0, 0(s0)\n"
    "  add a1, s1, t0\n"
    "  li a0, 0\n"
    "  li a4, 5\n"
    "  ecall\n" /* memop: brk */
    "  lw t0, 4(s0)\n"
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
    "  ldr r1, [r4, #0]\n"
    "  add r1, r5\n"
    "  movs r0, #0\n"
    "  svc 5\n" /* memop: brk */
    "  ldr r1, [r4, #4]\n"
    "  add r1, r5\n"
    "  mov sp, r1\n"
    "  mov r0, r4\n"
    "  mov r1, r5\n"
    "  bl start\n"
    ".text\n");
#endif

__attribute__((used, noreturn)) void start(const struct app_header *header, uintptr_t ram) {
  const uint8_t *from = (const uint8_t *)header + header->stored_data;
  volatile uint8_t *to = (uint8_t *)(ram + header->data);
  while (to < (uint8_t *)(ram + header->bss)) *to++ = *from++;
  while (to < (uint8_t *)(ram + header->bss_end)) *to++ = 0;
  app_main();
}
