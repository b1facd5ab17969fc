//! Money of local bodies, followed to where it comes from first: a levy is paid out of the grants and taxes of the councils
//! that pay it.

use std::collections::BTreeMap;

use model::FinancialYear;
use model::funding::{FundingAccount, Instrument, MoneyOrigin};
use money::{Money, apportion};

use super::{Funded, Source};

/// Where the money of a body comes from first: a share of each origin, in the order of their words.
type Mix = [f64; MoneyOrigin::ALL.len()];
type Payer = (FinancialYear, String);

/// Money that goes round between bodies is a smaller part of theirs at each turn.
const N_ROUNDS: usize = 40;
/// A smaller share is none.
const SHARE_MIN: f64 = 1e-6;

/// Parts each source that is money of a local body by where that body's own money comes from. Nothing is added or lost: the
/// parts are of one funder and one line, and add up to the penny.
pub(crate) fn follow(funded: &mut [Funded]) {
    let payers = Payers::of(funded);
    let mixes = payers.mixes(funded);
    for purse in funded {
        let year = purse.purse.year;
        let sources = std::mem::take(&mut purse.sources);
        purse.sources = sources.into_iter().flat_map(|source| parts(source, year, &payers, &mixes)).collect();
    }
}

/// Which bodies pay with what money.
struct Payers {
    /// Purses out of which a body pays others, by body.
    purses: BTreeMap<Payer, Vec<usize>>,
    /// What each body pays in levies; a return does not say to whom.
    levies: BTreeMap<FinancialYear, Vec<(Payer, f64)>>,
    names: BTreeMap<Payer, String>,
}

impl Payers {
    fn of(funded: &[Funded]) -> Payers {
        let mut payers = Payers { purses: BTreeMap::new(), levies: BTreeMap::new(), names: BTreeMap::new() };
        for (at, of) in funded.iter().enumerate() {
            let Some(id) = &of.purse.body.id else { continue };
            if of.is_national || of.purse.account == FundingAccount::Capital {
                continue;
            }
            let payer = (of.purse.year, id.clone());
            payers.names.insert(payer.clone(), of.purse.body.name.clone());
            payers.purses.entry(payer.clone()).or_default().push(at);
            if Money::ZERO < of.uses.levies {
                payers.levies.entry(payer.0).or_default().push((payer, of.uses.levies.pence() as f64));
            }
        }
        payers
    }

