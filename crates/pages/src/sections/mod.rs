//! The pages, a folder for each section of the site: each has a page that tells its story, and the pages that it lists.

pub(crate) mod about_the_data;
pub(crate) mod doing_better;
pub(crate) mod money;
pub(crate) mod overview;
pub(crate) mod people;
