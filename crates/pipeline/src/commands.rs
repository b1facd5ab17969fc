//! What people do with a place beside building it: no table is written here.

pub mod appointments;
pub mod bodies;
pub mod check;
pub mod estate;
pub mod event_logs;
pub mod headings;
pub mod identity;
pub mod pages;
pub mod propose;
pub mod publications;
pub mod publish;
pub mod trace;
