/* Prints texts that it reaches by pointers in initialised data, and ends as most apps do, waiting. */
#include "app.h"

const char *texts[] = {"hello\n", "from the console\n"};

void app_main(void) {
  for (int i = 0; i < 2; i++) print(texts[i]);
  finish();
}
