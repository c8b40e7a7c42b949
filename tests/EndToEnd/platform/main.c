/* Finds TBFs one behind the other in a region of memory, loads those that are right, and runs them side by side.
 * Everything that happens is told on the console, a line each. */
#include "platform.h"

/* What the test hands over, at an address that the linker is told. */
extern const struct {
  uint32_t magic, apps, apps_size, slot_count;
  struct slot slots[MAXIMUM_APPS];
} test_block;
enum { MAGIC = 0x74736574, MAXIMUM_TURNS = 2000 /* of 1 ms at most */ };

static struct app apps[MAXIMUM_APPS];
static unsigned app_count;

static void find_apps(void) {
  const uint8_t *at = (const uint8_t *)(word)test_block.apps, *end = at + test_block.apps_size;
  struct tbf tbf;
  for (;; at += tbf.total_size) {
    const char *why;
    enum read_result result = read_tbf(&tbf, at, (size_t)(end - at), &why);
    if (result == NO_MORE_APPS) return;
    if (result == PADDING) continue;
    if (result == DISABLED) {
      print("disabled at %x\n", (word)at);
      continue;
    }
    if (result == GOOD) {
      struct app *app = &apps[app_count];
      *app = (struct app){.number = app_count};
      why = app_count < test_block.slot_count ? load_app(app, &tbf, &test_block.slots[app_count]) : "no RAM left";
      if (why == NULL) {
        print("app %u: starts at %x, RAM %x to %x\n", app->number, app->entry, app->ram, app->ram_end);
        app_count++;
        continue;
      }
    }
    print("refused at %x: %s\n", (word)at, why);
    if (result == UNREADABLE) return;
  }
}

static void run_apps(void) {
  for (bool any = true; any;) {
    any = false;
    for (struct app *app = apps; app < apps + app_count; app++) {
      if (app->state != RUNNABLE) continue;
      any = true;
      protect(app);
      run(app);
      if (app->state == RUNNABLE && ++app->turns == MAXIMUM_TURNS) {
        app->state = ENDED;
        print("app %u: does not end\n", app->number);
      }
    }
  }
}

void supervise(void) {
  bool is_ready = test_block.magic == MAGIC && test_block.slot_count <= MAXIMUM_APPS;
  if (is_ready) {
    find_apps();
    run_apps();
  }
  print(is_ready ? "done\n" : "no test block\n");
  shut_down(is_ready);
}
