/* The loader that docs/non-xip.md describes, written from that page and docs/tbf.md. */
#include "platform.h"

enum { VERSION = 2, KERNEL_MAJOR = 2, KERNEL_MINOR = 1, BASE_HEADER_SIZE = 16, CHECKSUM_OFFSET = 12 };
enum { TYPE_MAIN = 1, TYPE_FIXED_ADDRESSES = 5, TYPE_KERNEL_VERSION = 8, TYPE_PROGRAM = 9 };
enum { TYPE_LOAD_SEGMENTS = 0x8E01, TYPE_DYNAMIC_RELOCATIONS = 0x8E02 };
enum { SEGMENT_SIZE = 24, TABLE_SIZE = 16, REL = 1, RELA = 2, RELR = 3 };
#define ENABLED UINT32_C(1)
#define LOADER_RELOCATES UINT32_C(0x40000000)
#define LOAD_TO_RAM UINT32_C(0x80000000)
#define ANY_ADDRESS UINT32_C(0xFFFFFFFF)
#define NO_FILE_BYTES UINT32_C(0xFFFFFFFF)

/* What RAM is filled with first, so that nobody gets away with memory that is zero by chance. */
enum { STALE = 0xA5 };

void *memset(void *start, int value, size_t size);
void *memcpy(void *restrict to, const void *restrict from, size_t size);

static uint32_t u16(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8; }
static uint32_t u32(const uint8_t *at) { return u16(at) | u16(at + 2) << 16; }

static uint32_t checksum(const uint8_t *header, uint32_t size) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < size; i += 4)
    if (i != CHECKSUM_OFFSET) sum ^= u32(header + i);
  return sum;
}

static const char *read_elements(struct tbf *tbf) {
  bool has_entry = false, has_program = false;
  uint32_t left = tbf->header_size - BASE_HEADER_SIZE;
  for (const uint8_t *at = tbf->start + BASE_HEADER_SIZE; left > 0;) {
    uint32_t type = u16(at), length = u16(at + 2), whole = 4 + ((length + 3) & ~UINT32_C(3));
    const uint8_t *content = at + 4;
    if (whole > left) return "elements";
    if ((type == TYPE_MAIN && length == 12 && !has_program) || (type == TYPE_PROGRAM && length == 20)) {
      has_entry = true;
      has_program = type == TYPE_PROGRAM;
      tbf->init_fn_offset = u32(content);
      tbf->protected_trailer_size = u32(content + 4);
      tbf->minimum_ram_size = u32(content + 8);
      tbf->binary_end = has_program ? u32(content + 12) : tbf->total_size;
    } else if (type == TYPE_FIXED_ADDRESSES && length == 8) {
      tbf->fixed_ram = u32(content);
      tbf->fixed_flash = u32(content + 4);
    } else if (type == TYPE_KERNEL_VERSION && length == 4) {
      tbf->kernel_major = u16(content);
      tbf->kernel_minor = u16(content + 2);
    } else if (type == TYPE_LOAD_SEGMENTS && length % SEGMENT_SIZE == 0) {
      tbf->has_segments = true;
      tbf->segments = content;
      tbf->segment_count = length / SEGMENT_SIZE;
    } else if (type == TYPE_DYNAMIC_RELOCATIONS && length % TABLE_SIZE == 0) {
      tbf->tables = content;
      tbf->table_count = length / TABLE_SIZE;
    }
    at += whole;
    left -= whole;
  }
  if (!has_entry) return "no entry point";
  if ((uint64_t)tbf->header_size + tbf->protected_trailer_size > tbf->binary_end || tbf->binary_end > tbf->total_size)
    return "sizes";
  return NULL;
}

enum read_result read_tbf(struct tbf *tbf, const uint8_t *start, size_t available, const char **why) {
  if (available < BASE_HEADER_SIZE || u32(start) == 0 || u32(start) == UINT32_MAX) return NO_MORE_APPS;
  *tbf = (struct tbf){.start = start, .header_size = u16(start + 2), .total_size = u32(start + 4), .flags = u32(start + 8)};
  tbf->fixed_ram = tbf->fixed_flash = ANY_ADDRESS;
  tbf->kernel_major = KERNEL_MAJOR;
  *why = "version";
  if (u16(start) != VERSION) return UNREADABLE;
  *why = "sizes";
  if (tbf->header_size < BASE_HEADER_SIZE || tbf->header_size % 4 != 0 || tbf->header_size > tbf->total_size) return UNREADABLE;
  if (tbf->total_size % 4 != 0) return UNREADABLE;
  *why = "truncated";
  if (tbf->total_size > available) return UNREADABLE;
  *why = "checksum";
  if (checksum(start, tbf->header_size) != u32(start + CHECKSUM_OFFSET)) return BAD;
  if (tbf->header_size == BASE_HEADER_SIZE) return PADDING;
  *why = read_elements(tbf);
  if (*why != NULL) return BAD;
  *why = "kernel version";
  if (tbf->kernel_major != KERNEL_MAJOR || tbf->kernel_minor > KERNEL_MINOR) return BAD;
  return (tbf->flags & ENABLED) == 0 ? DISABLED : GOOD;
}

