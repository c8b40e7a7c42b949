/* Says an address in its RAM, but behind its break, and reads there. */
#include "app.h"

void app_main(void) {
  volatile char *place = (volatile char *)move_break(0) + 0x100;
  debug_number((uintptr_t)place);
  (void)*place;
  debug_number(BAD);
  leave(1);
}
