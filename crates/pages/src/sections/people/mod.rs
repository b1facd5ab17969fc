//! People: families and the agencies that know them, and journeys between agencies, from released figures alone.

pub(crate) mod families;
pub(crate) mod journeys;
pub(crate) mod landing;
