/* Uses .bss, the stack and the heap, and says 0x600d, or 0xbad0 and what was wrong. */
#include "app.h"
#include <stdbool.h>

enum { WORDS = 300, DEPTH = 8, HEAP = 1000 };

unsigned zeros[WORDS];
unsigned char one_more;
unsigned *last = &zeros[WORDS - 1];
unsigned initialised = 7;

__attribute__((noinline)) static unsigned sum_to(volatile unsigned *n) {
  volatile unsigned less = *n - 1;
  return *n == 0 ? 0 : *n + sum_to(&less);
}

static int first_wrong(void) {
  if (initialised != 7) return 1;
  for (int i = 0; i < WORDS; i++)
    if (zeros[i] != 0) return 2;
  if (one_more != 0) return 3;
  *last = 5;
  if (zeros[WORDS - 1] != 5) return 4;
  volatile unsigned depth = DEPTH;
  if (sum_to(&depth) != DEPTH * (DEPTH + 1) / 2) return 5;
  unsigned char *heap = move_break(HEAP);
  if (heap == NULL || heap <= (unsigned char *)last) return 6;
  for (int i = 0; i < HEAP; i++) heap[i] = (unsigned char)i;
  for (int i = 0; i < HEAP; i++)
    if (heap[i] != (unsigned char)i) return 7;
  return move_break(1 << 20) == NULL ? 0 : 8;
}

void app_main(void) {
  int wrong = first_wrong();
  debug_number(wrong == 0 ? GOOD : (uintptr_t)(BAD + wrong));
  leave(wrong);
}
