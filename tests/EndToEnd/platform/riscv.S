/* Entry, and the way into an app and back. mscratch: the context of the app that runs, 0 in the supervisor. */
#if __riscv_xlen == 64
#define LOAD ld
#define STORE sd
#define WORD 8
#else
#define LOAD lw
#define STORE sw
#define WORD 4
#endif

.macro each_saved operation
  \operation ra, 0*WORD(sp)
  \operation s0, 1*WORD(sp)
  \operation s1, 2*WORD(sp)
  \operation s2, 3*WORD(sp)
  \operation s3, 4*WORD(sp)
  \operation s4, 5*WORD(sp)
  \operation s5, 6*WORD(sp)
  \operation s6, 7*WORD(sp)
  \operation s7, 8*WORD(sp)
  \operation s8, 9*WORD(sp)
  \operation s9, 10*WORD(sp)
  \operation s10, 11*WORD(sp)
  \operation s11, 12*WORD(sp)
.endm

.macro each_of_app operation
  .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
  \operation x\n, \n*WORD(x31)
  .endr
.endm

.section .entry, "ax"
.globl _start
_start:
  la sp, supervisor_stack
  la t0, trap
  csrw mtvec, t0
  csrw mscratch, zero
  csrw mstatus, zero
  la t0, bss
  la t1, bss_end
1:
  bgeu t0, t1, 2f
  STORE zero, 0(t0)
  addi t0, t0, WORD
  j 1b
2:
  call supervise

.text
/* void run_context(struct context *): returns at the next trap of the app. */
.globl run_context
run_context:
  addi sp, sp, -16*WORD
  each_saved STORE
  STORE sp, 32*WORD(a0)
  csrw mscratch, a0
  LOAD t0, 0(a0)
  csrw mepc, t0
  mv x31, a0
  each_of_app LOAD
  LOAD x31, 31*WORD(x31)
  mret

.balign 4
trap:
  csrrw x31, mscratch, x31
  beqz x31, supervisor_trap
  each_of_app STORE
  csrrw t0, mscratch, zero
  STORE t0, 31*WORD(x31)
  csrr t0, mepc
  STORE t0, 0(x31)
  LOAD sp, 32*WORD(x31)
  each_saved LOAD
  addi sp, sp, 16*WORD
  ret

supervisor_trap:
  la sp, supervisor_stack
  call supervisor_fault

/* Some bytes, as kernels have them there, for without contents there would be no segment. */
.section .room_for_apps, "a"
.4byte 0xffffffff
