/* Start-up code. The loader has copied the app to RAM and enters here with the address of the image and the start of the app's RAM
 * (the first two arguments of Tock's _start). No pointer in initialised data may be used before they have been relocated. */
#include <stdint.h>

struct app_header { /* offsets from the start of the RAM; see app.ld */
  uint32_t end, stack_top, bss, bss_end, relr, relr_end;
};

void app_main(void);

/* Asks for all memory up to the end with the system call memop (class 5), the stack's too, before the stack is used. */
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
    "  ecall\n"
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
    "  svc 5\n"
    "  ldr r1, [r4, #4]\n"
    "  add r1, r5\n"
    "  mov sp, r1\n"
    "  mov r0, r4\n"
    "  mov r1, r5\n"
    "  bl start\n"
    ".text\n");
#endif

/* The app is linked at 0, so what every pointer lacks is the start of the RAM. An even entry of the table is the place of a pointer,
 * an odd one says with a bit each which of the 31 words behind that place are pointers, too. */
static void relocate(uintptr_t ram, const uint32_t *entry, const uint32_t *end) {
  uint32_t *place = 0;
  for (; entry < end; entry++) {
    if ((*entry & 1) == 0) {
      place = (uint32_t *)(ram + *entry);
      *place++ += ram;
    } else {
      for (int i = 0; i < 31; i++)
        if (*entry >> (i + 1) & 1) place[i] += ram;
      place += 31;
    }
  }
}

/* Holds its own address once it is relocated: a loader may have done it (elf2tab --relocate-by loader), and twice would be wrong. */
static volatile uintptr_t own_address = (uintptr_t)&own_address;

__attribute__((used, noreturn)) void start(const struct app_header *header, uintptr_t ram) {
  for (volatile uint8_t *byte = (uint8_t *)(ram + header->bss); byte < (uint8_t *)(ram + header->bss_end); byte++) *byte = 0;
  if (own_address != (uintptr_t)&own_address)
    relocate(ram, (const uint32_t *)(ram + header->relr), (const uint32_t *)(ram + header->relr_end));
  app_main();
  __builtin_unreachable();
}
