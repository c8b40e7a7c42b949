/* Says the address of its code, and writes there. */
#include "app.h"

__attribute__((noinline)) static int victim(void) { return 1; }
int (*function)(void) = victim;

void app_main(void) {
  uintptr_t place = (uintptr_t)function & ~(uintptr_t)1;
  debug_number(place);
  *(volatile char *)place = 0;
  debug_number(BAD);
  leave(1);
}
