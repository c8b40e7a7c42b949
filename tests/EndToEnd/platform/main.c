/* Finds TBFs one behind the other in a region of memory, loads those that are right, and runs them side by side.
 * Everything that happens is told on the console, a line each. */
#include "platform.h"

/* What the test hands over, at an address that the linker is told. */
extern const struct {
  uint32_t magic, apps, apps_size, slot_count;
  struct slot slots[MAXIMUM_APPS];
} test_block;
enum { MAGIC = 0x74736574, MAXIMUM_TURNS = 2000 /* of 1 ms at most */ };

/* Without a test block it is the kernel of a board: apps lie and get RAM where its linker script says. */
extern const uint8_t _sapps[], _eapps[], _sappmem[], _eappmem[];
enum { APP_ALIGNMENT = 64 };

static struct app apps[MAXIMUM_APPS];
static unsigned app_count;

static bool is_board(void) { return test_block.magic != MAGIC; }

/* RAM for the next app, or a size of 0: upward, as kernels give it out. */
static struct slot next_slot(const struct tbf *tbf) {
  if (!is_board()) return app_count < test_block.slot_count ? test_block.slots[app_count] : (struct slot){.base = 0};
  word start = app_count == 0 ? (word)_sappmem : apps[app_count - 1].ram_end;
  start = (start + APP_ALIGNMENT - 1) / APP_ALIGNMENT * APP_ALIGNMENT;
  bool is_fixed = tbf->fixed_ram != UINT32_MAX && (tbf->flags & UINT32_C(0x80000000)) == 0;
  if (is_fixed && tbf->fixed_ram >= start) start = tbf->fixed_ram;
  return (struct slot){.base = (uint32_t)start, .size = start < (word)_eappmem ? (uint32_t)((word)_eappmem - start) : 0};
}

static void find_apps(void) {
  word at = is_board() ? (word)_sapps : test_block.apps, end = is_board() ? (word)_eapps : at + test_block.apps_size;
  static struct app found;
  for (;; at += found.tbf.total_size) {
    const char *why;
    found = (struct app){.number = app_count};
    enum read_result result = read_tbf(&found.tbf, at, end - at, &why);
    if (result == NO_MORE_APPS) return;
    if (result == PADDING) continue;
    if (result == DISABLED) {
      print("disabled at %x\n", at);
      continue;
    }
    if (result == GOOD) {
      struct slot slot = next_slot(&found.tbf);
      why = slot.size > 0 && app_count < MAXIMUM_APPS ? load_app(&found, &slot) : "no RAM left";
      if (why == NULL) {
        print("app %u: starts at %x, RAM %x to %x\n", found.number, found.entry, found.ram, found.ram_end);
        apps[app_count++] = found;
        continue;
      }
    }
    print("refused at %x: %s\n", at, why);
    if (result == UNREADABLE) return;
  }
}

static void restart_or_end(struct app *app) {
  if (app->restarts_left == 0) {
    app->state = ENDED;
    return;
  }
  app->restarts_left--;
  uint32_t read_before = storage_bytes_read;
  const char *why = restart_app(app);
  if (why == NULL) {
    print("app %u: restarts, %u bytes read\n", app->number, (unsigned)(storage_bytes_read - read_before));
    return;
  }
  app->state = ENDED;
  print("app %u: does not restart: %s\n", app->number, why);
}

static void run_apps(void) {
  for (bool any = true; any;) {
    any = false;
    for (struct app *app = apps; app < apps + app_count; app++) {
      if (app->state != RUNNABLE) continue;
      any = true;
      protect(app);
      run(app);
      if (app->state == FAULTED || app->state == ASKS_FOR_RESTART) restart_or_end(app);
      if (app->state == RUNNABLE && ++app->turns == MAXIMUM_TURNS) {
        app->state = ENDED;
        print("app %u: does not end\n", app->number);
      }
    }
  }
}

void supervise(void) {
  bool is_ready = is_board() || test_block.slot_count <= MAXIMUM_APPS;
  if (is_ready) {
    find_apps();
    run_apps();
  }
  print(is_ready ? "done\n" : "a damaged test block\n");
  shut_down(is_ready);
}
