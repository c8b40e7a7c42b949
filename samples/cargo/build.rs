//! The linker script is an input that cargo does not know of.
fn main() {
    println!("cargo:rerun-if-changed=app.ld");
}
