/* What the parts of the supervisor share. What depends on the processor is in riscv.* and arm.*. */
#ifndef PLATFORM_H
#define PLATFORM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uintptr_t word;

enum { EXECUTE = 1, WRITE = 2, READ = 4 }; /* as in Load Segments */
enum { MAXIMUM_REGIONS = 8, MAXIMUM_APPS = 8 };

/* Memory that an app may use. What lies in its RAM is cut at the break. */
struct region {
  word start, end;
  unsigned access;
};

/* Bytes behind the app's memory that the processor needs as a stack when the app makes its first system call. */
#if defined(__arm__)
enum { ENTRY_STACK = 64 };
#else
enum { ENTRY_STACK = 0 };
#endif

enum state { RUNNABLE, WAITING, ENDED };

struct app {
  struct context *context;
  unsigned number;
  enum state state;
  unsigned turns; /* that it has had */
  word ram, ram_end;
  word lowest_break, first_break, program_break;
  word code, code_end; /* the image in RAM, or the app binary in place */
  word entry;
  unsigned region_count;
  struct region regions[MAXIMUM_REGIONS];
  word shared, shared_size; /* what it allowed the console to read */
};

/* RAM that the test hands over for one app. */
struct slot {
  uint32_t base, size;
};

/* loader.c */
struct tbf {
  const uint8_t *start;
  uint32_t header_size, total_size, flags;
  uint32_t init_fn_offset, protected_trailer_size, minimum_ram_size, binary_end;
  uint32_t fixed_ram, fixed_flash; /* ANY_ADDRESS: none */
  uint32_t kernel_major, kernel_minor;
  const uint8_t *segments, *tables;
  unsigned segment_count, table_count;
  bool has_segments;
};
enum read_result { NO_MORE_APPS, UNREADABLE, BAD, PADDING, DISABLED, GOOD };
/* Reads and checks a header. UNREADABLE: where the next TBF starts is not known. */
enum read_result read_tbf(struct tbf *tbf, const uint8_t *start, size_t available, const char **why);
/* Puts an app where it runs; returns why not, or null. */
const char *load_app(struct app *app, const struct tbf *tbf, const struct slot *slot);

/* system_calls.c */
enum { CLASS_YIELD, CLASS_SUBSCRIBE, CLASS_COMMAND, CLASS_ALLOW_READ_WRITE, CLASS_ALLOW_READ_ONLY, CLASS_MEMOP, CLASS_EXIT };
/* Serves a call: four arguments, overwritten by the four results. */
void serve(struct app *app, unsigned class, word *registers);

/* console.c: %u decimal, %x word as 0x..., %s text */
void print(const char *format, ...);

/* The processor and the board. */
void put_char(char character);
__attribute__((noreturn)) void shut_down(bool success);
/* Gives the app its first registers: Tock's four arguments, all else 0. */
void prepare_context(struct app *app, const word arguments[4]);
/* Makes loaded code visible to instruction fetches. */
void synchronise_code(void);
/* Access rights for the app that runs next. False: the processor cannot have these. */
bool protect(const struct app *app);
/* Runs an app up to a system call, a fault or the end of its slice, and deals with these. */
void run(struct app *app);

#endif
