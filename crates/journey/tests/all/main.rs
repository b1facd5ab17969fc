//! Journeys over logs whose answers are known, and the worked example of the method.
#![allow(clippy::print_stdout)] // a test says where its data are not there

mod discovery;
mod holidays;
mod interval;
mod joined;
mod known_answers;
mod logs;
mod t7;
mod ties;