    /// Who pays a source, each with its weight; nobody where that is not known.
    fn of_source(&self, source: &Source, year: FinancialYear) -> Vec<(Payer, f64)> {
        if source.origin != MoneyOrigin::OtherBodies {
            return Vec::new();
        }
        match &source.funder.id {
            Some(id) => {
                let payer = (year, id.clone());
                if self.purses.contains_key(&payer) { vec![(payer, 1.0)] } else { Vec::new() }
            }
            None if source.instrument == Instrument::Levy => self.levies.get(&year).cloned().unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Where the money of each payer comes from, through as many bodies as it passes.
    fn mixes(&self, funded: &[Funded]) -> BTreeMap<Payer, Mix> {
        let unknown = unit(MoneyOrigin::OtherBodies);
        let mut mixes: BTreeMap<Payer, Mix> = self.purses.keys().map(|payer| (payer.clone(), unknown)).collect();
        for _ in 0..N_ROUNDS {
            let next = self.purses.iter().map(|(payer, purses)| {
                let sources = purses.iter().flat_map(|at| &funded[*at].sources);
                let parts = sources.map(|(source, amount)| {
                    let pounds = source.received.unwrap_or(*amount).pence().max(0) as f64;
                    (pounds, self.mix(source, payer.0, &mixes))
                });
                (payer.clone(), weighted(parts).unwrap_or(unit(MoneyOrigin::NotKnown)))
            });
            mixes = next.collect();
        }
        mixes
    }

    fn mix(&self, source: &Source, year: FinancialYear, mixes: &BTreeMap<Payer, Mix>) -> Mix {
        let of_payers =
            self.of_source(source, year).into_iter().filter_map(|(payer, pounds)| Some((pounds, *mixes.get(&payer)?)));
        weighted(of_payers).unwrap_or(unit(source.origin))
    }
}

fn unit(origin: MoneyOrigin) -> Mix {
    let mut mix = Mix::default();
    mix[origin as usize] = 1.0;
    mix
}

/// The mean by pounds; none without any.
fn weighted(parts: impl Iterator<Item = (f64, Mix)>) -> Option<Mix> {
    let (mut sum, mut all) = (Mix::default(), 0.0);
    for (pounds, mix) in parts {
        sum.iter_mut().zip(mix).for_each(|(sum, share)| *sum += pounds * share);
        all += pounds;
    }
    (0.0 < all).then(|| sum.map(|sum| sum / all))
}

fn parts(
    (source, amount): (Source, Money),
    year: FinancialYear,
    payers: &Payers,
    mixes: &BTreeMap<Payer, Mix>,
) -> Vec<(Source, Money)> {
    let of = payers.of_source(&source, year);
    if of.is_empty() {
        return vec![(source, amount)];
    }
    let mix = payers.mix(&source, year, mixes).map(|share| if share < SHARE_MIN { 0.0 } else { share });
    let names: Vec<&str> = of.iter().filter_map(|(payer, _)| payers.names.get(payer).map(String::as_str)).collect();
    let amounts = apportion(amount, &mix, 1);
    let received = source.received.map(|received| apportion(received, &mix, 1));
    let of_origin = |(at, origin): (usize, &MoneyOrigin)| {
        let note =
            format!("{}; {:.1}% of {}'s funding comes from here", source.note, mix[at] * 100.0, names.join(" and "));
        let received = received.as_ref().map(|parts| parts[at]);
        let part = Source { origin: *origin, received, note, ..source.clone() };
        (0.0 < mix[at]).then_some((part, amounts[at]))
    };
    MoneyOrigin::ALL.iter().enumerate().filter_map(of_origin).collect()
}

#[cfg(test)]
mod tests {
    use model::funding::FundingBasis;

    use super::*;
    use crate::cells::Spender;
    use crate::funding::Purse;
    use crate::funding::outlays::Outlay;
    use crate::funding::sources::Uses;

    fn source(funder: Spender, instrument: Instrument, origin: MoneyOrigin, pounds: i64) -> (Source, Money) {
        let amount = Money::from_pence(pounds * 100);
        let source = Source {
            funder,
            instrument,
            origin,
            label: String::new(),
            basis: FundingBasis::Published,
            file_id: None,
            row: None,
            column: None,
            received: Some(amount),
            note: "as published".to_owned(),
        };
        (source, amount)
    }

    fn body(id: &str) -> Spender {
        Spender { id: Some(id.to_owned()), ..Spender::named(id) }
    }

    fn purse(id: &str, levies: i64, sources: Vec<(Source, Money)>) -> Funded {
        Funded {
            purse: Purse { year: FinancialYear(2020), body: body(id), account: FundingAccount::Revenue },
            outlay: Outlay::default(),
            uses: Uses { levies: Money::from_pence(levies * 100), ..Uses::default() },
            sources,
            is_published: true,
            is_national: false,
        }
    }

    /// Pence by origin of one purse.
    fn by_origin(funded: &Funded) -> BTreeMap<&'static str, i64> {
        let mut sums = BTreeMap::new();
        for (source, amount) in &funded.sources {
            *sums.entry(source.origin.word()).or_insert(0) += amount.pence();
        }
        sums
    }

    fn treasury(pounds: i64) -> (Source, Money) {
        source(Spender::named("HM Treasury"), Instrument::Grant, MoneyOrigin::Treasury, pounds)
    }

    fn tax(id: &str, pounds: i64) -> (Source, Money) {
        source(body(id), Instrument::CouncilTax, MoneyOrigin::LocalTaxes, pounds)
    }

    #[test]
    fn a_levy_is_paid_out_of_what_its_payers_have_by_what_each_pays() {
        let levy = source(Spender::named("Councils"), Instrument::Levy, MoneyOrigin::OtherBodies, 101);
        // North pays 75 of 100 pounds of levies and has a fifth from taxes; South pays 25 and has taxes alone.
        let mut funded = vec![
            purse("north", 75, vec![treasury(80), tax("north", 20)]),
            purse("south", 25, vec![tax("south", 10)]),
            purse("waste", 0, vec![levy]),
        ];
        follow(&mut funded);
        // 0.75 x 0.8 = 0.6 of £101.00.
        assert_eq!(by_origin(&funded[2]), BTreeMap::from([("treasury", 6060), ("local_taxes", 4040)]));
        let note = &funded[2].sources[0].0.note;
        assert!(note.contains("of north and south's funding comes from here"), "{note}");
        assert_eq!(by_origin(&funded[1]), BTreeMap::from([("local_taxes", 1000)]), "what is no other body's stays");
    }

    /// A has half from B and half from taxes; B has 0.4 from A and 0.6 from the Treasury. So A = 0.5 B + 0.5 tax and
    /// B = 0.4 A + 0.6 Treasury, which gives A = 0.375 Treasury + 0.625 tax, and B = 0.75 Treasury + 0.25 tax.
    #[test]
    fn money_that_goes_round_is_followed_to_its_end() {
        let of = |id: &str, pounds| source(body(id), Instrument::Transfer, MoneyOrigin::OtherBodies, pounds);
        let mut funded =
            vec![purse("a", 0, vec![of("b", 50), tax("a", 50)]), purse("b", 0, vec![of("a", 40), treasury(60)])];
        follow(&mut funded);
        assert_eq!(by_origin(&funded[0]), BTreeMap::from([("treasury", 3750), ("local_taxes", 6250)]));
        assert_eq!(by_origin(&funded[1]), BTreeMap::from([("treasury", 7500), ("local_taxes", 2500)]));
    }

    #[test]
    fn what_comes_from_a_body_that_nobody_knows_stays_as_it_is() {
        let mut funded =
            vec![purse("a", 0, vec![source(body("elsewhere"), Instrument::Transfer, MoneyOrigin::OtherBodies, 7)])];
        follow(&mut funded);
        assert_eq!(by_origin(&funded[0]), BTreeMap::from([(MoneyOrigin::OtherBodies.word(), 700)]));
        assert_eq!(funded[0].sources[0].0.note, "as published");
    }
}
