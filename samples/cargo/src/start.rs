//! Start-up code. It asks for all memory up to `_end` with the system call memop (class 5), the stack's too, before it uses the
//! stack; copies what `static`s start with from flash; zeroes the others. The names that start with `_` are those of app.ld.

#[cfg(target_arch = "riscv32")]
core::arch::global_asm!(
    ".section .start, \"ax\"",
    ".globl _start",
    "_start:",
    "  li a0, 0",
    "  la a1, _end",
    "  li a4, 5",
    "  ecall",
    "  la sp, _stack_top",
    "  call start",
    ".text",
);

#[cfg(target_arch = "arm")]
core::arch::global_asm!(
    ".section .start, \"ax\"",
    ".globl _start",
    ".type _start, %function",
    ".thumb_func",
    "_start:",
    "  movs r0, #0",
    "  ldr r1, =_end",
    "  svc 5",
    "  ldr r1, =_stack_top",
    "  mov sp, r1",
    "  bl start",
    "  .pool",
    ".text",
);

#[cfg(any(target_arch = "riscv32", target_arch = "arm"))]
#[no_mangle]
unsafe extern "C" fn start() -> ! {
    use core::ptr::{addr_of, addr_of_mut};

    extern "C" {
        static _stored_data: u32;
        static mut _data: u32;
        static mut _bss: u32;
        static mut _bss_end: u32;
    }
    let mut from = addr_of!(_stored_data);
    let mut to = addr_of_mut!(_data);
    while to < addr_of_mut!(_bss) {
        to.write_volatile(from.read());
        from = from.add(1);
        to = to.add(1);
    }
    while to < addr_of_mut!(_bss_end) {
        to.write_volatile(0);
        to = to.add(1);
    }
    crate::main()
}

#[cfg(not(any(target_arch = "riscv32", target_arch = "arm")))]
#[no_mangle]
extern "C" fn _start() -> ! {
    crate::main()
}
