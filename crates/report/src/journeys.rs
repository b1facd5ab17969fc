//! Released figures about journeys in words, and the questions of a theme that they answer.

mod figure;
mod questions;

pub use figure::{JourneyFigure, agencies_of, journey_figures};
pub use questions::{ThemeAnswer, ThemeAnswers, theme_answers};
