//! Names that stand where no service or body can be named.

/// No rule says what the line is for; it stays in sight under this name.
pub const UNCLASSIFIED: &str = "unclassified";

/// The total of all services of a body, in comparisons with published figures.
pub const WHOLE_BODY: &str = "all";

/// Receiver of a transfer whose payee is no body of any register.
pub const UNNAMED: &str = "unnamed";
