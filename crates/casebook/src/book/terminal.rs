//! A book, and the team around a family, as lines of text.

use journey::people::{Book, RECENT_DAYS, StepBack, Team};

use super::{activity, agency, day, n_of, when};

/// The entries of a book in time, and what stands out in them.
pub fn book_text(book: &Book) -> Vec<String> {
    let mut lines: Vec<String> = book
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let again = if book.repeats.contains(&at) { " (asked before)" } else { "" };
            format!("{}: {}, {}{again}", when(entry), agency(&entry.agency), activity(entry))
        })
        .collect();
    if lines.is_empty() {
        lines.push("no contacts that may be shown".to_owned());
    }
    lines.push(String::new());
    lines.extend(stands_out(book));
    lines
}

/// What stands out: clashes, the story told again, and waiting.
pub(super) fn stands_out(book: &Book) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(format!(
        "{} with {}",
        n_of(book.entries.len(), "contact", "contacts"),
        n_of(book.n_agencies(), "agency", "agencies")
    ));
    let (n_told, n_agencies) = book.story_told();
    if 1 < n_told {
        lines.push(format!("the story was told {n_told} times, to {}", n_of(n_agencies, "agency", "agencies")));
    }
    for (one, other) in &book.clashes {
        let [one, other] = [one, other].map(|at| &book.entries[*at]);
        lines.push(format!(
            "two appointments at once on {}: {} and {}",
            day(one.start),
            agency(&one.agency),
            agency(&other.agency)
        ));
    }
    if let Some((from, to, days)) = book.longest_gap().filter(|(.., days)| 0 < *days) {
        lines.push(format!(
            "the longest time between two contacts was {}, from {} to {}",
            n_of(days as usize, "day", "days"),
            day(from),
            day(to)
        ));
    }
    lines
}

/// A team as a proposal: the headings and rows of a table, and the lines below it.
pub fn team_text(team: &Team) -> (Vec<Vec<String>>, Vec<String>) {
    let rows = team.members.iter().map(|member| {
        let proposal = match (member.could_step_back, team.lead.as_deref() == Some(member.agency.as_str())) {
            (Some(StepBack::NotSeenLately), _) => format!("could step back: not seen for {RECENT_DAYS} days"),
            (Some(StepBack::OnlyRepeats), _) => "could step back: only assessed again".to_owned(),
            (None, true) => "could lead".to_owned(),
            (None, false) => "stays".to_owned(),
        };
        let cost =
            if member.n_without_cost == member.n_contacts { "not known".to_owned() } else { member.cost.to_string() };
        vec![
            agency(&member.agency),
            member.roles.join(", "),
            member.n_contacts.to_string(),
            day(member.last),
            cost,
            proposal,
        ]
    });
    let mut lines: Vec<String> = team
        .overlapping
        .iter()
        .map(|(kind, agencies)| {
            let agencies: Vec<String> = agencies.iter().map(|id| agency(id)).collect();
            format!("{kind}: assessed by {}", agencies.join(" and "))
        })
        .collect();
    lines.push(format!("cost of these contacts: {} before, {} after", team.cost_before, team.cost_after));
    if 0 < team.n_without_cost {
        lines.push(format!("{} without a cost are in neither sum", n_of(team.n_without_cost, "contact", "contacts")));
    }
    lines.push("this is a proposal: people decide, with the family".to_owned());
    (rows.collect(), lines)
}
