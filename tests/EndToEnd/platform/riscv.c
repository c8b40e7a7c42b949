/* QEMU's `virt` machine, 32 and 64 bits: the supervisor runs in machine mode, apps in user mode behind PMP. */
#include "platform.h"

enum { TIMER_TICKS_PER_SLICE = 10000 }; /* 1 ms */
enum { USER_CALL = 8 };                    /* cause of an ecall in user mode */
enum { PMP_TOR = 1 << 3, PMP_EXECUTE = 4, PMP_WRITE = 2, PMP_READ = 1, PMP_ENTRIES = 16 };
#define UART ((volatile uint8_t *)0x10000000)
#define TEST_DEVICE ((volatile uint32_t *)0x100000)
#define TIMER_COMPARE ((volatile uint32_t *)0x02004000)
#define TIMER ((volatile uint32_t *)0x0200bff8)
#define INTERRUPT ((word)1 << (8 * sizeof(word) - 1))

#define READ_CSR(name) ({ word value; __asm__ volatile("csrr %0, " #name : "=r"(value)); value; })
#define WRITE_CSR(name, value) __asm__ volatile("csrw " #name ", %0" : : "r"((word)(value)) : "memory")

struct context {
  word pc, x[31]; /* x1 to x31 */
  word supervisor_sp;
};
enum { REGISTER_A0 = 10, REGISTER_A4 = 14 };

static struct context contexts[MAXIMUM_APPS];

void run_context(struct context *context); /* riscv.S */

void put_char(char character) {
  while ((UART[5] & 0x20) == 0) {}
  UART[0] = (uint8_t)character;
}

__attribute__((noreturn)) void shut_down(bool success) {
  *TEST_DEVICE = success ? 0x5555 : 0x13333;
  for (;;) {}
}

__attribute__((noreturn)) void supervisor_fault(void) {
  print("supervisor: fault %x at %x, address %x\n", READ_CSR(mcause), READ_CSR(mepc), READ_CSR(mtval));
  shut_down(false);
}

void synchronise_code(void) { __asm__ volatile("fence.i" : : : "memory"); }

void prepare_context(struct app *app, const word arguments[4]) {
  app->context = &contexts[app->number];
  *app->context = (struct context){.pc = app->entry};
  for (int i = 0; i < 4; i++) app->context->x[REGISTER_A0 - 1 + i] = arguments[i];
}

static void write_pmp_address(unsigned entry, word value) {
  switch (entry) {
#define CASE(n) case n: WRITE_CSR(pmpaddr##n, value); break;
    CASE(0) CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7)
    CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14) CASE(15)
#undef CASE
  }
}

/* Two entries a region: one that is off and holds its start, one that reaches from there to its end. What no entry
 * matches is closed to user mode. */
bool protect(const struct app *app) {
  uint8_t configuration[PMP_ENTRIES] = {0};
  unsigned entry = 0;
  for (const struct region *region = app->regions; region < app->regions + app->region_count; region++) {
    bool is_ram = region->start >= app->ram && region->start < app->ram_end;
    word start = region->start, end = is_ram && region->end > app->program_break ? app->program_break : region->end;
    if (start >= end) continue;
    if (entry == PMP_ENTRIES) return false;
    uint8_t access = PMP_TOR;
    if (region->access & EXECUTE) access |= PMP_EXECUTE;
    if (region->access & READ) access |= PMP_READ;
    if (region->access & WRITE) access |= PMP_WRITE | PMP_READ; /* writing alone is reserved */
    write_pmp_address(entry++, start >> 2);
    configuration[entry] = access;
    write_pmp_address(entry++, (end + 3) >> 2);
  }
  const word *packed = (const word *)(const void *)configuration;
#if __riscv_xlen == 64
  WRITE_CSR(pmpcfg0, packed[0]);
  WRITE_CSR(pmpcfg2, packed[1]);
#else
  WRITE_CSR(pmpcfg0, packed[0]);
  WRITE_CSR(pmpcfg1, packed[1]);
  WRITE_CSR(pmpcfg2, packed[2]);
  WRITE_CSR(pmpcfg3, packed[3]);
#endif
  return true;
}

void lift_protection(void) {} /* the entries are not locked, so machine mode may do all */

static void start_slice(void) {
  uint32_t low = TIMER[0], high = TIMER[1];
  if (high != TIMER[1]) low = TIMER[0], high = TIMER[1];
  uint64_t end = ((uint64_t)high << 32 | low) + TIMER_TICKS_PER_SLICE;
  TIMER_COMPARE[1] = UINT32_MAX;
  TIMER_COMPARE[0] = (uint32_t)end;
  TIMER_COMPARE[1] = (uint32_t)(end >> 32);
  WRITE_CSR(mie, 1 << 7);
}

void run(struct app *app) {
  start_slice();
  run_context(app->context);
  word cause = READ_CSR(mcause);
  if ((cause & INTERRUPT) != 0) return;
  if (cause == USER_CALL) {
    app->context->pc += 4;
    serve(app, (unsigned)app->context->x[REGISTER_A4 - 1], &app->context->x[REGISTER_A0 - 1]);
  } else {
    app->state = FAULTED;
    print("app %u: fault %u at %x, pc %x\n", app->number, (unsigned)cause, READ_CSR(mtval), app->context->pc);
  }
}
