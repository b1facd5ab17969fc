//! What is done with a line, once it is known whose it is, who is paid and which rules it meets.

use model::rule::ThemeOutcome;
use model::tables::spend;
use model::{Attribution, Body, BodyKind, Intent, Reach, TransferKind, Treatment, UNCLASSIFIED};

use super::rulebook::Verdict;

/// Why, where no rule of the place or of the shipped files decided.
pub mod builtin {
    /// The payee is another body of the place, so what it receives is counted where it spends it.
    pub const COUNTERPARTY_IN_PLACE: &str = "builtin.counterparty-in-place";
    /// The payee is the body itself.
    pub const OWN_BODY: &str = "builtin.own-body";
    /// Everything else left the public bodies of the place.
    pub const SPEND: &str = "builtin.spend";
}

/// A public body that is paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Party {
    pub id: String,
    pub kind: BodyKind,
    /// Inside the perimeter of the place.
    pub in_place: bool,
    /// A body of the place that serves this place alone, inside its perimeter or not.
    pub is_local: bool,
    /// Its own ledger or outturn is in the count.
    pub has_own_money: bool,
}

/// Everything that `spend` says of a line, but for the line itself.
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
    pub themes: Vec<&'a ThemeOutcome>,
}

impl<'a> Decision<'a> {
    /// What stands in a text column of `spend`.
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
            _ => panic!("a decision says nothing of the column {column}"),
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
            _ => return None,
        }
        Some(self)
    }
}

/// Decides by the rules, and where they are silent by who is paid (method, table 1.5).
pub(super) fn decide<'a>(body: &Body, party: Option<&'a Party>, verdict: Verdict<'a>) -> Decision<'a> {
    let (treatment, transfer_kind, why) = match verdict.treatment {
        Some(rule) => (rule.then.treatment, rule.then.transfer_kind, rule.id.as_str()),
        None => by_payee(body, party),
    };
    // A kind beside any other treatment would be a slip of the rule file.
    let transfer_kind = transfer_kind.filter(|_| treatment == Treatment::Transfer);
    Decision {
        counterparty_id: party.map(|party| party.id.as_str()),
        treatment,
        transfer_kind,
        eliminated: transfer_kind.is_some_and(|kind| is_eliminated(body, party, kind)),
        attribution: attribution(body, party),
        why,
        service: verdict.service.map_or(UNCLASSIFIED, |rule| &rule.then.service),
        cofog: verdict.service.and_then(|rule| rule.then.cofog.as_deref()),
        intent: verdict.intent.map(|rule| rule.then),
        service_why: verdict.service.map(|rule| rule.id.as_str()),
        themes: verdict.themes,
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
fn is_eliminated(body: &Body, party: Option<&Party>, kind: TransferKind) -> bool {
    match party {
        Some(party) => party.id == body.id || (party.in_place && party.has_own_money),
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
        | BodyKind::HousingAssociation
        | BodyKind::Voluntary
        | BodyKind::PensionFund
        | BodyKind::Other => false,
    }
}
