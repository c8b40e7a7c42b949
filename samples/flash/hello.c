#include "tock.h"

/* Pointers in initialised data, and a variable of each kind. Not static, so that the compiler does not see that nobody changes them. */
const char *words[] = {"hello", "from", "flash"};
int count = 3;
int printed;

void app_main(void) {
  char line[32];
  long length = 0;
  for (int word = 0; word < count; word++) {
    for (const char *letter = words[word]; *letter != 0; letter++) line[length++] = *letter;
    line[length++] = word < count - 1 ? ' ' : '\n';
  }
  print(line, length);
  printed += length;
  for (;;) yield();
}
