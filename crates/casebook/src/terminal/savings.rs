//! Savings counted once, as a terminal shows them.

use appraisal::Strand;
use appraisal::savings::SavingsOfCases;
use appraisal::text::{pounds, short};

use super::table::table;

/// The ledger as a terminal shows it.
pub fn savings(entered: &SavingsOfCases) -> String {
    let mut out = String::from("Savings, each counted once (cashable pounds of all years, undiscounted)\n");
    let mut rows = vec![["saving", "pounds", "programme", "strand"].map(str::to_owned)];
    for saving in entered.ledger.iter() {
        let amount = saving.amount.map_or("not quantified".to_owned(), short);
        let strand = saving.strand.map_or("not stated", Strand::word).to_owned();
        rows.push([saving.id.clone(), amount, saving.programme.clone(), strand]);
    }
    if rows.len() == 1 {
        return "No proposal has a cashable saving\n".to_owned();
    }
    table(&rows, &mut out);
    for error in &entered.refused {
        out.push_str(&format!("look: {error}\n"));
    }
    for line in entered.lines.iter().filter(|line| line.is_overdrawn()) {
        out.push_str(&format!(
            "look: {} together take {} a year from `{}` ({}), which holds {}\n",
            line.proposals.join(" and "),
            pounds(line.leaves),
            line.line,
            line.body,
            pounds(line.amount.unwrap_or_default())
        ));
    }
    out
}
