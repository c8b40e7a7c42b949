/* Reads headers by docs/tbf.md, and refuses what docs/non-xip.md lists. */
#include "platform.h"

enum { VERSION = 2, KERNEL_MAJOR = 2, KERNEL_MINOR = 1, BASE_HEADER_SIZE = 16, CHECKSUM_OFFSET = 12 };
enum { TYPE_MAIN = 1, TYPE_FIXED_ADDRESSES = 5, TYPE_KERNEL_VERSION = 8, TYPE_PROGRAM = 9 };
enum { TYPE_LOAD_SEGMENTS = 0x8E01, TYPE_DYNAMIC_RELOCATIONS = 0x8E02, TYPE_LOAD_TARGET = 0x8E03 };
enum { SEGMENT_SIZE = 20, TABLE_SIZE = 16, TARGET_SIZE = 16, MAXIMUM_SEGMENTS = 32, MAXIMUM_TABLES = 4 };
enum { SEGMENT_FLAGS = EXECUTE | WRITE | READ | TEXT_RELOCATED };
#define ENABLED UINT32_C(1)
#if defined(__riscv)
enum { MACHINE = 243, THUMB = 0 };
#else
enum { MACHINE = 40, THUMB = 1 };
#endif

static uint32_t u16(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8; }
static uint32_t u32(const uint8_t *at) { return u16(at) | u16(at + 2) << 16; }

struct segment segment_at(const struct tbf *tbf, unsigned i) {
  const uint8_t *row = tbf->header + tbf->segments + i * SEGMENT_SIZE;
  return (struct segment){u32(row), u32(row + 4), u32(row + 8), u32(row + 12), u32(row + 16)};
}

struct table table_at(const struct tbf *tbf, unsigned i) {
  const uint8_t *row = tbf->header + tbf->tables + i * TABLE_SIZE;
  return (struct table){u16(row), u16(row + 2), u32(row + 4), u32(row + 8), u32(row + 12)};
}

static uint32_t checksum(const uint8_t *header, uint32_t size) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < size; i += 4)
    if (i != CHECKSUM_OFFSET) sum ^= u32(header + i);
  return sum;
}

static const char *read_elements(struct tbf *tbf) {
  bool has_entry = false, has_program = false;
  for (uint32_t at = BASE_HEADER_SIZE; at < tbf->header_size;) {
    const uint8_t *content = tbf->header + at + 4;
    uint32_t type = u16(content - 4), length = u16(content - 2), offset = at + 4;
    at += 4 + ((length + 3) & ~UINT32_C(3));
    if (at > tbf->header_size) return "elements";
    if ((type == TYPE_MAIN && length == 12 && !has_entry) || (type == TYPE_PROGRAM && length == 20 && !has_program)) {
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
    } else if (type == TYPE_LOAD_SEGMENTS) {
      if (length == 0 || length % SEGMENT_SIZE != 0 || length / SEGMENT_SIZE > MAXIMUM_SEGMENTS) return "the number of segments";
      tbf->segments = offset;
      tbf->segment_count = length / SEGMENT_SIZE;
    } else if (type == TYPE_DYNAMIC_RELOCATIONS) {
      if (length % TABLE_SIZE != 0 || length / TABLE_SIZE > MAXIMUM_TABLES) return "the number of relocation tables";
      tbf->tables = offset;
      tbf->table_count = length / TABLE_SIZE;
    } else if (type == TYPE_LOAD_TARGET) {
      if (length != TARGET_SIZE) return "elements";
      tbf->has_target = true;
      tbf->target = offset;
    }
  }
  if (!has_entry) return "no entry point";
  if ((uint64_t)tbf->header_size + tbf->protected_trailer_size > tbf->binary_end || tbf->binary_end > tbf->total_size)
    return "sizes";
  tbf->image_size = tbf->binary_end - tbf->header_size - tbf->protected_trailer_size;
  return NULL;
}

static const char *check_segments(const struct tbf *tbf) {
  uint32_t last = 0;
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    if ((segment.flags & ~(uint32_t)SEGMENT_FLAGS) != 0) return "the flags of a segment";
    if ((segment.flags & TEXT_RELOCATED) != 0 && (segment.flags & WRITE) != 0) return "the flags of a segment";
    if (segment.file_size > segment.memory_size) return "a segment with more bytes than memory";
    if ((segment.binary_offset == NO_FILE_BYTES) != (segment.file_size == 0)) return "a segment that has bytes and has none";
    if (segment.memory_offset < last) return "the order of the segments";
    last = segment.memory_offset;
    if ((uint64_t)segment.memory_offset + segment.memory_size > tbf->ram_size) return "a segment outside RAM";
    if (segment.binary_offset == NO_FILE_BYTES) continue;
    if ((uint64_t)segment.binary_offset + segment.file_size > tbf->image_size) return "a segment outside the binary";
    if ((uint64_t)segment.binary_offset + tbf->image_offset != segment.memory_offset) return "segments that are not one run";
  }
  return NULL;
}

