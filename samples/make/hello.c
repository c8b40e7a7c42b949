#include "tock.h"

/* Pointers in initialised data: they are right only after start.c has relocated them. Not static, so that the compiler does not
 * see that nobody changes them. */
const char *words[] = {"hello", "from", "RAM"};

void app_main(void) {
  char line[32];
  long length = 0;
  for (int word = 0; word < 3; word++) {
    for (const char *letter = words[word]; *letter != 0; letter++) line[length++] = *letter;
    line[length++] = word < 2 ? ' ' : '\n';
  }
  print(line, length);
  for (;;) yield();
}