struct segment {
  uint32_t binary_offset, memory_offset, file_size, memory_size, flags, alignment;
};

static struct segment segment_at(const struct tbf *tbf, unsigned i) {
  const uint8_t *row = tbf->segments + i * SEGMENT_SIZE;
  return (struct segment){u32(row), u32(row + 4), u32(row + 8), u32(row + 12), u32(row + 16), u32(row + 20)};
}

static bool add_region(struct app *app, word start, word end, unsigned access) {
  if (start == end) return true;
  if (app->region_count == MAXIMUM_REGIONS) return false;
  app->regions[app->region_count++] = (struct region){start, end, access};
  return true;
}

/* Step 3 with Load Segments. */
static const char *load_segments(struct app *app, const struct tbf *tbf, const uint8_t *binary, uint32_t binary_size) {
  word behind = 0, ram_size = app->ram_end - app->ram;
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    if ((uint64_t)segment.memory_offset + segment.memory_size > ram_size) return "a segment outside RAM";
    if (segment.file_size > segment.memory_size) return "a segment with more bytes than memory";
    bool is_stored = segment.binary_offset != NO_FILE_BYTES;
    if (is_stored && (uint64_t)segment.binary_offset + segment.file_size > binary_size) return "a segment outside the binary";
    if (segment.alignment > 1 && (app->ram % segment.alignment) != 0) return "the alignment of its RAM";
    word start = app->ram + segment.memory_offset, end = start + segment.memory_size;
    if (!add_region(app, start, end, segment.flags)) return "too many segments";
    if (end - app->ram > behind) behind = end - app->ram;
    memset((void *)start, 0, segment.memory_size);
  }
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    if (segment.binary_offset != NO_FILE_BYTES)
      memcpy((void *)(app->ram + segment.memory_offset), binary + segment.binary_offset, segment.file_size);
  }
  if (ENTRY_STACK > 0) app->first_break = app->ram + behind + ENTRY_STACK;
  return add_region(app, app->ram + behind, app->ram_end, READ | WRITE) ? NULL : "too many segments"; /* the heap */
}

static bool add_base(const struct app *app, word place) {
  if (place > app->ram_end - app->ram || app->ram_end - app->ram - place < sizeof(word)) return false;
  uint8_t *at = (uint8_t *)(app->ram + place);
  word value;
  memcpy(&value, at, sizeof value);
  value += app->ram;
  memcpy(at, &value, sizeof value);
  return true;
}

static bool apply_relr(const struct app *app, const word *entry, const word *end) {
  word place = 0;
  for (; entry < end; entry++) {
    if ((*entry & 1) == 0) {
      if (!add_base(app, *entry)) return false;
      place = *entry + sizeof(word);
      continue;
    }
    for (unsigned bit = 1; bit < 8 * sizeof(word); bit++)
      if ((*entry >> bit & 1) != 0 && !add_base(app, place + (bit - 1) * sizeof(word))) return false;
    place += (8 * sizeof(word) - 1) * sizeof(word);
  }
  return true;
}

/* Step 4. */
static const char *relocate(const struct app *app, const struct tbf *tbf) {
#if defined(__riscv)
  enum { RELATIVE = 3 };
#else
  enum { RELATIVE = 23 };
#endif
  const word type_mask = sizeof(word) == 8 ? UINT32_MAX : 0xFF;
  for (unsigned i = 0; i < tbf->table_count; i++) {
    const uint8_t *row = tbf->tables + i * TABLE_SIZE;
    uint32_t kind = u16(row), entry_size = u16(row + 2), offset = u32(row + 4), size = u32(row + 8);
    if ((uint64_t)offset + size > app->ram_end - app->ram || offset % sizeof(word) != 0) return "a relocation table outside RAM";
    uint32_t words = kind == REL ? 2 : kind == RELA ? 3 : 1;
    if (kind < REL || kind > RELR || entry_size != words * sizeof(word) || size % entry_size != 0)
      return "the kind of a relocation table";
    const word *entry = (const word *)(app->ram + offset), *end = entry + size / sizeof(word);
    if (kind == RELR) {
      if (!apply_relr(app, entry, end)) return "a relocation outside RAM";
      continue;
    }
    for (; entry < end; entry += words) {
      word type = entry[1] & type_mask;
      if (type == 0) continue;
      if (type != RELATIVE) return "the type of a relocation";
      word place = entry[0];
      if (kind == RELA && place <= app->ram_end - app->ram - sizeof(word))
        memcpy((void *)(app->ram + place), &entry[2], sizeof(word));
      if (!add_base(app, place)) return "a relocation outside RAM";
    }
  }
  return NULL;
}

