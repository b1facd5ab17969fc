//! A first draft of a proposal from a finding: its baseline filled in from the ledger, every assumption with its source.

use model::{BodyKind, FinancialYear};
use money::Money;
use report::block::percent;
use report::overlaps::{Finding, Savings};
use thiserror::Error;

/// A body that pays for what is done twice.
#[derive(Clone, Debug)]
pub struct Payer {
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    pub amount: Money,
}

/// What a draft is made from.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub finding: &'a Finding,
    /// Who pays how much of the pounds that belong to the finding alone; the largest first.
    pub payers: &'a [Payer],
    pub place: &'a str,
    pub year: FinancialYear,
}

/// Why no proposal can be drafted from a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoDraft {
    #[error("nobody has said what share of it could be saved")]
    NoRange,
    #[error("its own pounds are not known, or other findings have claimed them all")]
    NoPounds,
    #[error("one of its bodies got more back than it paid")]
    BelowZero,
}

/// Years of a draft: one in which things change, and four in which less is spent.
const N_YEARS: usize = 5;
/// One-off cost of a change, as a part of the saving of a full year. Nobody has published one that fits every finding.
const COST_OF_CHANGE: f64 = 0.5;

impl Draft<'_> {
    /// The text of a file in `proposals/`, ready to be appraised.
    ///
    /// # Errors
    /// [`NoDraft`].
    pub fn toml(&self) -> Result<String, NoDraft> {
        let savings = self.finding.savings.as_ref().ok_or(NoDraft::NoRange)?;
        let total: Money = self.payers.iter().map(|payer| payer.amount).sum();
        let largest = self.payers.first().filter(|_| Money::ZERO < total).ok_or(NoDraft::NoPounds)?;
        if self.payers.iter().any(|payer| payer.amount.is_negative()) {
            return Err(NoDraft::BelowZero);
        }
        let middle = (savings.low + savings.high) / 2.0;
        let payers = self.payers.iter().map(|payer| self.payer(payer)).collect::<String>();
        Ok(format!(
            "{head}{payers}{cost}{benefit}",
            head = self.head(total),
            cost = cost(largest, middle * total.pounds()),
            benefit = self.benefit(total, middle, savings),
        ))
    }

    fn head(&self, total: Money) -> String {
        let Draft { finding, year, .. } = self;
        let n_bodies = finding.bodies.len();
        format!(
            "# From finding {rank} of {place}, written by `totalplace overlaps --propose`.\n\
             # The pounds are of the ledgers. Every other number is an assumption with its source: put in what you know better.\n\n\
             name           = {name}\nsummary        = {summary}\ncounterfactual = {counterfactual}\n\
             price_year     = \"{year}\"\nfirst_year     = \"{year}\"\nn_years        = {N_YEARS}\nstrand         = \"{strand}\"\n\n\
             [population]\nwho          = \"a year of what is done twice\"\nn            = 1\nengagement   = 1.0\n\
             retention    = 1.0\nannual_spend = {spend}\nsource       = {source}\n",
            rank = finding.rank,
            place = self.place,
            name = quoted(&finding.title),
            summary = quoted(&finding.condition),
            counterfactual = quoted(&match n_bodies {
                1 => format!("The body goes on as in {year}, at {total} a year"),
                n => format!("Each of the {n} bodies goes on by itself as in {year}, at {total} a year together"),
            }),
            strand = finding.strand.word(),
            spend = total.plain(),
            source = quoted(&format!("finding {}: {}", finding.id, finding.how)),
        )
    }

    fn payer(&self, payer: &Payer) -> String {
        let tier = if is_local(payer.kind) { "local" } else { "central" };
        format!(
            "\n[[body]]\nid   = {id}\nname = {name}\ntier = \"{tier}\"\n\n[[budget]]\nid     = {id}\nbody   = {id}\n\
             line   = {line}\namount = {amount}\nsource = {source}\n",
            id = quoted(&payer.id),
            name = quoted(&payer.name),
            line = quoted(&self.finding.title),
            amount = payer.amount.plain(),
            source = quoted(&format!("finding {} of the build", self.finding.id)),
        )
    }

    fn benefit(&self, total: Money, middle: f64, savings: &Savings) -> String {
        let share = |payer: &Payer| payer.amount.share_of(total).unwrap_or(0.0);
        let bodies: Vec<String> =
            self.payers.iter().map(|payer| format!("{} = {:.6}", quoted(&payer.id), share(payer))).collect();
        let budgets: Vec<String> = self.payers.iter().map(|payer| format!("{0} = {0}", quoted(&payer.id))).collect();
        format!(
            "\n[[benefit]]\nid               = \"less-spent\"\noutcome          = \"A year in which less is spent on it\"\n\
             unit             = \"year\"\naffected         = 1.0\n\
             impact           = {{ value = {middle:.4}, low = {low:.4}, high = {high:.4} }} # the middle and the ends of the range\n\
             measured_on      = \"referred\"\ndeadweight       = 0.0\ndeadweight_basis = \"share\"\nlag_years        = 1\n\
             duration_years   = {duration}\n\
             grades           = {{ population = 4, evidence = 6, age = 6, error = 6 }}\nsource           = {source}\n\n\
             [[benefit.value]]\nkind     = \"fiscal\"\namount   = {amount}\nbodies   = {{ {bodies} }}\n\
             cashable = 1.0\nbudgets  = {{ {budgets} }}\nspending = \"DEL\"\nconcept  = \"marginal\"\nsource   = \"the ledgers of {year}\"\n",
            low = savings.low,
            high = savings.high,
            duration = N_YEARS - 1,
            source = quoted(&format!(
                "{} to {} of it: {}. The middle is nobody's forecast",
                percent(savings.low),
                percent(savings.high),
                savings.source
            )),
            amount = total.plain(),
            bodies = bodies.join(", "),
            budgets = budgets.join(", "),
            year = self.year,
        )
    }
}

