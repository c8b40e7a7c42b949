/* Entry, and the way into an app and back: out by a supervisor call of run_context, back by any exception of the app. */
.syntax unified
.thumb
#define RETURN_TO_SUPERVISOR 0xfffffff9
#define RETURN_TO_APP 0xfffffffd
#define EXCEPTION_SVC 11
#define EXCEPTION_SYSTICK 15

.section .entry, "ax"
  .word supervisor_stack
  .word _start
  .rept 14 /* faults, SVC, SysTick */
  .word exception
  .endr

.text
.globl _start
.thumb_func
_start:
  ldr r0, =bss
  ldr r1, =bss_end
  movs r2, #0
1:
  cmp r0, r1
  beq 2f
  str r2, [r0], #4
  b 1b
2:
  bl supervise

/* unsigned run_context(struct context *): returns at the next exception of the app. */
.globl run_context
.thumb_func
run_context:
  push {r4-r11, lr}
  ldr r1, =current
  str r0, [r1]
  svc 0
  ldr r1, =exception_number
  ldr r0, [r1]
  pop {r4-r11, pc}

.thumb_func
exception:
  mrs r2, ipsr
  ldr r1, =current
  ldr r1, [r1]
  tst lr, #4 /* which stack was in use */
  beq of_supervisor
  mrs r0, psp
  stmia r1!, {r0, r4-r11}
  ldr r1, =exception_number
  str r2, [r1]
  movs r0, #0
  msr control, r0
  ldr lr, =RETURN_TO_SUPERVISOR
  bx lr
of_supervisor:
  cmp r2, #EXCEPTION_SYSTICK /* late */
  it eq
  bxeq lr
  cmp r2, #EXCEPTION_SVC
  bne of_mistake
  ldmia r1!, {r0, r4-r11}
  msr psp, r0
  movs r0, #1 /* unprivileged */
  msr control, r0
  isb
  ldr lr, =RETURN_TO_APP
  bx lr
of_mistake:
  mov r0, sp
  bl supervisor_fault

.bss
.balign 4
current: .skip 4
exception_number: .skip 4

/* Some bytes, as kernels have them there, for without contents there would be no segment. */
.section .room_for_apps, "a"
.4byte 0xffffffff
