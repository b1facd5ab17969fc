//! How much memory linking takes, and where the rest goes.

use std::path::Path;

use bytesize::ByteSize;
use linkage::MemoryLimit;
use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// With less, buffers would be so small that a run is spent on them.
const LEAST: ByteSize = ByteSize::mib(1);

/// What `--memory` asks for.
pub fn parse(text: &str) -> Result<ByteSize, String> {
    let size: ByteSize = text.parse().map_err(|_| "a size is written as 512MiB or 2GiB".to_owned())?;
    if LEAST <= size { Ok(size) } else { Err(format!("the minimum is {LEAST}")) }
}

/// The limit asked for, or half of what the machine has. Beyond it temporary files in the folder of results are used:
/// they have no name, so nothing is left of them however the command ends.
pub fn limit(asked: Option<ByteSize>, dir: &Path) -> MemoryLimit {
    let max_bytes = asked.map_or_else(|| of_machine() / 2, |size| size.as_u64());
    let dir = dir.to_owned();
    MemoryLimit::new(max_bytes, move || {
        std::fs::create_dir_all(&dir)?;
        Ok(Box::new(tempfile::tempfile_in(&dir)?))
    })
}

/// Memory of the machine, or of the container where that has less.
pub fn of_machine() -> u64 {
    let refresh = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(refresh);
    let of_container = system.cgroup_limits().map(|limits| limits.total_memory);
    let known = [Some(system.total_memory()), of_container].into_iter().flatten().filter(|bytes| *bytes != 0);
    known.min().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for text in ["256MiB", "256 mib", "268435456"] {
            assert_eq!(parse(text), Ok(ByteSize::mib(256)), "{text}");
        }
        assert_eq!(parse("1KiB"), Err("the minimum is 1.0 MiB".to_owned()));
        assert!(parse("much").is_err_and(|why| why.contains("512MiB")));
    }

    #[test]
    fn a_machine_has_some_memory() {
        assert!((1 << 26..u64::MAX).contains(&of_machine()), "{}", of_machine());
    }
}
