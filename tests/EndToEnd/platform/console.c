#include "platform.h"
#include <stdarg.h>

static void print_number(word number, unsigned base) {
  char digits[2 * sizeof(word) + 5];
  int i = sizeof digits;
  do digits[--i] = "0123456789abcdef"[number % base];
  while ((number /= base) != 0);
  while (i < (int)sizeof digits) put_char(digits[i++]);
}

void print(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  for (; *format != 0; format++) {
    if (*format != '%') {
      put_char(*format);
      continue;
    }
    switch (*++format) {
      case 'u': print_number(va_arg(arguments, unsigned), 10); break;
      case 'x':
        put_char('0'), put_char('x');
        print_number(va_arg(arguments, word), 16);
        break;
      case 's':
        for (const char *text = va_arg(arguments, const char *); *text != 0; text++) put_char(*text);
        break;
      default: put_char(*format);
    }
  }
  va_end(arguments);
}

/* Compilers call these on their own. */
void *memset(void *start, int value, size_t size) {
  for (volatile uint8_t *byte = start; size > 0; size--) *byte++ = (uint8_t)value;
  return start;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  volatile uint8_t *out = to;
  for (const uint8_t *in = from; size > 0; size--) *out++ = *in++;
  return to;
}

#if defined(__arm__)
void __aeabi_memclr(void *start, size_t size) { memset(start, 0, size); }
void __aeabi_memclr4(void *start, size_t size) { memset(start, 0, size); }
void __aeabi_memclr8(void *start, size_t size) { memset(start, 0, size); }
void __aeabi_memcpy(void *restrict to, const void *restrict from, size_t size) { memcpy(to, from, size); }
void __aeabi_memcpy4(void *restrict to, const void *restrict from, size_t size) { memcpy(to, from, size); }
void __aeabi_memcpy8(void *restrict to, const void *restrict from, size_t size) { memcpy(to, from, size); }
#endif
