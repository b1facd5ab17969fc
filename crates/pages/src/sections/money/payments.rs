//! The payments of the ledgers in one figure, and what it is made of: the first page where nothing is published for the
//! place, else one click below the whole.

use account::{Dimension, Filter};
use model::tables::ReconcilingItem;
use model::{AccountPart, UNCLASSIFIED, WHOLE_BODY, builtin};
use money::Money;
use report::block::{count, percent, plural};

use crate::block::{Amount, Block, Cell, ChartKind, Fact, Hero, Inline, Page, Section, words};
use crate::phrases::{n_bodies, n_of, names, year_in_words};
use crate::sections::money::bodies;
use crate::sections::money::sankey;
use crate::view::{Ranking, View};

/// COFOG divisions that people ask for first.
const SOCIAL_PROTECTION: &str = "10";
const HEALTH: &str = "07";
const EDUCATION: &str = "09";

/// Its address where the first page shows the whole.
pub const ADDRESS: &str = "payments";

pub fn page(view: &View<'_>, address: &str) -> Page {
    let site = view.site;
    let lede = words![format!(
        "What public bodies spent here in {}, added up from the payments that {} published. We count each pound once.",
        view.years_in_words(),
        n_bodies(view.bodies_with_lines().len())
    )];
    let title = match address {
        "" => format!("Public money in {}", site.place.name),
        _ => format!("Payments in {}", site.place.name),
    };
    let mut page = Page::new(address, title, lede);
    page.blocks = vec![Block::Hero(Box::new(hero(view))), Block::Facts(facts(view))];
    page.sections = vec![map(view), services(view), bodies(view), reading(view)];
    page
}

/// The lines of the headline.
fn headline(view: &View<'_>) -> Filter {
    view.of_year(Filter::net_here())
}

fn hero(view: &View<'_>) -> Hero {
    let site = view.site;
    let net = headline(view);
    let per_head = view.population().and_then(|population| view.tally(&net).amount.per_head(population.people));
    let mut sentences = match (per_head, view.population()) {
        (Some(amount), Some(population)) => words![
            "That is ",
            Amount::Stated(amount),
            format!(
                " for each of {} residents{}, {}.",
                count(population.people as usize),
                population.source_in_brackets(),
                view.payments_in_words()
            )
        ],
        _ => words![
            "For each resident: ",
            Amount::NotComputed,
            format!(
                ", because neither place.toml nor a source of kind `drivers` gives the population. These are {}.",
                view.payments_in_words()
            )
        ],
    };
    sentences.extend(of_each_pound(view).map(|words| Inline::from(format!(" {words}"))));
    sentences.extend(beside(view));
    let figure = view.figure(&net);
    let verb = if view.whole().is_some() { "Paid" } else { "Spent" };
    Hero {
        label: format!("{verb} in {}, {}", site.place.name, year_in_words(view.year_shown())),
        exactly: format!("{} in {}", figure.amount, n_of(figure.n_lines, "payment line", "payment lines")),
        figure: figure.into(),
        words: sentences,
        inside: vec![("Inside this figure".to_owned(), inside(view)), ("Outside it".to_owned(), outside(view))],
    }
}

