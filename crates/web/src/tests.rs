//! What a reader gets, asked for as a browser does.

mod downloads;
mod limits;
mod pages;
