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

enum state { RUNNABLE, WAITING, FAULTED, ASKS_FOR_RESTART, ENDED };

/* A header that was checked. It is a copy, for the storage of TBFs is read, not looked at. */
enum { MAXIMUM_HEADER_SIZE = 1024 };
struct tbf {
  word address; /* in the storage */
  uint32_t header_size, total_size, flags;
  uint32_t init_fn_offset, protected_trailer_size, minimum_ram_size, binary_end;
  uint32_t fixed_ram, fixed_flash; /* ANY_ADDRESS: none */
  uint32_t kernel_major, kernel_minor;
  uint32_t image_offset, image_size, link_address, ram_size, ram_alignment;
  bool has_target, is_fixed;
  /* Offsets in the header. */
  uint32_t target, segments, tables;
  unsigned segment_count, table_count;
  uint8_t header[MAXIMUM_HEADER_SIZE];
};

/* RAM that the test hands over for one app. */
struct slot {
  uint32_t base; /* 0: around the image, where it lies in the storage */
  uint32_t size;
  uint32_t restarts; /* after faults and on request; then the app ends */
};

struct app {
  struct context *context;
  unsigned number;
  enum state state;
  unsigned turns; /* that it has had */
  unsigned restarts_left;
  word ram, ram_end;
  word lowest_break, first_break, program_break;
  word code, code_end; /* the image in RAM, or the app binary in place */
  word entry;
  unsigned region_count;
  struct region regions[MAXIMUM_REGIONS];
  word shared, shared_size; /* what it allowed the console to read */
  bool has_own_copy;        /* its storage was not overwritten */
  struct tbf tbf;
};

/* storage.c: a memory behind a bus, as it were, which is read in small pieces. */
enum { CHUNK = 64 };
extern uint32_t storage_bytes_read;
void read_storage(word address, void *to, size_t size);

/* sha256.c */
struct sha256 {
  uint32_t state[8];
  uint64_t size;
  uint8_t block[64];
};
void sha256_start(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const uint8_t *bytes, size_t size);
void sha256_finish(struct sha256 *hash, uint8_t digest[32]);

/* header.c */
#define LOADER_RELOCATES UINT32_C(0x40000000)
#define LOAD_TO_RAM UINT32_C(0x80000000)
#define ANY_ADDRESS UINT32_C(0xFFFFFFFF)
#define NO_FILE_BYTES UINT32_C(0xFFFFFFFF)
enum { TEXT_RELOCATED = 0x100, REL = 1, RELA = 2, RELR = 3 };
struct segment {
  uint32_t binary_offset, memory_offset, file_size, memory_size, flags;
};
struct table {
  uint32_t kind, entry_size, memory_offset, size, relative_count;
};
enum read_result { NO_MORE_APPS, UNREADABLE, BAD, PADDING, DISABLED, GOOD };
/* Reads and checks a header. UNREADABLE: where the next TBF starts is not known. */
enum read_result read_tbf(struct tbf *tbf, word address, size_t available, const char **why);
bool is_for_ram(const struct tbf *tbf);
struct segment segment_at(const struct tbf *tbf, unsigned i);
struct table table_at(const struct tbf *tbf, unsigned i);

/* relocate.c: checks all relocations, then applies them; returns why not, or null. */
const char *relocate(const struct app *app);

/* loader.c */
/* Puts the app of app->tbf where it runs; returns why not, or null. */
const char *load_app(struct app *app, const struct slot *slot);
/* The same for an app that has run: what it could not change stays. */
const char *restart_app(struct app *app);

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
/* Ends that, where it binds the supervisor too: a granule may have more than the bytes that the app could not change. */
void lift_protection(void);
/* Runs an app up to a system call, a fault or the end of its slice, and deals with these. */
void run(struct app *app);

#endif
