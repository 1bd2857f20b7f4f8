//! A process shuts itself in: limits on memory, processor and files, then a filter of system calls. What is not on the list fails
//! as if it were not allowed, so that a library that tries something meets an error and not its end.

use std::{io, thread};

use rustix::process::{Resource, Rlimit, setrlimit};

/// What the process may take.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Memory, in bytes, beyond what is mapped when it shuts itself in: the allocator sets a gigabyte of addresses aside at its
    /// start, and must be able to keep its own books beside it.
    pub memory: u64,
    /// Time of the processor, in seconds.
    pub seconds: u64,
}

/// The stack of the work, in bytes. It is taken before the limits are, because the stack that a process begins with grows as it is
/// used, and a process at its limit of memory would be killed by that.
const STACK: usize = 16 * 1024 * 1024;

/// Shuts the process in, does the work and gives what came of it. From then on: no more memory and time than this, no file, no
/// socket, no other process. It cannot be taken back.
///
/// # Errors
/// When the system does not know these limits or the work broke down; then the caller must end.
pub fn work_shut_in<T: Send>(room: Room, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let working = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
            limit(room)?;
            filter()?;
            Ok(work())
        })?;
        working.join().unwrap_or_else(|_| Err(io::Error::other("the work broke down")))
    })
}

fn limit(room: Room) -> io::Result<()> {
    let memory = mapped()?.saturating_add(room.memory);
    let limits = [
        (Resource::As, memory),
        (Resource::Data, memory),
        (Resource::Cpu, room.seconds),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// How many bytes of addresses the process has mapped (`proc(5)`, status).
#[cfg(target_os = "linux")]
fn mapped() -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kilobytes = size.and_then(|size| size.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let kilobytes =
        kilobytes.ok_or_else(|| io::Error::other("the system does not tell how much is mapped"))?;
    Ok(kilobytes.saturating_mul(1024))
}

/// Elsewhere it is not told; the limit is the room alone.
#[cfg(not(target_os = "linux"))]
fn mapped() -> io::Result<u64> {
    Ok(0)
}

/// What a process does that reads, thinks and writes: memory, the pipes that it has, time, chance, and its own end.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
const ALLOWED: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_lseek,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Puts the filter on, for every thread.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
fn filter() -> io::Result<()> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter_all_threads};

    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    let refused = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let rules = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, arch).map_err(io::Error::other)?;
    let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
    apply_filter_all_threads(&program).map_err(io::Error::other)
}

/// Elsewhere the limits stand alone.
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
fn filter() -> io::Result<()> {
    Ok(())
}
