//! People: families and the agencies that know them, from released figures alone.

pub(crate) mod families;
pub(crate) mod landing;
