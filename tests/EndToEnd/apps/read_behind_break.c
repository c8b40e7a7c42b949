/* Says the address of its break, and reads there. */
#include "app.h"

void app_main(void) {
  volatile char *place = move_break(0);
  debug_number((uintptr_t)place);
  (void)*place;
  debug_number(BAD);
  leave(1);
}
