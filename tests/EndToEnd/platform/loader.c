/* The loader that docs/non-xip.md describes, written from that page: copies, judges, relocates, protects; restarts. */
#include "platform.h"

/* What RAM is filled with first, so that nobody gets away with memory that is zero by chance. */
enum { STALE = 0xA5 };
enum { FOOTER_CREDENTIALS = 128, FORMAT_SHA256 = 3, SHA256_SIZE = 32 };

void *memset(void *start, int value, size_t size);

/* The end of a stretch of RAM over which the same rows lie: rows may overlap, so nothing goes by rows. */
static word stretch_end(const struct app *app, word start) {
  const struct tbf *tbf = &app->tbf;
  word end = app->ram_end;
  word image = app->ram + tbf->image_offset;
  if (image > start && image < end) end = image;
  if (image + tbf->image_size > start && image + tbf->image_size < end) end = image + tbf->image_size;
  for (unsigned i = 0; i < tbf->segment_count; i++) {
    struct segment segment = segment_at(tbf, i);
    word from = app->ram + segment.memory_offset;
    word boundaries[] = {from, from + segment.file_size, from + segment.memory_size};
    for (int j = 0; j < 3; j++)
      if (boundaries[j] > start && boundaries[j] < end) end = boundaries[j];
  }
  return end;
}

enum { NO_ROW = 8 }; /* a gap */

/* All that the rows over a stretch allow, and whether neither app nor relocations change it. */
static unsigned access_at(const struct app *app, word start, bool *is_constant) {
  unsigned access = NO_ROW;
  *is_constant = false;
  bool is_changed = false;
  for (unsigned i = 0; i < app->tbf.segment_count; i++) {
    struct segment segment = segment_at(&app->tbf, i);
    word offset = start - app->ram - segment.memory_offset;
    if (start < app->ram + segment.memory_offset || offset >= segment.memory_size) continue;
    access = (access & ~(unsigned)NO_ROW) | (segment.flags & (EXECUTE | WRITE | READ));
    if ((segment.flags & TEXT_RELOCATED) != 0 && (app->tbf.flags & LOADER_RELOCATES) == 0) access |= WRITE; /* the app relocates it */
    is_changed |= (segment.flags & (WRITE | TEXT_RELOCATED)) != 0 || offset >= segment.file_size;
    *is_constant = !is_changed;
  }
  *is_constant &= !is_changed;
  return access;
}

static word behind_segments(const struct app *app) {
  word behind = app->ram + app->tbf.image_offset + app->tbf.image_size;
  for (unsigned i = 0; i < app->tbf.segment_count; i++) {
    struct segment segment = segment_at(&app->tbf, i);
    word end = app->ram + segment.memory_offset + segment.memory_size;
    if (end > behind) behind = end;
  }
  return behind;
}

/* Regions in ascending order; neighbours with the same rights are one, the gap between them too. */
static const char *make_regions(struct app *app) {
  app->region_count = 0;
  word behind = behind_segments(app);
  for (word start = app->ram, end; start < app->ram_end; start = end) {
    end = stretch_end(app, start);
    bool is_constant;
    unsigned access = access_at(app, start, &is_constant);
    if (!app->tbf.has_target) access = READ | WRITE | EXECUTE;
    else if (start >= behind) access = READ | WRITE; /* the heap */
    if (access == NO_ROW) continue;
    if (app->tbf.has_target && (access & WRITE) != 0 && (access & EXECUTE) != 0) return "memory that is writable and executable";
    struct region *last = &app->regions[app->region_count] - 1;
    if (app->region_count > 0 && last->access == access) {
      last->end = end;
      continue;
    }
    if (app->region_count == MAXIMUM_REGIONS) return "too many segments";
    app->regions[app->region_count++] = (struct region){start, end, access};
  }
  return NULL;
}

static uint32_t u16(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8; }

/* A SHA-256 that is there must be right. */
static const char *check_footers(const struct tbf *tbf, struct sha256 *hash) {
  uint8_t digest[SHA256_SIZE], footer[8 + SHA256_SIZE];
  sha256_finish(hash, digest);
  for (uint32_t at = tbf->binary_end; tbf->total_size - at >= 8;) {
    read_storage(tbf->address + at, footer, 8);
    uint32_t length = u16(footer + 2);
    if (u16(footer) != FOOTER_CREDENTIALS || length < 4 || length > tbf->total_size - at - 4) break;
    if (footer[4] == FORMAT_SHA256 && length == 4 + SHA256_SIZE) {
      read_storage(tbf->address + at + 8, footer + 8, SHA256_SIZE);
      for (int i = 0; i < SHA256_SIZE; i++)
        if (footer[8 + i] != digest[i]) return "its hash";
    }
    at += 4 + length;
  }
  return NULL;
}

static void hash_storage(struct sha256 *hash, const struct tbf *tbf, uint32_t from, uint32_t to) {
  uint8_t buffer[CHUNK];
  for (uint32_t part; from < to; from += part) {
    part = to - from < CHUNK ? to - from : CHUNK;
    read_storage(tbf->address + from, buffer, part);
    sha256_add(hash, buffer, part);
  }
}

