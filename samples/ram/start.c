/* Start-up code of an app that is loaded to RAM, with REL, RELA and RELR tables, for ARM and RISC-V. The loader has copied the image
 * and enters here with the address of the image and the start of the app's RAM (the first two arguments of Tock's _start).
 *
 * Two things are done in an order of their own:
 * - The app relocates itself unless the loader has done it, so one ELF serves both kinds (elf2tab --relocate-by app|loader).
 * - .bss may lie on the relocation tables (app.ld), so it is zeroed last. Until then nothing may write to .bss. This file is compiled
 *   without stack protector, sanitizers and coverage, and nothing here may need a pointer in initialised data. */
#include <stdbool.h>
#include <stdint.h>

typedef uintptr_t word;

struct app_header { /* addresses as linked; see app.ld */
  uint32_t origin, end, stack_top, bss, bss_end, dynamic, dynamic_end;
};

void app_main(void);

/* Asks for all memory up to the end with the system call memop (class 5), the stack's too, before the stack is used. */
#if defined(__riscv)
#if __riscv_xlen == 64
#define READ "lwu" /* addresses of 32 bits, not signed */
#else
#define READ "lw"
#endif
__asm__(
    ".section .start, \"ax\"\n"
    ".globl _start\n"
    "_start:\n"
    "  mv s0, a0\n"
    "  " READ " t0, 0(s0)\n"
    "  sub s1, a1, t0\n" /* what all addresses lack */
    "  " READ " t0, 4(s0)\n"
    "  add a1, s1, t0\n"
    "  li a0, 0\n"
    "  li a4, 5\n"
    "  ecall\n"
    "  " READ " t0, 8(s0)\n"
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
    "  ldr r5, [r4, #0]\n"
    "  subs r5, r1, r5\n" /* what all addresses lack */
    "  ldr r1, [r4, #4]\n"
    "  add r1, r5\n"
    "  movs r0, #0\n"
    "  svc 5\n"
    "  ldr r1, [r4, #8]\n"
    "  add r1, r5\n"
    "  mov sp, r1\n"
    "  mov r0, r4\n"
    "  mov r1, r5\n"
    "  bl start\n"
    ".text\n");
#endif

enum { DT_NULL, DT_RELA = 7, DT_RELASZ, DT_REL = 17, DT_RELSZ, DT_RELRSZ = 35, DT_RELR };
#if defined(__riscv)
enum { RELATIVE = 3 };
#else
enum { RELATIVE = 23 };
#endif
#define RELOCATION_TYPE(info) (sizeof(word) == 8 ? (info) & 0xffffffff : (info) & 0xff)

/* Holds its own address, once it is relocated. */
static volatile word own_address = (word)&own_address;

/* An app for one address has no tables at all. */
static void relocate(word bias, const word *dynamic, const word *dynamic_end) {
  word rel = 0, rel_size = 0, rela = 0, rela_size = 0, relr = 0, relr_size = 0;
  for (; dynamic < dynamic_end && dynamic[0] != DT_NULL; dynamic += 2) {
    if (dynamic[0] == DT_REL) rel = dynamic[1];
    if (dynamic[0] == DT_RELSZ) rel_size = dynamic[1];
    if (dynamic[0] == DT_RELA) rela = dynamic[1];
    if (dynamic[0] == DT_RELASZ) rela_size = dynamic[1];
    if (dynamic[0] == DT_RELR) relr = dynamic[1];
    if (dynamic[0] == DT_RELRSZ) relr_size = dynamic[1];
  }
  bool is_done = own_address == (word)&own_address; /* read before anything changes it */

  /* Entries with addends say what comes out: it is the same however often they are applied. */
  const word *entry = (const word *)(bias + rela);
  for (const word *end = entry + rela_size / sizeof(word); entry < end; entry += 3)
    if (RELOCATION_TYPE(entry[1]) == RELATIVE) *(word *)(bias + entry[0]) = bias + entry[2];
  if (is_done) return;

  /* The others add to what is there. */
  entry = (const word *)(bias + rel);
  for (const word *end = entry + rel_size / sizeof(word); entry < end; entry += 2)
    if (RELOCATION_TYPE(entry[1]) == RELATIVE) *(word *)(bias + entry[0]) += bias;

  entry = (const word *)(bias + relr);
  word *place = 0;
  for (const word *end = entry + relr_size / sizeof(word); entry < end; entry++) {
    if ((*entry & 1) == 0) {
      place = (word *)(bias + *entry);
      *place++ += bias;
    } else {
      for (word bits = *entry >> 1, i = 0; bits != 0; bits >>= 1, i++)
        if (bits & 1) place[i] += bias;
      place += 8 * sizeof(word) - 1;
    }
  }
}

__attribute__((used, noreturn)) void start(const struct app_header *header, word bias) {
  relocate(bias, (const word *)(bias + header->dynamic), (const word *)(bias + header->dynamic_end));
  for (volatile uint8_t *byte = (uint8_t *)(bias + header->bss); byte < (uint8_t *)(bias + header->bss_end); byte++) *byte = 0;
  app_main();
  __builtin_unreachable();
}
