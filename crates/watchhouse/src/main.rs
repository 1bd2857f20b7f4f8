//! Watchhouse: the program. Everything else is in the library beside this file.

use std::process::ExitCode;

// Many small pieces of memory of many threads: the system's allocator keeps what a burst needed,
// mimalloc gives it back, and a centre's machine is small.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    watchhouse::cli::from_the_command_line()
}
