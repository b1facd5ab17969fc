//! Where rule files come from: the place's folder, and the shipped ones inside the program.

use authored::Reading;

use crate::error::PlaceError;
use crate::files::Files;
use crate::masked::MASKED_NAME;

/// Rule files of a place are in this folder.
pub(crate) const RULES_DIR: &str = "rules";
/// What people said about payees that may be bodies, in that folder.
const BODY_ANSWERS_NAME: &str = "bodies.csv";
/// Stated shares of published figures, and activities with their costs, in that folder.
pub(crate) const THEME_PUBLISHED: &str = "theme_published.csv";
pub(crate) const THEME_ACTIVITY: &str = "theme_activity.csv";

/// The shipped rule files by name, with where they are in the project.
const SHIPPED: [(&str, &str, &str); 10] = [
    ("client_group.csv", "reference/rules/client_group.csv", include_str!("../../../reference/rules/client_group.csv")),
    (
        "funding_line.csv",
        "reference/consolidation/funding_line.csv",
        include_str!("../../../reference/consolidation/funding_line.csv"),
    ),
    ("intent.csv", "reference/rules/intent.csv", include_str!("../../../reference/rules/intent.csv")),
    (
        "outturn_service.csv",
        "reference/rules/outturn_service.csv",
        include_str!("../../../reference/rules/outturn_service.csv"),
    ),
    (
        "programme.csv",
        "reference/consolidation/programme.csv",
        include_str!("../../../reference/consolidation/programme.csv"),
    ),
    (
        "published_line.csv",
        "reference/consolidation/published_line.csv",
        include_str!("../../../reference/consolidation/published_line.csv"),
    ),
    ("service.csv", "reference/rules/service.csv", include_str!("../../../reference/rules/service.csv")),
    ("services.csv", "reference/services.csv", include_str!("../../../reference/services.csv")),
    ("theme.csv", "reference/rules/theme.csv", include_str!("../../../reference/rules/theme.csv")),
    ("treatment.csv", "reference/rules/treatment.csv", include_str!("../../../reference/rules/treatment.csv")),
];

/// A rule file and the name that messages call it by.
pub(crate) struct RuleText {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl RuleText {
    pub(crate) fn open(&self) -> Reading {
        Reading::of(&self.name, &self.text)
    }
}

/// The names that a rule file may have.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    SHIPPED.iter().map(|(name, _, _)| *name).chain([MASKED_NAME, BODY_ANSWERS_NAME, THEME_PUBLISHED, THEME_ACTIVITY])
}

/// A shipped rule file.
pub(crate) fn shipped(name: &str) -> RuleText {
    let (_, path, text) = SHIPPED.iter().find(|(known, _, _)| *known == name).expect("every rule file is shipped");
    RuleText { name: (*path).to_owned(), text: (*text).to_owned() }
}

/// The place's own rule file, where it has one.
pub(crate) fn own(files: &Files, name: &str) -> Result<Option<RuleText>, PlaceError> {
    let name = format!("{RULES_DIR}/{name}");
    Ok(files.text(&name)?.map(|text| RuleText { text, name }))
}
