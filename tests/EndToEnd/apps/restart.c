/* Finds its memory as it was linked, says so, spoils all that it may write, and asks for a restart; with FAULT, by a fault. */
#include "app.h"

enum { WORDS = 8, MARK = 0x5a5a };

int numbers[WORDS] = {1, 2, 3, 4, 5, 6, 7, 8};
int *places[] = {&numbers[1], &numbers[WORDS - 1]};
const char *texts[] = {"one\n", "two\n"};
unsigned zeros[WORDS];

static int first_wrong(void) {
  for (int i = 0; i < WORDS; i++)
    if (numbers[i] != i + 1) return 1;
  if (places[0] != &numbers[1] || places[1] != &numbers[WORDS - 1]) return 2;
  if (texts[0][0] != 'o' || texts[1][0] != 't') return 3;
  for (int i = 0; i < WORDS; i++)
    if (zeros[i] != 0) return 4;
  unsigned *heap = move_break(WORDS * sizeof *heap);
  if (heap == NULL) return 5;
  for (int i = 0; i < WORDS; i++)
    if (heap[i] != 0) return 6;
  for (int i = 0; i < WORDS; i++) heap[i] = MARK;
  return 0;
}

void app_main(void) {
  int wrong = first_wrong();
  debug_number(wrong == 0 ? GOOD : (uintptr_t)(BAD + wrong));
  for (int i = 0; i < WORDS; i++) numbers[i] = MARK, zeros[i] = MARK;
  places[0] = places[1] = NULL;
  texts[0] = texts[1] = NULL;
#if defined(FAULT)
  *(volatile char *)((uintptr_t)app_main & ~(uintptr_t)1) = 0; /* its code is read-only */
#endif
  for (;;) syscall4(CLASS_EXIT, 1, wrong, 0, 0);
}
