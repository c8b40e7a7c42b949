/* The three system calls of Tock 2 that the app makes. */
#ifndef TOCK_H
#define TOCK_H

enum { YIELD = 0, COMMAND = 2, ALLOW_READ_ONLY = 4 }; /* classes of system calls */
enum { CONSOLE = 1 };                                 /* drivers */

#if defined(__riscv)
#define SYSTEM_CALL(class, first, second, third, fourth)                                                             \
  do {                                                                                                               \
    register long a0 __asm__("a0") = (first), a1 __asm__("a1") = (second);                                           \
    register long a2 __asm__("a2") = (third), a3 __asm__("a3") = (fourth), a4 __asm__("a4") = (class);               \
    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3), "+r"(a4) : : "memory");                       \
  } while (0)
#else
#define SYSTEM_CALL(class, first, second, third, fourth)                                                             \
  do {                                                                                                               \
    register long r0 __asm__("r0") = (first), r1 __asm__("r1") = (second);                                           \
    register long r2 __asm__("r2") = (third), r3 __asm__("r3") = (fourth);                                           \
    __asm__ volatile("svc %4" : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3) : "i"(class) : "memory");                     \
  } while (0)
#endif

/* Lets the console driver read the text, and has it written. */
static inline void print(const char *text, long length) {
  SYSTEM_CALL(ALLOW_READ_ONLY, CONSOLE, 1, (long)text, length);
  SYSTEM_CALL(COMMAND, CONSOLE, 1, length, 0);
}

/* Waits until something happens. */
static inline void yield(void) { SYSTEM_CALL(YIELD, 1, 0, 0, 0); }

#endif
