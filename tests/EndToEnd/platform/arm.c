/* QEMU's `mps2-an505` board, a Cortex-M33: the supervisor runs privileged, apps unprivileged behind the MPU; all is secure. */
#include "platform.h"

enum { CYCLES_PER_SLICE = 20000 }; /* 1 ms */
enum { GRANULE = 32, THUMB_STATE = 0x01000000, FAULT_ADDRESS_IS_VALID = 0x80 };
enum { EXCEPTION_SVC = 11, EXCEPTION_SYSTICK = 15 };
#define REGISTER(address) (*(volatile uint32_t *)(address))
#define UART_DATA REGISTER(0x40200000)
#define UART_STATE REGISTER(0x40200004)
#define UART_CONTROL REGISTER(0x40200008)
#define UART_DIVIDER REGISTER(0x40200010)
#define SYSTICK_CONTROL REGISTER(0xe000e010)
#define SYSTICK_RELOAD REGISTER(0xe000e014)
#define SYSTICK_VALUE REGISTER(0xe000e018)
#define SYSTEM_HANDLERS REGISTER(0xe000ed24)
#define FAULT_STATUS REGISTER(0xe000ed28)
#define FAULT_ADDRESS REGISTER(0xe000ed34)
#define MPU_TYPE REGISTER(0xe000ed90)
#define MPU_CONTROL REGISTER(0xe000ed94)
#define MPU_NUMBER REGISTER(0xe000ed98)
#define MPU_BASE REGISTER(0xe000ed9c)
#define MPU_LIMIT REGISTER(0xe000eda0)
#define MPU_ATTRIBUTES REGISTER(0xe000edc0)

/* What the processor pushes when it leaves an app. */
struct frame {
  word r0_to_r3[4], r12, lr, pc, xpsr;
};

struct context {
  word sp, r4_to_r11[8];
};

static struct context contexts[MAXIMUM_APPS];

unsigned run_context(struct context *context); /* arm.S; returns the number of the exception that ended it */

void put_char(char character) {
  UART_DIVIDER = 16;
  UART_CONTROL = 1;
  while ((UART_STATE & 1) != 0) {}
  UART_DATA = (uint8_t)character;
}

__attribute__((noreturn)) void shut_down(bool success) {
  register word operation __asm__("r0") = 0x18, reason __asm__("r1") = success ? 0x20026 : 0x20023;
  __asm__ volatile("bkpt 0xab" : : "r"(operation), "r"(reason) : "memory"); /* semihosting: exit */
  for (;;) {}
}

__attribute__((noreturn)) void supervisor_fault(const struct frame *frame) {
  print("supervisor: fault %x at %x, address %x\n", (word)FAULT_STATUS, frame->pc, (word)FAULT_ADDRESS);
  shut_down(false);
}

void synchronise_code(void) { __asm__ volatile("dsb\nisb" : : : "memory"); }

void prepare_context(struct app *app, const word arguments[4]) {
  /* The processor needs a stack even for the app's first system call, before the app has set its own. */
  struct frame *frame = (struct frame *)((app->program_break & ~(word)7) - sizeof(struct frame));
  *frame = (struct frame){.pc = app->entry & ~(word)1, .xpsr = THUMB_STATE};
  for (int i = 0; i < 4; i++) frame->r0_to_r3[i] = arguments[i];
  app->context = &contexts[app->number];
  *app->context = (struct context){.sp = (word)frame};
}

static word round_up(word address) { return (address + GRANULE - 1) & ~(word)(GRANULE - 1); }

/* Regions may not overlap, so neighbours with the same rights become one, and others have to keep a granule apart. */
bool protect(const struct app *app) {
  struct region merged[MAXIMUM_REGIONS];
  unsigned count = 0;
  word limit = app->program_break > app->first_break ? app->program_break : app->first_break;
  for (const struct region *region = app->regions; region < app->regions + app->region_count; region++) {
    bool is_ram = region->start >= app->ram && region->start < app->ram_end;
    word end = is_ram && region->end > limit ? limit : region->end;
    if (region->start >= end) continue;
    if (count > 0 && merged[count - 1].access == region->access && merged[count - 1].end == region->start) {
      merged[count - 1].end = end;
      continue;
    }
    bool share_a_granule = count > 0 && merged[count - 1].start < end && region->start < round_up(merged[count - 1].end);
    if (region->start % GRANULE != 0 || share_a_granule) return false;
    merged[count++] = (struct region){region->start, end, region->access};
  }

  unsigned available = MPU_TYPE >> 8 & 0xff;
  if (count > available) return false;
  SYSTEM_HANDLERS |= 7 << 16; /* memory, bus and usage faults apart from HardFault */
  MPU_CONTROL = 0;
  MPU_ATTRIBUTES = 0x44; /* attribute 0: memory without a cache */
  for (unsigned i = 0; i < available; i++) {
    MPU_NUMBER = i;
    MPU_LIMIT = 0;
    if (i >= count) continue;
    enum { ANYBODY = 1 << 1, READ_ONLY = 1 << 2, NEVER_EXECUTE = 1 };
    word rights = ANYBODY;
    if ((merged[i].access & WRITE) == 0) rights |= READ_ONLY;
    if ((merged[i].access & EXECUTE) == 0) rights |= NEVER_EXECUTE;
    MPU_BASE = merged[i].start | rights;
    MPU_LIMIT = (round_up(merged[i].end) - GRANULE) | 1;
  }
  MPU_CONTROL = 5; /* on; the supervisor has the default map besides */
  synchronise_code();
  return true;
}

void lift_protection(void) {
  MPU_CONTROL = 0;
  synchronise_code();
}

void run(struct app *app) {
  SYSTICK_RELOAD = CYCLES_PER_SLICE;
  SYSTICK_VALUE = 0;
  SYSTICK_CONTROL = 7;
  unsigned exception = run_context(app->context);
  SYSTICK_CONTROL = 0;
  if (exception == EXCEPTION_SYSTICK) return;

  struct frame *frame = (struct frame *)app->context->sp;
  if (exception == EXCEPTION_SVC) {
    unsigned class = *(const uint8_t *)(frame->pc - 2);
    serve(app, class, frame->r0_to_r3);
    return;
  }
  uint32_t status = FAULT_STATUS;
  FAULT_STATUS = status;
  app->state = FAULTED;
  bool is_framed = app->context->sp >= app->ram && app->context->sp < app->ram_end;
  word pc = is_framed ? frame->pc : 0;
  word address = (status & FAULT_ADDRESS_IS_VALID) != 0 ? FAULT_ADDRESS : pc;
  print("app %u: fault %u at %x, pc %x\n", app->number, (unsigned)status, address, pc);
}
