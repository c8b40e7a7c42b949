#include "platform.h"

void *memcpy(void *restrict to, const void *restrict from, size_t size);

uint32_t storage_bytes_read;

void read_storage(word address, void *to, size_t size) {
  uint8_t buffer[CHUNK]; /* what the bus brings at a time */
  for (size_t done = 0; done < size;) {
    size_t part = size - done < CHUNK ? size - done : CHUNK;
    memcpy(buffer, (const uint8_t *)(address + done), part);
    memcpy((uint8_t *)to + done, buffer, part);
    done += part;
    storage_bytes_read += part;
  }
}
