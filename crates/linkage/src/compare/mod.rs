//! Two records compared: on each comparison the level that they are on.
//!
//! A level is worked out once for each distinct pair of values where pairs come again, and against one
//! prepared left value where one record meets many.

mod kernel;
mod pattern;

pub(crate) use kernel::{Kernel, Kernels};
pub(crate) use pattern::{Pattern, Patterns};

/// The level of a comparison as a pattern keeps it: 0 where a value is missing, else the level from 1.
pub(crate) type LevelCode = u8;