/// What the files hold but the headline does not count: lines of other years and in copies.
fn beside(view: &View<'_>) -> Vec<Inline> {
    let mut parts: Vec<Vec<Inline>> = Vec::new();
    let other_years = view.figure(&Filter::other_years());
    if other_years.n_lines > 0 {
        let lines = plural(other_years.n_lines, "line");
        let mut words = words![other_years.short(), format!(" in {lines} of other years (")];
        for (i, (year, _)) in view.site.summary.beside.other_years.iter().enumerate() {
            let of_year = Filter::other_years().only(Dimension::Year, Some(&year.to_string()));
            let before = if i == 0 { "" } else { ", " };
            words.extend(words![format!("{before}{year} "), view.figure(&of_year).short()]);
        }
        words.push(")".into());
        parts.push(words);
    }
    let copies = view.figure(&view.of_year(Filter::copies()));
    if copies.n_lines > 0 {
        let lines = plural(copies.n_lines, "line");
        parts.push(words![copies.short(), format!(" in {lines} of files that are copies of other files")]);
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let mut sentence = words![" Not in this headline: "];
    for (i, part) in parts.into_iter().enumerate() {
        sentence.extend((i > 0).then(|| Inline::from("; ")));
        sentence.extend(part);
    }
    sentence.push(".".into());
    sentence
}

/// The largest services in pence of each pound; none where less than a penny goes to each.
fn of_each_pound(view: &View<'_>) -> Option<String> {
    const N_SERVICES: usize = 3;
    let net = headline(view);
    let whole = view.tally(&net).amount;
    let groups = view.site.account.by(&net, Dimension::Service);
    let pence = |amount: Money| amount.share_of(whole).map_or(0.0, |share| (share * 100.0).round());
    let named = groups.iter().filter(|group| group.value.as_deref() != Some(UNCLASSIFIED));
    let parts: Vec<String> = named
        .map(|group| (group, pence(group.tally.amount)))
        .filter(|(_, pence)| (1.0..=100.0).contains(pence))
        .take(N_SERVICES)
        .map(|(group, pence)| format!("{pence:.0}p on {}", group.label))
        .collect();
    (!parts.is_empty()).then(|| format!("Each pound goes like this: {}.", names(&parts, N_SERVICES)))
}

fn inside(view: &View<'_>) -> Vec<Vec<Inline>> {
    let spent = view.figure(&view.of_year(Filter::of_parts(&[AccountPart::SpendHere])));
    let kept = view.figure(&view.of_year(Filter::kept_transfers()));
    vec![
        words![
            spent.short(),
            " that ",
            Inline::link(n_bodies(view.bodies_with_lines().len()), "bodies"),
            " paid to everybody else"
        ],
        words![
            kept.short(),
            " that they paid to public bodies whose own payments are not in the files: the best evidence of what \
             those bodies spent"
        ],
    ]
}

fn outside(view: &View<'_>) -> Vec<Vec<Inline>> {
    let parts = [
        (view.of_year(Filter::eliminated()), " passed between counted bodies, which would be counted twice"),
        (view.of_year(Filter::financing()), " of financing: taxes, grants received, loans"),
        (paid_on(view), " paid on behalf of others or through payroll"),
        (view.of_year(Filter::elsewhere()), " paid by national bodies to other areas"),
        (view.of_year(Filter::not_attributable()), " paid by national bodies that no file links to an area"),
    ];
    let figures = parts.into_iter().map(|(filter, what)| (view.figure(&filter), what));
    let mut items: Vec<Vec<Inline>> =
        figures.filter(|(figure, _)| figure.n_lines > 0).map(|(figure, what)| words![figure.short(), what]).collect();
    let n_missing = bodies::missing_bodies(view).len();
    if n_missing > 0 {
        items.push(words![
            "What ",
            Inline::link(n_bodies(n_missing), "bodies#missing"),
            " without a ledger here spent beyond that"
        ]);
    }
    items.push(words!["Not in any file: most pay, benefits to households, and payments below each body’s threshold"]);
    items
}

/// What is excluded for what it is, and not for its year or its file. A rule that decided no line of the account is none of
/// its words, so rows could not be asked for by it.
fn paid_on(view: &View<'_>) -> Filter {
    [(builtin::OTHER_YEAR, Filter::other_years()), (builtin::COPY_OF_FILE, view.of_year(Filter::copies()))]
        .into_iter()
        .filter(|(_, lines)| 0 < view.tally(lines).n_lines)
        .fold(view.of_year(Filter::excluded()), |filter, (why, _)| filter.except(Dimension::Rule, Some(why)))
}

fn facts(view: &View<'_>) -> Vec<Fact> {
    let place = &view.site.place;
    let net = view.tally(&view.of_year(Filter::net_here()));
    let whitehall = Filter::from_whitehall(place).map(|filter| view.figure(&view.of_year(filter)));
    let n_whitehall = whitehall.as_ref().map_or(0, |figure| figure.n_lines);
    let between = view.of_year(Filter::of_parts(&[AccountPart::TransfersKept, AccountPart::TransfersEliminated]));
    let between = view.figure(&between);
    let unclassified = view.of_year(Filter::net_here()).only(Dimension::Service, Some(UNCLASSIFIED));
    let unclassified = view.figure(&unclassified);
    let unclassified_share = unclassified.amount.share_of(net.amount);
    let mut facts: Vec<Fact> = [(SOCIAL_PROTECTION, "Social protection"), (EDUCATION, "Education"), (HEALTH, "Health")]
        .into_iter()
        .map(|(division, name)| division_fact(view, division, name, net.amount))
        .collect();
    facts.extend([
        Fact::new(
            "Came from Whitehall",
            Amount::from(whitehall.map(|figure| figure.short())),
            words![format!("paid by national bodies to bodies here, in {}", plural(n_whitehall, "line"))],
        ),
        Fact::new(
            "Passed between public bodies",
            between.short(),
            words!["see ", Inline::link("who paid whom", "flows")],
        ),
        does_not_open(view),
        Fact::new(
            "No service known",
            unclassified.short(),
            words![match unclassified_share {
                Some(share) => format!("{} of these payments, which no rule assigns to a service", percent(share)),
                None => "of these payments".to_owned(),
            }],
        ),
        adding_up(view, net.amount),
    ]);
    facts
}

/// A division of COFOG: pounds and share of the total.
fn division_fact(view: &View<'_>, division: &str, name: &str, whole: Money) -> Fact {
    let filter = view.of_year(Filter::net_here()).only(Dimension::CofogDivision, Some(division));
    let figure = view.figure(&filter);
    let share = match figure.amount.share_of(whole) {
        Some(share) => format!("{} of these payments (COFOG division {division})", percent(share)),
        None => format!("COFOG division {division}"),
    };
    let in_all = view.whole().map(|count| (count.of_cofog_division(division), count.total()));
    let in_all = in_all.filter(|(amount, _)| *amount != Money::ZERO);
    let in_all = in_all.map(|(amount, total)| {
        let share = amount.share_of(total).map(percent).unwrap_or_default();
        format!("; {} in all, {share} of all money for the place", amount.short())
    });
    let in_all = in_all.unwrap_or_default();
    if figure.n_lines == 0 {
        // No line is no evidence of no spending: nobody who spends on it sent a ledger.
        let note = format!("no payment in these files is for it (COFOG division {division}){in_all}");
        return Fact::new(name, Amount::NotComputed, words![note]);
    }
    Fact::new(name, figure.short(), words![share + &in_all])
}

/// What adding up the files would give.
fn adding_up(view: &View<'_>, net: Money) -> Fact {
    let gross = view.figure(&view.of_year(Filter::gross()));
    let beyond = gross.amount - net;
    let note = match beyond == Money::ZERO {
        true => "every line of every file; all of it was spent here".to_owned(),
        false => format!(
            "every line of every file. {} of it is not spending here: passed on, financing, or for other areas and years",
            beyond.short()
        ),
    };
    Fact::new("All lines added up", gross.short(), words![note])
}

/// Whole bodies' published totals beside the count; none where nothing was published.
fn does_not_open(view: &View<'_>) -> Fact {
    let label = "Published, not traced to payments";
    let found = view.reconciliations();
    let whole = found.iter().filter(|r| r.service == WHOLE_BODY);
    // Several publications may cover one body: its first counts, or its money would count twice.
    let mut bodies = std::collections::BTreeSet::new();
    let pairs: Vec<(Money, Money)> = whole
        .filter_map(|r| {
            Some((&r.body_id, r.amount(ReconcilingItem::DoesNotOpen)?, r.amount(ReconcilingItem::Published)?))
        })
        .filter(|(body_id, ..)| bodies.insert(*body_id))
        .map(|(_, closed, published)| (closed, published))
        .collect();
    if pairs.is_empty() {
        let note = words![
            "there is no published total to compare with; see ",
            Inline::link("reconciliation", "reconciliation")
        ];
        return Fact::new(label, Amount::NotComputed, note);
    }
    let closed: Money = pairs.iter().map(|(closed, _)| *closed).sum();
    let published: Money = pairs.iter().map(|(_, published)| *published).sum();
    let share = closed.share_of(published).map(percent).unwrap_or_default();
    let note = words![
        format!("{} of {}, {}: see ", closed.short(), published.short(), plural(pairs.len(), "published total")),
        Inline::link("reconciliation", "reconciliation")
    ];
    Fact { label: label.to_owned(), value: Cell::from(share), note }
}

fn map(view: &View<'_>) -> Section {
    let heading = "Where the money comes from and goes";
    let Some(table) = sankey::of_overview(view) else {
        let words = match view.site.small.flows {
            Some(_) => words!["There is nothing to map, because no line is counted."],
            None => words!["The map was ", Amount::NotComputed, ", because the table flow is missing."],
        };
        return Section::new("map", heading, vec![Block::Words(words)]);
    };
    let words = words![
        "From the public bodies that provide the money, through the bodies here, to what it pays for. Ledgers of \
         payments do not show a body's own taxes and charges, so more can leave a body than enters it. ",
        Inline::link("All flows, each with both sides", "flows"),
        "."
    ];
    let share = Block::Folded {
        summary: "Put this chart on your own page".to_owned(),
        blocks: vec![Block::Snippet {
            to: "embed/overview".to_owned(),
            title: "Where the money comes from and goes".to_owned(),
        }],
    };
    let folded = Block::Folded { summary: "The map as a table".to_owned(), blocks: vec![Block::Table(table)] };
    let mut blocks = vec![Block::Words(words), folded];
    blocks.extend(view.is_latest().then_some(share));
    Section::new("map", heading, blocks)
}

fn services(view: &View<'_>) -> Section {
    let ranking = Ranking {
        id: "services",
        caption: "Spent here by service".to_owned(),
        heading: "Service",
        filter: &view.of_year(Filter::net_here()),
        dimension: Dimension::Service,
        n_max: 12,
        chart: Some(ChartKind::Treemap),
    };
    let mut blocks = view.ranking_blocks(&ranking);
    blocks.push(Block::Actions(vec![Inline::link("All services", "services"), Inline::link("Compare two", "compare")]));
    Section::new("what", "What it pays for", blocks)
}

fn bodies(view: &View<'_>) -> Section {
    let net = view.of_year(Filter::net_here());
    let bodies = Ranking {
        id: "bodies",
        caption: "Spent here by body".to_owned(),
        heading: "Body",
        filter: &net,
        dimension: Dimension::Body,
        n_max: 12,
        chart: None,
    };
    let payees = Ranking {
        id: "payees",
        caption: "Largest payees, as printed".to_owned(),
        heading: "Payee",
        filter: &net,
        dimension: Dimension::Payee,
        n_max: 10,
        chart: None,
    };
    let mut blocks = view.ranking_blocks(&bodies);
    blocks.extend(view.ranking_blocks(&payees));
    blocks.push(Block::Actions(vec![Inline::link("All bodies", "bodies"), Inline::link("All payees", "payees")]));
    Section::new("who", "Who spends it, and who is paid", blocks)
}

fn reading(view: &View<'_>) -> Section {
    let site = view.site;
    let sources = &site.summary.sources;
    let doubts = site.summary.doubts.as_ref().map_or(0, Vec::len);
    let list = vec![
        words!["Every figure that is a link opens the payments behind it, with file and row."],
        words![
            "It is based on ",
            Inline::link(plural(sources.n_files, "file"), "data"),
            format!(" with {} rows; ", count(sources.n_rows)),
            Inline::link(format!("{} kept as problems", count(sources.n_problem_rows)), "warnings"),
            " and not counted as lines. We did not drop, merge or repair anything."
        ],
        words![
            "There are ",
            Inline::link(n_of(doubts, "kind of data quality warning", "kinds of data quality warning"), "warnings"),
            ", each with its rows and what to ask the body."
        ],
        words![Inline::link("How each figure is computed", "method"), "."],
    ];
    Section::new("reading", "How far to trust it", vec![Block::List(list)])
}