fn cost(largest: &Payer, saving: f64) -> String {
    format!(
        "\n[[cost]]\nid      = \"change\"\nwhat    = \"Changing over: notice, contracts, systems, people's time\"\nbody    = {body}\n\
         kind    = \"revenue\"\nby_year = [{pounds:.2}]\ngrades  = {{ population = 6, evidence = 6, age = 6, error = 6 }}\n\
         source  = \"an assumption without a source: {part} of the saving of a full year, once, paid by the body with most of the pounds\"\n",
        body = quoted(&largest.id),
        pounds = COST_OF_CHANGE * saving,
        part = percent(COST_OF_CHANGE),
    )
}

/// A name for the file: letters, digits and hyphens of the title.
pub fn file_name(title: &str) -> String {
    let plain =
        title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect::<String>();
    let words: Vec<&str> = plain.split_whitespace().take(12).collect();
    format!("{}.toml", if words.is_empty() { "finding".to_owned() } else { words.join("-") })
}

fn is_local(kind: BodyKind) -> bool {
    !matches!(kind, BodyKind::NhsCommissioner | BodyKind::NhsTrust | BodyKind::Department | BodyKind::Agency)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}

#[cfg(test)]
mod tests {
    use appraisal::{appraise, read};
    use model::Strand;
    use model::tables::{OverlapConfidence, OverlapKind};

    use super::*;

    fn finding(savings: Option<Savings>) -> Finding {
        Finding {
            id: "shared_supplier:acorn-ltd".to_owned(),
            kind: OverlapKind::SharedSupplier,
            strand: Strand::CollaborativeProcurement,
            title: "ACORN \"LTD\" is paid by 2 bodies".to_owned(),
            bodies: vec!["gateshead".to_owned(), "police".to_owned()],
            payers: vec![
                ("gateshead".to_owned(), Money::from_pence(3_000_000_01)),
                ("police".to_owned(), Money::from_pence(1_000_000_00)),
            ],
            amount: Some(Money::from_pence(4_000_000_01)),
            amount_seen: None,
            claimed_by: None,
            confidence: OverlapConfidence::High,
            keep_apart: false,
            how: "Their ledgers name it.".to_owned(),
            condition: "They would have to buy\nthe same thing.".to_owned(),
            savings,
            rank: 1,
        }
    }

    fn payers() -> Vec<Payer> {
        let payer = |id: &str, kind, pence| Payer {
            id: id.to_owned(),
            name: id.to_uppercase(),
            kind,
            amount: Money::from_pence(pence),
        };
        vec![payer("gateshead", BodyKind::Council, 3_000_000_01), payer("police", BodyKind::Police, 1_000_000_00)]
    }

    #[test]
    fn a_draft_is_appraised_without_an_edit_and_each_body_gains_by_what_it_pays() {
        let savings = Savings { low: 0.0, high: 0.069, source: "HM Treasury, 2009".to_owned() };
        let finding = finding(Some(savings));
        let payers = payers();
        let draft = Draft { finding: &finding, payers: &payers, place: "Tyneshire", year: FinancialYear(2020) };
        let text = draft.toml().expect("a draft");
        let reference = appraisal::Reference::builtin();
        let proposal = read(&text, "draft.toml", &reference).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"));
        let case = appraise(&proposal, &reference).unwrap();
        assert!(!case.bodies.is_empty(), "{text}");
    }

    #[test]
    fn nothing_is_proposed_where_nobody_says_what_could_be_saved() {
        let finding = finding(None);
        let payers = payers();
        assert_eq!(
            Draft { finding: &finding, payers: &payers, place: "", year: FinancialYear(2020) }.toml(),
            Err(NoDraft::NoRange)
        );
    }

    #[test]
    fn nothing_is_proposed_where_a_body_got_more_back_than_it_paid() {
        let savings = Savings { low: 0.0, high: 0.069, source: "HM Treasury, 2009".to_owned() };
        let finding = finding(Some(savings));
        let mut payers = payers();
        payers[1].amount = Money::from_pence(-1);
        let draft = Draft { finding: &finding, payers: &payers, place: "", year: FinancialYear(2020) };
        assert_eq!(draft.toml(), Err(NoDraft::BelowZero));
        assert_eq!(Draft { payers: &[], ..draft }.toml(), Err(NoDraft::NoPounds));
    }

    #[test]
    fn a_file_is_named_by_the_first_words_of_the_title() {
        assert_eq!(file_name("ACORN \"LTD\" is paid by 2 bodies"), "acorn-ltd-is-paid-by-2-bodies.toml");
        assert_eq!(file_name("../../x"), "x.toml");
        assert_eq!(file_name("—"), "finding.toml");
    }
}
