/* Relative relocations, in the copied image: all are checked before the first is applied. */
#include "platform.h"

enum { MAXIMUM_RAM = 0x8000 };
#if defined(__riscv)
enum { RELATIVE = 3 };
#else
enum { RELATIVE = 23 };
#endif

void *memset(void *start, int value, size_t size);
void *memcpy(void *restrict to, const void *restrict from, size_t size);

static uint8_t taken[MAXIMUM_RAM / 8]; /* a bit for each byte that is relocated */

static word word_at(word address) { /* words may be misaligned */
  word value;
  memcpy(&value, (const void *)address, sizeof value);
  return value;
}

static const char *check_place(const struct app *app, word address) {
  const struct tbf *tbf = &app->tbf;
  word place = address - tbf->link_address;
  bool is_inside = false, is_writable = true;
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    uint64_t start = segment.memory_offset, end = start + segment.memory_size;
    if (place >= end || place + sizeof(word) <= start) continue;
    is_inside |= place >= start && place + sizeof(word) <= end;
    is_writable &= (segment.flags & (WRITE | TEXT_RELOCATED)) != 0;
  }
  if (address < tbf->link_address || place + sizeof(word) < place || !is_inside) return "a relocation outside the segments";
  if (!is_writable) return "a relocation of what does not change";
  for (unsigned i = 0; i < tbf->table_count; i++) {
    struct table table = table_at(tbf, i);
    if (place < table.memory_offset + table.size && table.memory_offset < place + sizeof(word)) return "a relocation of a relocation";
  }
  for (word byte = place; byte < place + sizeof(word); byte++) {
    if ((taken[byte / 8] >> (byte % 8) & 1) != 0) return "a relocation that is repeated";
    taken[byte / 8] |= (uint8_t)(1 << (byte % 8));
  }
  return NULL;
}

/* Checks a place and counts it, or relocates it. */
static const char *at_place(const struct app *app, bool apply, word address, const word *addend, uint32_t *count) {
  if (!apply) {
    ++*count;
    return check_place(app, address);
  }
  word bias = app->ram - app->tbf.link_address, value = (addend == NULL ? word_at(bias + address) : *addend) + bias;
  memcpy((void *)(bias + address), &value, sizeof value);
  return NULL;
}

static const char *go_through(const struct app *app, struct table table, bool apply) {
  const word symbols = sizeof(word) == 8 ? 32 : 8;
  word entry = app->ram + table.memory_offset, end = entry + table.size, behind = 0;
  uint32_t count = 0;
  const char *why = NULL;
  for (bool has_address = false; entry < end && why == NULL; entry += table.entry_size) {
    word first = word_at(entry);
    if (table.kind != RELR) {
      word info = word_at(entry + sizeof(word)), addend = table.kind == RELA ? word_at(entry + 2 * sizeof(word)) : 0;
      if (info >> symbols != 0) return "a relocation with a symbol";
      if (info != 0 && info != RELATIVE) return "the type of a relocation";
      if (info == RELATIVE) why = at_place(app, apply, first, table.kind == RELA ? &addend : NULL, &count);
    } else if ((first & 1) == 0) {
      why = at_place(app, apply, first, NULL, &count);
      behind = first + sizeof(word);
      has_address = true;
    } else {
      if (!has_address) return "a bitmap without an address";
      for (unsigned bit = 1; bit < 8 * sizeof(word) && why == NULL; bit++)
        if ((first >> bit & 1) != 0) why = at_place(app, apply, behind + (bit - 1) * sizeof(word), NULL, &count);
      behind += (8 * sizeof(word) - 1) * sizeof(word);
    }
  }
  return why == NULL && !apply && count != table.relative_count ? "the number of relocations" : why;
}

const char *relocate(const struct app *app) {
  if ((app->tbf.flags & LOADER_RELOCATES) == 0) return NULL;
  if (app->tbf.ram_size > MAXIMUM_RAM) return "too much RAM to relocate";
  memset(taken, 0, sizeof taken);
  const char *why = NULL;
  for (int apply = 0; apply < 2; apply++)
    for (unsigned i = 0; i < app->tbf.table_count && why == NULL; i++) why = go_through(app, table_at(&app->tbf, i), apply);
  return why;
}
