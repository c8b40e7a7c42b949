//! The system calls of Tock 2 that the app makes. Their answers are of no use here.

const CONSOLE: usize = 1;

/// Lets the console driver read the text, and has it written.
pub fn print(text: &'static str) {
    allow_read_only([CONSOLE, 1, text.as_ptr() as usize, text.len()]);
    command([CONSOLE, 1, text.len(), 0]);
}

/// Waits until something happens.
pub fn wait() {
    yield_wait([1, 0, 0, 0]);
}

/// Defines a function that makes the system calls of one class.
macro_rules! system_call {
    ($name:ident, $class:literal) => {
        fn $name(arguments: [usize; 4]) {
            #[cfg(target_arch = "riscv32")]
            unsafe {
                core::arch::asm!("ecall", in("a4") $class,
                    inlateout("a0") arguments[0] => _, inlateout("a1") arguments[1] => _,
                    inlateout("a2") arguments[2] => _, inlateout("a3") arguments[3] => _);
            }
            #[cfg(target_arch = "arm")]
            unsafe {
                core::arch::asm!(concat!("svc ", $class),
                    inlateout("r0") arguments[0] => _, inlateout("r1") arguments[1] => _,
                    inlateout("r2") arguments[2] => _, inlateout("r3") arguments[3] => _);
            }
            // Tock does not run there: enough to link.
            #[cfg(not(any(target_arch = "riscv32", target_arch = "arm")))]
            unsafe {
                core::arch::asm!("/* {0} */", in(reg) arguments.as_ptr());
            }
        }
    };
}

system_call!(yield_wait, 0);
system_call!(command, 2);
system_call!(allow_read_only, 4);
