//! Models that people write: `MODEL.toml` with its lists, and the formats of published instances.

mod distances;
mod list;
mod or_library;
mod places;
mod roof;
mod written;

pub use or_library::{read_holmberg, read_pmed, read_pmedcap};
pub use written::{Written, read};
