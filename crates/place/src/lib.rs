//! The place folder: place.toml, rules, pilots
