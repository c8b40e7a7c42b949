//! Says hello over the console driver.
#![no_std]
#![no_main]

mod start;
mod tock;

use core::panic::PanicInfo;

static GREETING: &str = "hello from flash\n";

/// Where `start` goes when memory is as Rust wants it.
fn main() -> ! {
    tock::print(GREETING);
    loop {
        tock::wait();
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {
        tock::wait();
    }
}
