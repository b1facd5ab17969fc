//! Models that people write: `MODEL.toml` with its lists, and the formats of published instances.

mod or_library;

pub use or_library::{read_holmberg, read_pmed, read_pmedcap};
