//! Lines of ledgers in themes: what they come to by body and service, and what of it was paid to whom.

use std::collections::{BTreeMap, HashMap};

use arrow_array::{Array, RecordBatch};
use model::name::name_key;
use model::tables::{LEDGER_LINE, SPEND, THEME_SHARE, ledger_line, spend, theme_share};
use model::{AccountPart, Attribution, FinancialYear, Intent, Tally, Treatment};
use money::Money;

use super::ThemeEvidence;
use super::row::Who;

/// What rows of a ledger have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    pub year: FinancialYear,
    pub theme: &'a str,
    pub body_id: &'a str,
    pub service: &'a str,
    /// None where the body does not say.
    pub capital: Option<bool>,
    pub intent: Option<Intent>,
    /// The public body to which the money was passed on, where it was.
    pub passed_to: Option<&'a str>,
}

impl Key<'_> {
    pub fn is_of(&self, is_capital: bool) -> bool {
        self.capital.is_none_or(|capital| capital == is_capital)
    }
}

/// The lines of themes that count as spent here.
pub(super) struct ThemeLines<'a> {
    pub sums: BTreeMap<Key<'a>, Tally>,
    paid: Paid<'a>,
}

/// What was paid in a theme in the place's year: by public body, and by the key of other payees' names.
type Paid<'a> = BTreeMap<(&'a str, String), Money>;

impl<'a> ThemeLines<'a> {
    pub fn of(evidence: &ThemeEvidence<'a>) -> ThemeLines<'a> {
        let shares = Shares::of(evidence);
        let about = About::of(evidence, &shares);
        let mut found = ThemeLines { sums: BTreeMap::new(), paid: BTreeMap::new() };
        evidence.spend.iter().for_each(|batch| found.add(batch, &shares, &about, evidence.place.year));
        found
    }

    /// What others paid a body in a theme in the place's year; none where nothing.
    pub fn paid_to(&self, who: &Who, theme: &str) -> Option<Money> {
        let keys = who.id.iter().cloned().chain([name_key(&who.name).key]);
        let found: Vec<Money> = keys.filter_map(|key| self.paid.get(&(theme, key)).copied()).collect();
        (!found.is_empty()).then(|| found.into_iter().sum())
    }

    fn add(&mut self, batch: &'a RecordBatch, shares: &Shares<'a>, about: &About, year: FinancialYear) {
        let rows = SPEND.read(batch);
        let (ids, years, eliminated) =
            (rows.id(spend::LINE_ID), rows.year(spend::FINANCIAL_YEAR), rows.flag(spend::ELIMINATED));
        let [bodies, treatments, attributions, services, intents, counterparties] = [
            spend::BODY_ID,
            spend::TREATMENT,
            spend::ATTRIBUTION,
            spend::SERVICE,
            spend::INTENT,
            spend::COUNTERPARTY_ID,
        ]
        .map(|column| rows.text(column));
        for at in 0..rows.len() {
            let id = ids.value(at);
            let Some(found) = shares.of_line(id) else { continue };
            let treatment = Treatment::parse(treatments.value(at)).expect("a word of its column");
            let attribution = Attribution::parse(attributions.value(at)).expect("a word of its column");
            if !AccountPart::of(treatment, eliminated.value(at), attribution).is_net() {
                continue;
            }
            let counterparty = counterparties.value_if_any(at);
            let payee = counterparty.or_else(|| about.payee_keys.get(&id).map(String::as_str));
            for (_, theme, amount) in found {
                let key = Key {
                    year: years.value(at),
                    theme,
                    body_id: bodies.value(at),
                    service: services.value(at),
                    capital: about.capital.get(&id).copied(),
                    intent: intents.value_if_any(at).and_then(Intent::parse),
                    passed_to: counterparty.filter(|_| treatment == Treatment::Transfer),
                };
                if let Some(payee) = payee.filter(|_| key.year == year) {
                    *self.paid.entry((theme, payee.to_owned())).or_default() += *amount;
                }
                let tally = self.sums.entry(key).or_default();
                tally.n_lines += 1;
                tally.amount += *amount;
            }
        }
    }
}

/// Lines' shares of themes, by line.
struct Shares<'a> {
    /// Line, theme and pounds, by line.
    sorted: Vec<(i64, &'a str, Money)>,
    spans: HashMap<i64, (usize, usize)>,
}

impl<'a> Shares<'a> {
    /// The shares of the place's themes: shipped rules find others too, which no page of the place shows.
    fn of(evidence: &ThemeEvidence<'a>) -> Shares<'a> {
        let mut sorted: Vec<(i64, &str, Money)> = Vec::new();
        let is_wanted = |id: &str| evidence.place.themes.iter().any(|theme| theme.id == id);
        for batch in evidence.theme_shares {
            let rows = THEME_SHARE.read(batch);
            let (ids, themes, amounts) =
                (rows.id(theme_share::LINE_ID), rows.text(theme_share::THEME), rows.money(theme_share::AMOUNT));
            let wanted = (0..rows.len()).filter(|at| is_wanted(themes.value(*at)));
            sorted.extend(wanted.map(|at| (ids.value(at), themes.value(at), amounts.value(at))));
        }
        sorted.sort_by_key(|(id, ..)| *id);
        let mut spans: HashMap<i64, (usize, usize)> = HashMap::with_capacity(sorted.len());
        for (at, (id, ..)) in sorted.iter().enumerate() {
            spans.entry(*id).or_insert((at, at)).1 = at + 1;
        }
        Shares { sorted, spans }
    }

    fn of_line(&self, id: i64) -> Option<&[(i64, &'a str, Money)]> {
        self.spans.get(&id).map(|(from, to)| &self.sorted[*from..*to])
    }
}

/// What lines of themes say of themselves.
struct About {
    /// Whether a line is capital, where its body says.
    capital: HashMap<i64, bool>,
    /// Keys of payees' names, where activities are to be compared with them.
    payee_keys: HashMap<i64, String>,
}

impl About {
    fn of(evidence: &ThemeEvidence<'_>, shares: &Shares<'_>) -> About {
        let (mut capital, mut payee_keys) = (HashMap::new(), HashMap::new());
        let wants_payees = !evidence.rules.activities.is_empty();
        for batch in evidence.lines {
            let rows = LEDGER_LINE.read(batch);
            let (ids, flags) = (rows.id(ledger_line::LINE_ID), rows.flag(ledger_line::CAPITAL));
            let payees = wants_payees.then(|| rows.text(ledger_line::PAYEE));
            for at in 0..rows.len() {
                let id = ids.value(at);
                if !shares.spans.contains_key(&id) {
                    continue;
                }
                if !flags.is_null(at) {
                    capital.insert(id, flags.value(at));
                }
                if let Some(payees) = &payees {
                    payee_keys.insert(id, name_key(payees.value_if_any(at).unwrap_or_default()).key);
                }
            }
        }
        About { capital, payee_keys }
    }
}
