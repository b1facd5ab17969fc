//! What several rooms compute alike, so that the same word means the same formula everywhere.

mod agreement;
mod concentration;
mod interval;
mod percentile;
mod survival;

pub use agreement::Agreement;
pub use concentration::hhi;
pub use interval::Share;
pub use percentile::{median, percentile};
pub use survival::{Survival, SurvivalStep, Watched};