static const char *load_to_ram(struct app *app, const struct tbf *tbf, const struct slot *slot) {
  const uint8_t *binary = tbf->start + tbf->header_size + tbf->protected_trailer_size;
  uint32_t binary_size = (uint32_t)(tbf->start + tbf->binary_end - binary);
  uint32_t image_offset = tbf->fixed_ram == ANY_ADDRESS ? 0 : tbf->fixed_ram;
  if (tbf->has_segments) { /* says it even without Fixed Addresses */
    for (unsigned i = 0; i < tbf->segment_count; i++) {
      struct segment segment = segment_at(tbf, i);
      if (segment.binary_offset == NO_FILE_BYTES) continue;
      image_offset = segment.memory_offset - segment.binary_offset;
      break;
    }
    /* An offset that is none is the address that the app was linked for. */
    if (tbf->fixed_ram != ANY_ADDRESS && tbf->fixed_ram != image_offset && tbf->fixed_ram != app->ram) return "its RAM address";
  }
  uint64_t need = (uint64_t)image_offset + binary_size + tbf->minimum_ram_size;
  if (need > slot->size) return "more RAM than there is";
  app->ram_end = app->ram + (word)need;
  app->code = app->ram + image_offset;
  app->code_end = app->lowest_break = app->code + binary_size;
  app->first_break = app->lowest_break + ENTRY_STACK;

  const char *why = NULL;
  if (tbf->has_segments) {
    why = load_segments(app, tbf, binary, binary_size);
  } else {
    memcpy((void *)app->code, binary, binary_size);
    add_region(app, app->ram, app->ram_end, READ | WRITE | EXECUTE);
  }
  if (why == NULL && (tbf->flags & LOADER_RELOCATES) != 0) why = relocate(app, tbf);
  return why;
}

/* The app's own start-up code copies its data; it gets RAM, and may read and execute its TBF. */
static const char *execute_in_place(struct app *app, const struct tbf *tbf, const struct slot *slot) {
  app->code = (word)tbf->start + tbf->header_size + tbf->protected_trailer_size;
  app->code_end = (word)tbf->start + tbf->binary_end;
  if (tbf->fixed_flash != ANY_ADDRESS && tbf->fixed_flash != app->code) return "its flash address";
  if (tbf->fixed_ram != ANY_ADDRESS && tbf->fixed_ram != app->ram) return "its RAM address";
  if (tbf->minimum_ram_size > slot->size) return "more RAM than there is";
  app->ram_end = app->ram + tbf->minimum_ram_size;
  app->lowest_break = app->ram;
  app->first_break = app->ram + ENTRY_STACK;
  add_region(app, (word)tbf->start, (word)tbf->start + tbf->total_size, READ | EXECUTE);
  add_region(app, app->ram, app->ram_end, READ | WRITE);
  return NULL;
}

const char *load_app(struct app *app, const struct tbf *tbf, const struct slot *slot) {
  app->ram = slot->base;
  memset((void *)app->ram, STALE, slot->size);
  bool is_for_ram = (tbf->flags & LOAD_TO_RAM) != 0 || tbf->has_segments;
  const char *why = is_for_ram ? load_to_ram(app, tbf, slot) : execute_in_place(app, tbf, slot);
  if (why != NULL) return why;
  if (app->first_break > app->ram_end) return "no room for a stack";
  app->program_break = app->first_break;
  app->entry = app->code + tbf->init_fn_offset - tbf->protected_trailer_size;
  if (!protect(app)) return "segments that the memory protection cannot tell apart";
  const word arguments[4] = {app->code, app->ram, app->ram_end - app->ram, app->program_break};
  prepare_context(app, arguments);
  synchronise_code();
  return NULL;
}