static const char *read_target(struct tbf *tbf) {
  if (tbf->has_target != (tbf->segment_count > 0)) return "segments and target";
  tbf->ram_alignment = 8;
  if (!tbf->has_target) {
    tbf->image_offset = tbf->fixed_ram == ANY_ADDRESS ? 0 : tbf->fixed_ram;
    uint64_t ram_size = (uint64_t)tbf->image_offset + tbf->image_size + tbf->minimum_ram_size;
    tbf->ram_size = (uint32_t)ram_size;
    return ram_size == tbf->ram_size ? NULL : "the RAM size";
  }
  const uint8_t *target = tbf->header + tbf->target;
  if (u16(target) != MACHINE || target[2] != sizeof(word) / 4) return "another processor";
  if (target[3] > 1) return "the placement";
  tbf->is_fixed = target[3] == 1;
  tbf->link_address = u32(target + 4);
  tbf->ram_size = u32(target + 8);
  tbf->ram_alignment = u32(target + 12);
  if (tbf->ram_alignment < 8 || tbf->ram_alignment > 0x10000 || (tbf->ram_alignment & (tbf->ram_alignment - 1)) != 0)
    return "the RAM alignment";
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    if (segment.binary_offset == NO_FILE_BYTES) continue;
    if (segment.binary_offset > segment.memory_offset) return "segments that are not one run";
    tbf->image_offset = segment.memory_offset - segment.binary_offset;
    break;
  }
  if ((uint64_t)tbf->image_offset + tbf->image_size + tbf->minimum_ram_size != tbf->ram_size) return "the RAM size";
  if (tbf->fixed_ram != ANY_ADDRESS && tbf->fixed_ram != (tbf->is_fixed ? tbf->link_address : tbf->image_offset))
    return "fixed addresses";
  return check_segments(tbf);
}

static const char *check_entry(const struct tbf *tbf) {
  uint32_t entry = tbf->init_fn_offset - tbf->protected_trailer_size;
  if (entry <= tbf->init_fn_offset && !tbf->has_target && entry < tbf->image_size) return NULL;
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    if (entry <= tbf->init_fn_offset && (segment.flags & EXECUTE) != 0 && segment.binary_offset != NO_FILE_BYTES
        && (entry & ~(uint32_t)THUMB) - segment.binary_offset < segment.file_size)
      return NULL;
  }
  return "the entry point";
}

static const char *check_tables(const struct tbf *tbf) {
  if ((tbf->flags & LOADER_RELOCATES) != 0 && ((tbf->flags & LOAD_TO_RAM) == 0 || tbf->table_count == 0)) return "nothing to relocate";
  for (unsigned i = 0; i < tbf->table_count; i++) {
    struct table table = table_at(tbf, i);
    uint32_t words = table.kind == REL ? 2 : table.kind == RELA ? 3 : 1;
    if (table.kind < REL || table.kind > RELR || table.entry_size != words * sizeof(word) || table.size % table.entry_size != 0)
      return "the kind of a relocation table";
    bool is_stored = false;
    for (unsigned j = 0; j < tbf->segment_count; j++) {
      struct segment segment = segment_at(tbf, j);
      is_stored |= table.memory_offset >= segment.memory_offset
                   && (uint64_t)table.memory_offset + table.size <= (uint64_t)segment.memory_offset + segment.file_size;
    }
    if (!is_stored) return "a relocation table outside the segments";
  }
  return NULL;
}

bool is_for_ram(const struct tbf *tbf) { return (tbf->flags & LOAD_TO_RAM) != 0 || tbf->segment_count > 0; }

enum read_result read_tbf(struct tbf *tbf, word address, size_t available, const char **why) {
  *tbf = (struct tbf){.address = address};
  if (available < BASE_HEADER_SIZE) return NO_MORE_APPS;
  read_storage(address, tbf->header, BASE_HEADER_SIZE);
  if (u32(tbf->header) == 0 || u32(tbf->header) == UINT32_MAX) return NO_MORE_APPS;
  tbf->header_size = u16(tbf->header + 2);
  tbf->total_size = u32(tbf->header + 4);
  tbf->flags = u32(tbf->header + 8);
  tbf->fixed_ram = tbf->fixed_flash = ANY_ADDRESS;
  tbf->kernel_major = KERNEL_MAJOR;
  *why = "version";
  if (u16(tbf->header) != VERSION) return UNREADABLE;
  *why = "sizes";
  if (tbf->header_size < BASE_HEADER_SIZE || tbf->header_size % 4 != 0 || tbf->header_size > tbf->total_size) return UNREADABLE;
  if (tbf->total_size % 4 != 0 || tbf->header_size > MAXIMUM_HEADER_SIZE) return UNREADABLE;
  *why = "truncated";
  if (tbf->total_size > available) return UNREADABLE;
  read_storage(address + BASE_HEADER_SIZE, tbf->header + BASE_HEADER_SIZE, tbf->header_size - BASE_HEADER_SIZE);
  *why = "checksum";
  if (checksum(tbf->header, tbf->header_size) != u32(tbf->header + CHECKSUM_OFFSET)) return BAD;
  if (tbf->header_size == BASE_HEADER_SIZE) return PADDING;
  *why = read_elements(tbf);
  if (*why != NULL) return BAD;
  *why = "kernel version";
  if (tbf->kernel_major != KERNEL_MAJOR || tbf->kernel_minor > KERNEL_MINOR) return BAD;
  if ((tbf->flags & ENABLED) == 0) return DISABLED;
  *why = is_for_ram(tbf) ? read_target(tbf) : NULL;
  if (*why == NULL && is_for_ram(tbf)) *why = check_entry(tbf);
  if (*why == NULL) *why = check_tables(tbf);
  return *why == NULL ? GOOD : BAD;
}
