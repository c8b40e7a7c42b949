/* Start-up code of a standard RAM app. The loader has copied the image and enters here with the address of the image, the
 * start of the app's RAM, the size of the RAM, and the end of what may be used so far (Tock's arguments of _start).
 * Nothing here may need a relocation before relocate() has run: no pointer in initialised data is used. */
#include <stdint.h>

typedef uintptr_t word;

struct app_header { /* offsets from the start of the RAM; see app.ld */
  uint32_t end, stack_top, bss, bss_end, dynamic;
};

__attribute__((noreturn)) void app_main(void);

#if defined(__riscv)
__asm__(
    ".section .start, \"ax\"\n"
    ".globl _start\n"
    "_start:\n"
    "  mv s0, a0\n"
    "  mv s1, a1\n"
    "  lw t0, 0(s0)\n" /* all memory up to the end, the stack too, before the stack is used */
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
    "  ldr r1, [r4, #0]\n" /* all memory up to the end, the stack too, before the stack is used */
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

enum { DT_NULL, DT_RELA = 7, DT_RELASZ, DT_REL = 17, DT_RELSZ, DT_RELRSZ = 35, DT_RELR };
#if defined(__riscv)
enum { RELATIVE = 3 };
#else
enum { RELATIVE = 23 };
#endif
#define RELOCATION_TYPE(info) (sizeof(word) == 8 ? (info) & 0xffffffff : (info) & 0xff)

/* The app is linked at 0, so its load bias is the start of its RAM. */
static void relocate(word ram, const word *dynamic) {
  word rel = 0, rel_size = 0, rela = 0, rela_size = 0, relr = 0, relr_size = 0;
  for (; dynamic[0] != DT_NULL; dynamic += 2) {
    if (dynamic[0] == DT_REL) rel = dynamic[1];
    if (dynamic[0] == DT_RELSZ) rel_size = dynamic[1];
    if (dynamic[0] == DT_RELA) rela = dynamic[1];
    if (dynamic[0] == DT_RELASZ) rela_size = dynamic[1];
    if (dynamic[0] == DT_RELR) relr = dynamic[1];
    if (dynamic[0] == DT_RELRSZ) relr_size = dynamic[1];
  }
  const word *entry = (const word *)(ram + rel);
  for (const word *end = entry + rel_size / sizeof(word); entry < end; entry += 2)
    if (RELOCATION_TYPE(entry[1]) == RELATIVE) *(word *)(ram + entry[0]) += ram;

  entry = (const word *)(ram + rela);
  for (const word *end = entry + rela_size / sizeof(word); entry < end; entry += 3)
    if (RELOCATION_TYPE(entry[1]) == RELATIVE) *(word *)(ram + entry[0]) = ram + entry[2];

  entry = (const word *)(ram + relr);
  word *place = 0;
  for (const word *end = entry + relr_size / sizeof(word); entry < end; entry++) {
    if ((*entry & 1) == 0) {
      place = (word *)(ram + *entry);
      *place++ += ram;
    } else {
      for (word bits = *entry >> 1, i = 0; bits != 0; bits >>= 1, i++)
        if (bits & 1) place[i] += ram;
      place += 8 * sizeof(word) - 1;
    }
  }
}

/* LOADER_ZEROES and LOADER_RELOCATES leave that to loaders that do it, see docs/non-xip.md. */
__attribute__((used, noreturn)) void start(const struct app_header *header, word ram) {
#if !defined(LOADER_ZEROES)
  for (volatile uint8_t *byte = (uint8_t *)(ram + header->bss); byte < (uint8_t *)(ram + header->bss_end); byte++) *byte = 0;
#endif
#if !defined(LOADER_RELOCATES)
  relocate(ram, (const word *)(ram + header->dynamic));
#endif
  (void)relocate, (void)header, (void)ram;
  app_main();
}