/* One pass: copies and hashes, zeroes all else, judges. Of an app that has run, constant bytes stay. */
static const char *copy(const struct app *app, bool keep_constant) {
  const struct tbf *tbf = &app->tbf;
  const uint32_t binary = tbf->header_size + tbf->protected_trailer_size;
  struct sha256 hash;
  sha256_start(&hash);
  sha256_add(&hash, tbf->header, tbf->header_size);
  hash_storage(&hash, tbf, tbf->header_size, binary);
  for (word start = app->ram, end; start < app->ram_end; start = end) {
    end = stretch_end(app, start);
    bool is_constant;
    access_at(app, start, &is_constant);
    if (start < app->code || start >= app->code_end) {
      memset((void *)start, 0, end - start);
      continue;
    }
    for (word part; start < end; start += part) {
      part = end - start < CHUNK ? end - start : CHUNK;
      if (!keep_constant || !is_constant) read_storage(tbf->address + binary + (start - app->code), (void *)start, part);
      sha256_add(&hash, (const uint8_t *)start, part);
    }
  }
  return check_footers(tbf, &hash);
}

/* The image stays where it is; header and footers, which are overwritten, are judged first. */
static const char *stay(const struct app *app) {
  struct sha256 hash;
  sha256_start(&hash);
  sha256_add(&hash, app->tbf.header, app->tbf.header_size);
  hash_storage(&hash, &app->tbf, app->tbf.header_size, app->tbf.binary_end);
  const char *why = check_footers(&app->tbf, &hash);
  if (why != NULL) return why;
  memset((void *)app->ram, 0, app->code - app->ram);
  memset((void *)app->code_end, 0, app->ram_end - app->code_end);
  return NULL;
}

static const char *load_to_ram(struct app *app, const struct slot *slot) {
  const struct tbf *tbf = &app->tbf;
  app->has_own_copy = slot->base != 0;
  if (!app->has_own_copy) app->ram = tbf->address + tbf->header_size + tbf->protected_trailer_size - tbf->image_offset;
  if (tbf->ram_size > slot->size) return "more RAM than there is";
  if (tbf->is_fixed && app->ram != tbf->link_address) return "its RAM address";
  if (!tbf->is_fixed && app->ram % tbf->ram_alignment != 0) return "the alignment of its RAM";
  app->ram_end = app->ram + tbf->ram_size;
  app->code = app->ram + tbf->image_offset;
  app->code_end = app->lowest_break = app->code + tbf->image_size;
  app->first_break = behind_segments(app) + ENTRY_STACK;
  const char *why = make_regions(app);
  if (why == NULL) why = app->has_own_copy ? copy(app, false) : stay(app);
  return why == NULL ? relocate(app) : why;
}

/* The app's own start-up code copies its data; it gets RAM, and may read and execute its TBF. */
static const char *execute_in_place(struct app *app, const struct slot *slot) {
  const struct tbf *tbf = &app->tbf;
  app->has_own_copy = true;
  app->code = tbf->address + tbf->header_size + tbf->protected_trailer_size;
  app->code_end = tbf->address + tbf->binary_end;
  if (tbf->fixed_flash != ANY_ADDRESS && tbf->fixed_flash != app->code) return "its flash address";
  if (tbf->fixed_ram != ANY_ADDRESS && tbf->fixed_ram != app->ram) return "its RAM address";
  if (tbf->minimum_ram_size > slot->size) return "more RAM than there is";
  app->ram_end = app->ram + tbf->minimum_ram_size;
  app->lowest_break = app->ram;
  app->first_break = app->ram + ENTRY_STACK;
  app->regions[0] = (struct region){tbf->address, tbf->address + tbf->total_size, READ | EXECUTE};
  app->regions[1] = (struct region){app->ram, app->ram_end, READ | WRITE};
  app->region_count = 2;
  return NULL;
}

static void enter(struct app *app) {
  app->program_break = app->first_break;
  app->shared = app->shared_size = 0;
  app->state = RUNNABLE;
  const word arguments[4] = {app->code, app->ram, app->ram_end - app->ram, app->program_break};
  prepare_context(app, arguments);
  synchronise_code();
}

const char *load_app(struct app *app, const struct slot *slot) {
  app->ram = slot->base;
  app->restarts_left = slot->restarts;
  if (slot->base != 0) memset((void *)app->ram, STALE, slot->size);
  const char *why = is_for_ram(&app->tbf) ? load_to_ram(app, slot) : execute_in_place(app, slot);
  if (why != NULL) return why;
  if (app->first_break > app->ram_end) return "no room for a stack";
  app->entry = app->code + app->tbf.init_fn_offset - app->tbf.protected_trailer_size;
  app->program_break = app->first_break;
  if (!protect(app)) return "segments that the memory protection cannot tell apart";
  enter(app);
  return NULL;
}

const char *restart_app(struct app *app) {
  if (!app->has_own_copy) return "its storage was overwritten";
  lift_protection();
  if (is_for_ram(&app->tbf)) {
    const char *why = copy(app, app->tbf.has_target);
    if (why == NULL) why = relocate(app);
    if (why != NULL) return why;
  } else {
    memset((void *)app->ram, STALE, app->ram_end - app->ram);
  }
  enter(app);
  return NULL;
}
