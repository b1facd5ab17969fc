//! What a column `service` may say beside the services of the common list.

/// No rule says what the line is for; it stays in sight under this name.
pub const UNCLASSIFIED: &str = "unclassified";

/// The total of a body, in comparisons with published figures.
pub const WHOLE_BODY: &str = "all";
