//! What is done with a line, once it is known whose it is, who is paid and which rules it meets.

use std::collections::BTreeSet;

use model::rule::ThemeOutcome;
use model::tables::spend;
use model::{
    Attribution, Body, BodyKind, ClientGroup, FinancialYear, Intent, Reach, TransferKind, Treatment, UNCLASSIFIED,
    builtin,
};

use super::rulebook::Verdict;

/// A public body that is paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Party {
    pub id: String,
    pub kind: BodyKind,
    /// Inside the perimeter of the place.
    pub in_place: bool,
    /// A body of the place that serves this place alone, inside its perimeter or not.
    pub is_local: bool,
    /// The years for which its own ledger is in the count.
    pub own_money: BTreeSet<FinancialYear>,
}

/// Everything that `spend` says of a line, except for the line itself.
#[derive(Clone)]
pub(super) struct Decision<'a> {
    pub counterparty_id: Option<&'a str>,
    pub treatment: Treatment,
    pub transfer_kind: Option<TransferKind>,
    pub eliminated: bool,
    pub attribution: Attribution,
    pub why: &'a str,
    pub service: &'a str,
    pub cofog: Option<&'a str>,
    pub intent: Option<Intent>,
    pub service_why: Option<&'a str>,
    pub client_group: Option<ClientGroup>,
    pub client_group_why: Option<&'a str>,
    pub themes: Vec<&'a ThemeOutcome>,
}

impl<'a> Decision<'a> {
    /// What is in a text column of `spend`.
    pub fn word(&self, column: &str) -> Option<&'a str> {
        match column {
            spend::COUNTERPARTY_ID => self.counterparty_id,
            spend::TREATMENT => Some(self.treatment.word()),
            spend::TRANSFER_KIND => self.transfer_kind.map(|kind| kind.word()),
            spend::ATTRIBUTION => Some(self.attribution.word()),
            spend::WHY => Some(self.why),
            spend::SERVICE => Some(self.service),
            spend::COFOG => self.cofog,
            spend::INTENT => self.intent.map(|intent| intent.word()),
            spend::SERVICE_WHY => self.service_why,
            spend::CLIENT_GROUP => self.client_group.map(|group| group.word()),
            spend::CLIENT_GROUP_WHY => self.client_group_why,
            _ => panic!("a decision says nothing about the column {column}"),
        }
    }

    /// The decision with another word in that column; none where the column holds no such word.
    pub fn with_word(mut self, column: &str, word: Option<&'a str>) -> Option<Decision<'a>> {
        match column {
            spend::TREATMENT => self.treatment = Treatment::parse(word?)?,
            spend::TRANSFER_KIND => {
                self.transfer_kind = word.map(|word| TransferKind::parse(word).ok_or(())).transpose().ok()?;
            }
            spend::WHY => self.why = word?,
            spend::SERVICE => self.service = word?,
            spend::COFOG => self.cofog = word,
            spend::SERVICE_WHY => self.service_why = word,
            spend::CLIENT_GROUP => {
                self.client_group = word.map(|word| ClientGroup::parse(word).ok_or(())).transpose().ok()?;
            }
            spend::CLIENT_GROUP_WHY => self.client_group_why = word,
            _ => return None,
        }
        Some(self)
    }
}

/// What deciding about a line depends on.
pub(super) struct Case<'a, 'b> {
    pub body: &'b Body,
    pub party: Option<&'a Party>,
    pub year: FinancialYear,
    /// Of a year that the place counts.
    pub is_of_place: bool,
    /// In a file that is a copy.
    pub is_copy: bool,
}

