//! Buildings: whose they are, which stand side by side, and plans by money and access.

use model::in_words;

use crate::answer::Answer;
use crate::block::{Amount, Block, Cell, ChartKind, Column, Page, Section, Table, words};
use crate::buildings::{Agency, Buildings, Closure, Pair, Plan};
use crate::phrases::{capital, n_of};
use crate::site::Site;
use crate::view::View;

pub const ADDRESS: &str = "buildings";

pub fn is_there(site: &Site) -> bool {
    site.small.buildings.is_some()
}

pub fn answer(view: &View<'_>, rest: &[&str], _: &str) -> Option<Answer> {
    let found = view.site.small.buildings.as_ref()?;
    rest.is_empty().then(|| Answer::Page(page(found)))
}

fn page(found: &Buildings) -> Page {
    let lede = words![
        "Buildings of public bodies: whose they are, which stand within a short walk of each other, and what could be under one roof."
    ];
    let mut page = Page::new(ADDRESS, "Buildings", lede);
    page.sections.push(Section::new("agencies", "Whose they are", vec![Block::Table(agencies(found))]));
    if !found.pairs.is_empty() {
        page.sections.push(Section::new("neighbours", "Side by side", vec![Block::Table(neighbours(found))]));
    }
    if !found.plans.is_empty() {
        let blocks = vec![Block::Table(plans(&found.plans))];
        page.sections.push(Section::new("plans", "Plans by money and access", blocks));
    }
    if !found.closures.is_empty() {
        let blocks = vec![Block::Table(closures(&found.closures))];
        page.sections.push(Section::new("closures", "What closing one building would mean", blocks));
    }
    if !found.obstacles.is_empty() {
        let list = found.obstacles.iter().map(|text| words![text.clone()]).collect();
        page.sections.push(Section::new("obstacles", "What stands in the way", vec![Block::List(list)]));
    }
    page
}

fn agencies(found: &Buildings) -> Table {
    let columns = vec![
        Column::words("Agency"),
        Column::number("Buildings"),
        Column::number("On the map"),
        Column::number("Square metres"),
        Column::number("Buildings with a size"),
    ];
    let row = |(name, of): (&String, &Agency)| {
        vec![
            Cell::from(capital(&in_words(name))),
            Cell::Count(of.n_buildings),
            Cell::Count(of.n_placed),
            match of.n_with_size {
                0 => Cell::Amount(Amount::NotComputed),
                _ => Cell::Count(of.square_metres.round() as usize),
            },
            Cell::Count(of.n_with_size),
        ]
    };
    Table::new("by-agency", "Buildings and land by agency, as its registers list them", columns)
        .rows(found.agencies.iter().map(row))
        .note(words![
            "A building without a postcode or coordinates that can be read is on no map, and in no pair below."
        ])
}

fn neighbours(found: &Buildings) -> Table {
    let columns = vec![
        Column::words("One"),
        Column::words("Agency"),
        Column::words("The other"),
        Column::words("Its agency"),
        Column::number("Metres"),
    ];
    let row = |pair: &Pair| {
        let [one, other] = pair.names.clone();
        let [agency, other_agency] = pair.agencies.each_ref().map(|name| capital(&in_words(name)));
        vec![
            Cell::from(one),
            Cell::from(agency),
            Cell::from(other),
            Cell::from(other_agency),
            Cell::Count(pair.metres.round() as usize),
        ]
    };
    let note = format!(
        "Two agencies within 800 metres of each other, in a straight line: {} in all, the nearest first.",
        n_of(found.n_pairs, "pair", "pairs")
    );
    Table::new("pairs", "Neighbours of different agencies", columns)
        .rows(found.pairs.iter().map(row))
        .note(words![note])
}

fn plans(all: &[Plan]) -> Table {
    let columns = vec![
        Column::words("Plan"),
        Column::words("Why it is listed"),
        Column::charted("Saved a year"),
        Column::number("Once"),
        Column::number("Receipts"),
        Column::number("Closes"),
        Column::short("Distance on average"),
        Column::short("The longest"),
        Column::words("Proof"),
    ];
    let distance = |value: f64, unit: &str| format!("{value:.2} {unit}");
    let row = |plan: &Plan| {
        let now = plan.mean_distance_now.map_or("not known".to_owned(), |now| distance(now, &plan.unit));
        vec![
            Cell::from(format!("{} ({})", plan.title, plan.id)),
            Cell::from(capital(&in_words(plan.role.word()))),
            Cell::Amount(Amount::Estimated(plan.saved_a_year)),
            Cell::Amount(Amount::Estimated(plan.once)),
            Cell::Amount(Amount::Estimated(plan.receipts)),
            Cell::Count(plan.n_closes),
            Cell::from(format!("{}, now {now}", distance(plan.mean_distance, &plan.unit))),
            Cell::from(distance(plan.longest_distance, &plan.unit)),
            Cell::from(match plan.is_proved {
                true => "nothing is better".to_owned(),
                false => format!("at most {:.1}% from the best", 100.0 * plan.gap),
            }),
        ]
    };
    Table::new("all-plans", "Plans, with what each saves and how far people would go", columns)
        .rows(all.iter().map(row))
        .chart(ChartKind::Bar)
        .note(words![
            "Receipts are capital and stand apart. Distances are straight lines with a factor for roads. A plan is not a proposal: \
             totalplace estate --propose makes one, with who pays and who gains."
        ])
}

fn closures(all: &[Closure]) -> Table {
    let columns = vec![
        Column::words("Building"),
        Column::number("Saves a year"),
        Column::number("People who go further"),
        Column::short("The most further"),
        Column::number("People beyond the limit"),
    ];
    let row = |of: &Closure| {
        vec![
            Cell::from(of.name.clone()),
            Cell::Amount(Amount::Estimated(of.saves)),
            Cell::Count(of.people_further.round() as usize),
            Cell::from(format!("{:.2}", of.most_further)),
            Cell::Count(of.people_stranded.round() as usize),
        ]
    };
    Table::new("each-closure", "Closing it alone, with everything else as it is", columns)
        .rows(all.iter().map(row))
        .note(words!["Before anything that closing costs. A person who needs two services there is counted twice."])
}
