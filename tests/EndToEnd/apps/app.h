/* What the apps have in common besides testdata/apps/tock.h. */
#ifndef APP_H
#define APP_H
#include "tock.h"

enum { GOOD = 0x600d, BAD = 0xbad0 };

static inline void *move_break(long bytes) { /* null: there is not so much */
#if defined(__riscv)
  register long a0 __asm__("a0") = 1, a1 __asm__("a1") = bytes, a4 __asm__("a4") = CLASS_MEMOP;
  __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a4) : "a2", "a3", "memory");
  return a0 == 129 ? (void *)a1 : NULL;
#else
  register long r0 __asm__("r0") = 1, r1 __asm__("r1") = bytes;
  __asm__ volatile("svc 5" : "+r"(r0), "+r"(r1) : : "r2", "r3", "memory");
  return r0 == 129 ? (void *)r1 : NULL;
#endif
}

static inline void leave(long code) {
  for (;;) syscall4(CLASS_EXIT, 0, code, 0, 0);
}
#endif