/// Decides by the rules, and where they are silent by who is paid (method, table 1.5).
pub(super) fn decide<'a>(case: &Case<'a, '_>, verdict: Verdict<'a>) -> Decision<'a> {
    let &Case { body, party, year, .. } = case;
    let by_rule =
        verdict.treatment.and_then(|rule| Some((rule.then.treatment?, rule.then.transfer_kind, rule.id.as_str())));
    let (treatment, transfer_kind, why) = match left_out(case, verdict.names_file) {
        Some(why) => (Treatment::Excluded, None, why),
        None => by_rule.unwrap_or_else(|| by_payee(body, party)),
    };
    // A kind beside any other treatment would be a slip of the rule file.
    let transfer_kind = transfer_kind.filter(|_| treatment == Treatment::Transfer);
    Decision {
        counterparty_id: party.map(|party| party.id.as_str()),
        treatment,
        transfer_kind,
        eliminated: transfer_kind.is_some_and(|kind| is_eliminated(body, party, kind, year)),
        attribution: attribution(body, party),
        why,
        service: verdict.service.map_or(UNCLASSIFIED, |rule| &rule.then.service),
        cofog: verdict.service.and_then(|rule| rule.then.cofog.as_deref()),
        intent: verdict.intent.map(|rule| rule.then),
        service_why: verdict.service.map(|rule| rule.id.as_str()),
        client_group: verdict.client_group.map(|rule| rule.then),
        client_group_why: verdict.client_group.map(|rule| rule.id.as_str()),
        themes: verdict.themes,
    }
}

/// Why a line is left out of the count no matter who is paid; only a rule that names its file brings it back.
///
/// A person who says that a copy counts says nothing about its lines of other years, so these stay out.
fn left_out(case: &Case, is_file_named: bool) -> Option<&'static str> {
    match case {
        Case { is_copy: true, .. } if !is_file_named => Some(builtin::COPY_OF_FILE),
        Case { is_of_place: false, is_copy, .. } if *is_copy || !is_file_named => Some(builtin::OTHER_YEAR),
        _ => None,
    }
}

fn by_payee(body: &Body, party: Option<&Party>) -> (Treatment, Option<TransferKind>, &'static str) {
    match party {
        Some(party) if party.id == body.id => (Treatment::Transfer, Some(TransferKind::Recharge), builtin::OWN_BODY),
        Some(party) if party.in_place => {
            (Treatment::Transfer, Some(TransferKind::Purchase), builtin::COUNTERPARTY_IN_PLACE)
        }
        _ => (Treatment::Spend, None, builtin::SPEND),
    }
}

/// Whether a transfer is taken out at the payer.
///
/// Only where the receiver's own money is in the count: otherwise the pound would be counted nowhere,
/// and the payment is the best evidence for what the receiver spends. A recharge to no named body is
/// one between two desks of the same body.
fn is_eliminated(body: &Body, party: Option<&Party>, kind: TransferKind, year: FinancialYear) -> bool {
    match party {
        Some(party) => party.id == body.id || (party.in_place && party.own_money.contains(&year)),
        None => kind == TransferKind::Recharge,
    }
}

/// Whether the money is for this place.
///
/// A national body's ledger covers the country: only what it pays to the place's own bodies, those
/// outside the perimeter among them, is known to be for the place, and what it pays to councils, police
/// and health bodies of other areas is known not to be (method, section 1.7).
fn attribution(body: &Body, party: Option<&Party>) -> Attribution {
    let is_local_payer = body.reach == Reach::Local;
    match party {
        _ if is_local_payer && body.in_perimeter => Attribution::Here,
        // What one body outside the perimeter pays another is public spending of neither.
        Some(party) if party.is_local && (party.in_place || !is_local_payer) => Attribution::Here,
        Some(party) if !party.in_place && serves_one_area(party.kind) => Attribution::Elsewhere,
        _ if is_local_payer => Attribution::Elsewhere,
        _ => Attribution::NotAttributable,
    }
}

fn serves_one_area(kind: BodyKind) -> bool {
    match kind {
        BodyKind::Council
        | BodyKind::CountyCouncil
        | BodyKind::DistrictCouncil
        | BodyKind::ParishCouncil
        | BodyKind::CombinedAuthority
        | BodyKind::Police
        | BodyKind::Fire
        | BodyKind::NhsCommissioner
        | BodyKind::NhsTrust
        | BodyKind::Levying
        | BodyKind::School => true,
        BodyKind::Department
        | BodyKind::Agency
        | BodyKind::AcademyTrust
        // A college of the area may not be in the place file.
        | BodyKind::College
        | BodyKind::HousingAssociation
        | BodyKind::Voluntary
        | BodyKind::PensionFund
        | BodyKind::Other => false,
    }
}
