//! Figures about people, compared with every earlier publication.

use std::path::Path;

use disclosure::{LINKED_FAMILIES, ShownFigure, told_between};
use engine::Folder;
use families::{Counted, shipped_schemes};
use journey::people::{JourneyCounts, JourneyEvidence, NEVER_PRINTED, never_printed};
use model::tables::{
    CHANNEL_SHIFT, CONTACT_PRICE, FAMILY_ELIGIBILITY, FAMILY_YEAR, FigureMeasure, FigureTopic, HANDOFF, JOURNEY,
    JOURNEY_CONTACT, KNOWN_AT_THRESHOLD, LINK_ERROR, PERSON_CLUSTER, RELEASED_FIGURE, REPEAT, WAIT, released_figure,
};
use model::{Table, Tables};
use place::{Files, PUBLICATIONS, PublishedCount};

use super::Reason;
use crate::Error;

/// As a withheld figure is shown.
const WITHHELD: &str = "[c]";

/// The figures about people that the pages show, each with the count behind it.
pub fn counts_behind(dir: &Path, tables: &Folder) -> Result<Vec<PublishedCount>, Error> {
    if !tables.exists(&RELEASED_FIGURE) || engine::n_rows(tables.path(), &RELEASED_FIGURE)? == 0 {
        return Ok(Vec::new());
    }
    let read = |table: &'static Table| -> Result<_, Error> { Ok(vec![engine::read_all(tables.path(), table)?]) };
    let counted =
        Counted::of(&read(&PERSON_CLUSTER)?, &read(&FAMILY_YEAR)?, &read(&FAMILY_ELIGIBILITY)?, &shipped_schemes())
            .with_linkage(&read(&KNOWN_AT_THRESHOLD)?, &read(&LINK_ERROR)?);
    let never = never_printed(Files::read(dir, &[NEVER_PRINTED])?.text(NEVER_PRINTED)?.as_deref());
    let journeys = JourneyCounts::of(&JourneyEvidence {
        journeys: &read(&JOURNEY)?,
        handoffs: &read(&HANDOFF)?,
        repeats: &read(&REPEAT)?,
        waits: &read(&WAIT)?,
        contacts: &read(&JOURNEY_CONTACT)?,
        prices: &read(&CONTACT_PRICE)?,
        shifts: &read(&CHANNEL_SHIFT)?,
        never: &never.map_err(place::PlaceError::from)?,
    });
    let released = engine::read_all(tables.path(), &RELEASED_FIGURE)?;
    let count = |row: model::Row<'_>| {
        let [topic, category, measure, shown] =
            [released_figure::TOPIC, released_figure::CATEGORY, released_figure::MEASURE, released_figure::SHOWN]
                .map(|column| row.text(column).to_owned());
        let figure_topic = FigureTopic::parse(&topic).expect("a word of its column");
        let of_journeys = journeys.n_behind(figure_topic, &category);
        let n_behind = of_journeys.unwrap_or_else(|| counted.n_behind(figure_topic, &category));
        PublishedCount { topic, category, measure, shown, n_behind }
    };
    let unlisted = journeys.unlisted().into_iter().map(|(topic, category, measure, n_behind)| PublishedCount {
        topic: topic.word().to_owned(),
        category: category.to_owned(),
        measure: measure.word().to_owned(),
        // A figure too small to be listed is as good as a withheld one to somebody who saw it listed before.
        shown: WITHHELD.to_owned(),
        n_behind,
    });
    Ok(RELEASED_FIGURE.read(&released).iter().map(count).chain(unlisted).collect())
}

/// What the figures would tell beside earlier publications.
pub fn told(dir: &Path, now: &[PublishedCount]) -> Result<Vec<Reason>, Error> {
    let now = figures(now);
    let listed = place::publications(&Files::read(dir, &[PUBLICATIONS])?)?;
    let mut earlier = Vec::new();
    for publication in &listed {
        let counts = place::published_counts(dir, publication)?;
        earlier.push((publication.publication, publication.published_on.clone(), counts));
    }
    let unlisted = place::unlisted_counts(dir, &listed)?;
    earlier.extend(unlisted.into_iter().map(|(number, counts)| (number, "an unknown day".to_owned(), counts)));
    let reasons = earlier.iter().flat_map(|(publication, published_on, counts)| {
        let told = told_between(&figures(counts), &now, &LINKED_FAMILIES).into_iter();
        told.map(|told| Reason::TellsOfFew { publication: *publication, published_on: published_on.clone(), told })
    });
    Ok(reasons.collect())
}

/// Words of another version of the program are no figures of this one.
fn figures(counts: &[PublishedCount]) -> Vec<ShownFigure> {
    let figure = |count: &PublishedCount| {
        Some(ShownFigure {
            topic: FigureTopic::parse(&count.topic)?,
            category: count.category.clone(),
            measure: FigureMeasure::parse(&count.measure)?,
            shown: count.shown.clone(),
            n_behind: count.n_behind,
        })
    };
    counts.iter().filter_map(figure).collect()
}
