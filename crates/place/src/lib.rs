//! The place folder: `place.toml`, the rules beside it, and the pilots and areas that a new one can start from.
//!
//! Every mistake a person makes in these files is reported at once, with its line, what was expected
//! and the nearest thing that exists. How each source's columns are read (`mappings/`) is `intake`'s.

mod added_rows;
mod area_bodies;
mod area_choice;
mod area_place;
mod areas;
mod bodies;
mod count_rules;
mod decisions;
mod districts;
mod error;
mod file_rules;
mod files;
mod glob;
mod masked;
mod nearest_place;
mod new;
mod options;
mod people;
mod people_rows;
mod people_units;
mod pilots;
mod place_file;
mod place_text;
mod proposed;
mod publications;
mod purpose;
mod read;
mod rule_file;
mod rule_text;
mod rules;
mod services;
mod sharing;
mod signing;
mod theme_rules;
mod uses;

pub use bodies::{BODY_ANSWERS, add_payee_answers, payee_answers, payee_answers_by_line};
pub use count_rules::count_rules;
pub use decisions::{SUPPLIER_DECISIONS, SUPPLIER_FILES, add_supplier_answers, supplier_decisions};
pub use districts::{districts, districts_of};
pub use error::PlaceError;
pub use file_rules::{RuledFile, counted_files, rules_without_file};
pub use files::{Files, PLACE, PLACE_AND_REGISTERS, RULES};
pub use masked::{MASKED, masked_payees};
pub use new::{NewPlace, Start, new};
pub use people::{PEOPLE_DECISIONS, add_pair_answers, add_signature, pair_answers, signatures, signed_people};
pub use people_rows::{PAIR_ANSWERS, SIGNATURES, SIGNED_PEOPLE, Signature};
pub use pilots::{Phase, Pilot, PilotBody, PilotTheme, PlaceType, pilot, pilots, slug};
pub use proposed::{NewBody, ProposedBody, add_to_place_file, proposed_text, read_to_propose};
pub use publications::{
    PUBLICATIONS, PUBLISHED_COUNTS, Publication, PublishedCount, add_publication, publications, published_counts,
    unlisted_counts,
};
pub use purpose::{Purpose, PurposeUse};
pub use read::{place, purpose, read};
pub use rules::rules;
pub use services::{OutturnService, Service, cofog_names, outturn_services, place_services, services};
pub use sharing::{SHARING, Sharing, SharingAnswer, sharing};
pub use signing::finish_signing;
pub use theme_rules::{THEME_RULES, theme_rules};
pub use uses::{USES, Use, add_use, uses};

#[cfg(test)]
mod area_place_tests;
#[cfg(test)]
mod place_file_tests;
#[cfg(test)]
mod rules_tests;
