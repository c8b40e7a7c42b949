/* The few system calls of Tock 2 that the test apps make. */
#include "platform.h"

enum { SUCCESS = 128, SUCCESS_WORD = 129, SUCCESS_TWO_WORDS = 130, FAILURE = 0, FAILURE_TWO_WORDS = 2 };
enum { INVALID = 6, NO_MEMORY = 9, NO_SUPPORT = 10, NO_DEVICE = 11 };
enum { DRIVER_CONSOLE = 1, DRIVER_LOW_LEVEL_DEBUG = 8 };

static void fail(word *registers, word error) {
  registers[0] = FAILURE;
  registers[1] = error;
}

static bool is_inside(word start, word size, word from, word to) {
  return start >= from && start <= to && size <= to - start;
}

static void yield(struct app *app, word *registers) {
  enum { NO_WAIT, WAIT };
  /* There are no upcalls, so whoever waits for one waits for ever. */
  if (registers[0] == WAIT) {
    app->state = WAITING;
    print("app %u: waits\n", app->number);
  }
}

static void console_command(struct app *app, word *registers) {
  enum { EXISTS, WRITE_TEXT };
  if (registers[1] == WRITE_TEXT) {
    word size = registers[2] < app->shared_size ? registers[2] : app->shared_size;
    print("app %u: says ", app->number);
    for (word i = 0; i < size; i++) {
      char character = ((const char *)app->shared)[i];
      if (character != '\n') put_char(character);
    }
    put_char('\n');
  } else if (registers[1] != EXISTS) {
    fail(registers, NO_SUPPORT);
    return;
  }
  registers[0] = SUCCESS;
}

static void debug_command(struct app *app, word *registers) {
  enum { EXISTS, ALERT, PRINT_ONE, PRINT_TWO };
  switch (registers[1]) {
    case EXISTS: break;
    case ALERT: print("app %u: alerts %x\n", app->number, registers[2]); break;
    case PRINT_ONE: print("app %u: prints %x\n", app->number, registers[2]); break;
    case PRINT_TWO: print("app %u: prints %x %x\n", app->number, registers[2], registers[3]); break;
    default: fail(registers, NO_SUPPORT); return;
  }
  registers[0] = SUCCESS;
}

static void allow_read_only(struct app *app, word *registers) {
  word start = registers[2], size = registers[3];
  bool is_own = size == 0 || is_inside(start, size, app->ram, app->program_break)
                || is_inside(start, size, app->code, app->code_end);
  bool is_console = registers[0] == DRIVER_CONSOLE && registers[1] == 1;
  if (!is_own || !is_console) {
    registers[0] = FAILURE_TWO_WORDS;
    registers[1] = is_console ? INVALID : NO_DEVICE;
    return; /* the buffer, in the next two, goes back to the app */
  }
  registers[0] = SUCCESS_TWO_WORDS;
  registers[1] = app->shared;
  registers[2] = app->shared_size;
  app->shared = start;
  app->shared_size = size;
}

static void memory_operation(struct app *app, word *registers) {
  enum { SET_BREAK, MOVE_BREAK, RAM_START, RAM_END };
  word argument = registers[1], old = app->program_break;
  switch (registers[0]) {
    case SET_BREAK:
    case MOVE_BREAK: {
      word wanted = registers[0] == SET_BREAK ? argument : old + argument;
      if (wanted < app->lowest_break || wanted > app->ram_end) {
        fail(registers, NO_MEMORY);
        return;
      }
      app->program_break = wanted;
      bool is_set = registers[0] == SET_BREAK;
      registers[0] = is_set ? SUCCESS : SUCCESS_WORD;
      if (!is_set) registers[1] = old;
      return;
    }
    case RAM_START: registers[1] = app->ram; break;
    case RAM_END: registers[1] = app->ram_end; break;
    default: fail(registers, NO_SUPPORT); return;
  }
  registers[0] = SUCCESS_WORD;
}

static void leave(struct app *app, const word *registers) {
  enum { TERMINATE, RESTART };
  app->state = registers[0] == RESTART ? ASKS_FOR_RESTART : ENDED;
  print("app %u: exits %x\n", app->number, registers[1]);
}

void serve(struct app *app, unsigned class, word *registers) {
  switch (class) {
    case CLASS_YIELD: yield(app, registers); break;
    case CLASS_COMMAND:
      if (registers[0] == DRIVER_CONSOLE) console_command(app, registers);
      else if (registers[0] == DRIVER_LOW_LEVEL_DEBUG) debug_command(app, registers);
      else fail(registers, NO_DEVICE);
      break;
    case CLASS_ALLOW_READ_ONLY: allow_read_only(app, registers); break;
    case CLASS_MEMOP: memory_operation(app, registers); break;
    case CLASS_EXIT: leave(app, registers); break;
    default: fail(registers, NO_SUPPORT);
  }
}
