/* Follows every pointer in its tables, and says over the low-level debug driver whether all led where they should: 0x600d,
 * or 0xbad and the number of the first that did not. */
#include <stdint.h>

static long command(long driver, long number, long argument) {
#if defined(__riscv)
  register long a0 __asm__("a0") = driver, a1 __asm__("a1") = number, a2 __asm__("a2") = argument, a3 __asm__("a3") = 0;
  register long a4 __asm__("a4") = 2;
  __asm__ volatile("ecall" : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3) : "r"(a4) : "memory");
  return a0;
#else
  register long r0 __asm__("r0") = driver, r1 __asm__("r1") = number, r2 __asm__("r2") = argument, r3 __asm__("r3") = 0;
  __asm__ volatile("svc 2" : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3) : : "memory");
  return r0;
#endif
}

static void leave(void) {
#if defined(__riscv)
  register long a0 __asm__("a0") = 0, a1 __asm__("a1") = 0, a4 __asm__("a4") = 6;
  __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a4) : "memory");
#else
  register long r0 __asm__("r0") = 0, r1 __asm__("r1") = 0;
  __asm__ volatile("svc 6" : "+r"(r0), "+r"(r1) : : "memory");
#endif
}

static int one(void) { return 1; }
static int two(void) { return 2; }

/* Not static, so that the compiler does not see that nobody changes them. */
char zeros[64];
int numbers[4] = {10, 11, 12, 13};
const char *words[] = {"alpha", "beta", "gamma"};
int (*functions[])(void) = {one, two};
int *places[] = {&numbers[1], &numbers[3]};
char *cursor = zeros + 5;
const char ***link = (const char ***)&words;

__attribute__((noinline)) static int first_wrong(void) {
  const char letters[] = {'a', 'b', 'g'};
  for (int i = 0; i < 3; i++)
    if (words[i][0] != letters[i]) return i + 1;
  for (int i = 0; i < 2; i++)
    if (functions[i]() != i + 1) return i + 4;
  for (int i = 0; i < 2; i++)
    if (*places[i] != 11 + 2 * i) return i + 6;
  if (cursor != zeros + 5 || *cursor != 0) return 8;
  return (const char **)link == words ? 0 : 9;
}

__attribute__((noreturn)) void app_main(void) {
  int wrong = first_wrong();
  command(8, 2, wrong == 0 ? 0x600d : 0xbad0 + wrong);
  for (;;) leave();
}
