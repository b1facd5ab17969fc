//! Proposals side by side, as a terminal shows them.

use appraisal::text::{percent, pounds};
use appraisal::{Comparison, ComparisonRow, CutComparison};

use super::table::table;

/// The comparison as a terminal shows it.
pub fn comparison(compared: &Comparison) -> String {
    let (prices, year) = (compared.price_year, compared.first_year);
    let mut out = format!("Proposals side by side (present values of {year}, {prices} prices, standard rates)\n");
    let heading = ["", "cost", "fiscal", "cashable", "public NPV", "public BCR", "pays back", "after the cut"];
    let mut rows = vec![heading.map(str::to_owned)];
    rows.extend(compared.rows.iter().map(row));
    let totals = [compared.total_cost, compared.total_fiscal, compared.total_public_npv].map(pounds);
    let [cost, fiscal, npv] = totals;
    let none = String::new;
    rows.push(["all that is stated".to_owned(), cost, fiscal, none(), npv, none(), none(), none()]);
    table(&rows, &mut out);
    if 0 < compared.n_rebased {
        out.push_str(&format!(
            "  {} of {} have another price year or first year, and are converted to these\n",
            compared.n_rebased,
            compared.rows.len()
        ));
    }
    let n_claims = compared.rows.iter().filter(|row| !row.is_saving).count();
    if 0 < n_claims {
        out.push_str(&format!(
            "  {n_claims} of {} name no counterfactual, so their benefits are only claims\n",
            compared.rows.len()
        ));
    }
    if let Some(cut) = &compared.cut {
        out.push_str(&cut_in_words(cut));
    }
    out
}

fn row(row: &ComparisonRow) -> [String; 8] {
    let or_none = |number: Option<f64>| number.map_or("–".to_owned(), |number| format!("{number:.2}"));
    let stated = |amount: Option<f64>| amount.map_or("not stated".to_owned(), pounds);
    let [cost, fiscal, cashable, npv] = [row.pv_cost, row.pv_fiscal, row.pv_cashable, row.public_npv].map(stated);
    let [bcr, payback] = [row.public_bcr, row.payback_years].map(or_none);
    let kept = row.is_kept.map_or("", |is_kept| if is_kept { "goes ahead" } else { "does not" });
    [row.name.clone(), cost, fiscal, cashable, npv, bcr, payback, kept.to_owned()]
}

fn cut_in_words(cut: &CutComparison) -> String {
    let [before, after, used, lost] = [cut.before, cut.after, cut.used, cut.public_npv_lost].map(pounds);
    let mut words = format!(
        "With {} less from {} ({before} to {after}, of which {used} is used), {lost} of public value is not realised\n",
        percent(cut.cut.share),
        cut.cut.body
    );
    for (body, pounds_lost) in &cut.lost_by_others {
        words.push_str(&format!("  {body} does not gain {}\n", pounds(*pounds_lost)));
    }
    words
}
