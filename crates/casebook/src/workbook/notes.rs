//! What a reader must know: findings, cautions, sources, and how the sheets hang together.

use super::Source;
use super::page::Page;
use crate::Error;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>) -> Result<(), Error> {
    page.title("Notes", "The limits of the case, and which of its numbers are not confirmed")?;
    page.widths(&[(0, 24.0), (1, 120.0)])?;
    let mut row = 3;
    let mut line = |page: &mut Page<'_>, kind: &str, text: &str| {
        row += 1;
        page.text(row, 0, kind)?;
        page.text(row, 1, text)
    };
    for finding in &source.case.findings {
        line(&mut page, "look", &finding.text)?;
    }
    for caution in &source.case.cautions {
        line(&mut page, "not confirmed", &format!("{}: {} ({})", caution.about, caution.quality, caution.source))?;
    }
    for budget in &source.case.budgets {
        let amount = budget.amount.map_or("amount not stated".to_owned(), appraisal::text::pounds);
        line(&mut page, "budget line", &format!("{}, {} ({amount} a year)", budget.line, budget.body))?;
    }
    let steps = "Assumptions → Benefits (units) → Values (pounds) → Cash flow; Assumptions → Costs; \
                 all of them with Years → Bodies and Summary";
    line(&mut page, "how the sheets fit together", steps)?;
    line(&mut page, "prices", &format!("{} prices; running sums and present values in year 0", source.case.price_year))
}
