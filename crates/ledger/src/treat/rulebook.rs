//! Every rule of a place, ready to be tried on the distinct values of a batch.
//!
//! A rule is a conjunction of patterns over fields. Each distinct value of a field becomes a row of
//! bits: which rules this value does not speak against. The rules that a line meets are then the AND
//! of the bits of its fields, and the first rule of each kind is the first set bit in that kind's
//! range.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use model::Intent;
use model::rule::{Pattern, Rule, RuleField, Rules, ServiceOutcome, ThemeOutcome, TreatmentOutcome};
use serde::{Deserialize, Serialize};

use super::pattern::PatternSet;
use crate::Error;

/// Which rules still hold: one bit for each rule of the book.
pub(super) type RuleBits = Box<[u64]>;

pub(super) struct RuleBook {
    treatment: Vec<Rule<TreatmentOutcome>>,
    service: Vec<Rule<ServiceOutcome>>,
    theme: Vec<Rule<ThemeOutcome>>,
    intent: Vec<Rule<Intent>>,
    n_rules: usize,
    /// In the order of `RuleField::ALL`; none for a field that no rule looks at.
    fields: Vec<Option<FieldPatterns>>,
}

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RuleKind {
    Treatment,
    Service,
    Intent,
    Theme,
}

impl RuleKind {
    pub const ALL: [RuleKind; 4] = [RuleKind::Treatment, RuleKind::Service, RuleKind::Intent, RuleKind::Theme];
}

/// A rule as it is written down beside what it decided: two rules with the same print do the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePrint {
    pub kind: RuleKind,
    pub id: String,
    /// It speaks of files by name, so it may bring back lines that another rule then decides.
    pub names_files: bool,
    /// Its conditions and what follows from them.
    says: String,
}

/// What the rules of a book say of one line.
pub(super) struct Verdict<'a> {
    pub treatment: Option<&'a Rule<TreatmentOutcome>>,
    /// A rule for the treatment names the file that the line stands in.
    pub names_file: bool,
    pub service: Option<&'a Rule<ServiceOutcome>>,
    pub intent: Option<&'a Rule<Intent>>,
    /// The first rule of each theme.
    pub themes: Vec<&'a ThemeOutcome>,
}

impl RuleBook {
    pub fn new(rules: &Rules) -> Result<RuleBook, Error> {
        if let Some(rule) = rules.treatment.iter().find(|rule| lacks_kind(&rule.then)) {
            return Err(Error::TransferKindMissing { rule: rule.id.clone(), at: rule.at.clone() });
        }
        let conditions = conditions_of(rules);
        let fields = RuleField::ALL.iter().map(|field| FieldPatterns::new(*field, &conditions));
        Ok(RuleBook {
            fields: fields.collect::<Result<_, _>>()?,
            n_rules: conditions.len(),
            treatment: rules.treatment.clone(),
            service: rules.service.clone(),
            theme: rules.theme.clone(),
            intent: rules.intent.clone(),
        })
    }

    /// A print of every rule, in the order of the bits.
    pub fn prints(&self) -> Vec<RulePrint> {
        fn of<T: std::fmt::Debug>(kind: RuleKind, rules: &[Rule<T>]) -> impl Iterator<Item = RulePrint> {
            let says = |rule: &Rule<T>| format!("{:?} {:?}", rule.when, rule.then);
            rules.iter().map(move |rule| RulePrint {
                kind,
                id: rule.id.clone(),
                names_files: rule.names_files(),
                says: says(rule),
            })
        }
        let (treatment, service) = (of(RuleKind::Treatment, &self.treatment), of(RuleKind::Service, &self.service));
        let (intent, theme) = (of(RuleKind::Intent, &self.intent), of(RuleKind::Theme, &self.theme));
        treatment.chain(service).chain(intent).chain(theme).collect()
    }

    /// The bits that are set before anything is known of a line.
    pub fn all_rules(&self) -> RuleBits {
        all_bits(self.n_rules)
    }

    pub fn n_rules(&self) -> usize {
        self.n_rules
    }

    /// Bits for rules of which none holds.
    pub fn no_rules(&self) -> RuleBits {
        vec![0; self.n_rules.div_ceil(64)].into()
    }

    /// A book of some of these rules alone, by their positions.
    pub fn only(&self, positions: &BTreeSet<usize>) -> Result<RuleBook, Error> {
        fn of<T: Clone>(rules: &[Rule<T>], range: Range<usize>, positions: &BTreeSet<usize>) -> Vec<Rule<T>> {
            positions.range(range.clone()).map(|position| rules[position - range.start].clone()).collect()
        }
        let [treatment, service, intent, theme] = self.ranges();
        RuleBook::new(&Rules {
            treatment: of(&self.treatment, treatment, positions),
            service: of(&self.service, service, positions),
            intent: of(&self.intent, intent, positions),
            theme: of(&self.theme, theme, positions),
        })
    }

    /// Whether any rule looks at this field.
    pub fn looks_at(&self, field: RuleField) -> bool {
        self.fields[field as usize].is_some()
    }

    /// Takes out of `bits` the rules that this value of the field speaks against.
    pub fn narrow(&self, field: RuleField, value: &str, bits: &mut RuleBits) {
        if let Some(patterns) = &self.fields[field as usize] {
            patterns.narrow(value, bits);
        }
    }

    pub fn verdict(&self, bits: &RuleBits) -> Verdict<'_> {
        let [treatment, service, intent, theme] = self.ranges();
        let mut themes: Vec<&ThemeOutcome> = Vec::new();
        for rule in set_bits(bits, theme) {
            let outcome = &self.theme[rule].then;
            if themes.iter().all(|known| known.theme != outcome.theme) {
                themes.push(outcome);
            }
        }
        let mut of_treatment = set_bits(bits, treatment.clone()).map(|rule| &self.treatment[rule]);
        Verdict {
            treatment: of_treatment.find(|rule| rule.then.treatment.is_some()),
            names_file: set_bits(bits, treatment).any(|rule| self.treatment[rule].names_files()),
            service: set_bits(bits, service).next().map(|rule| &self.service[rule]),
            intent: set_bits(bits, intent).next().map(|rule| &self.intent[rule]),
            themes,
        }
    }

    /// Where the rules of each kind stand in the bits: treatment, service, intent, theme.
    fn ranges(&self) -> [Range<usize>; 4] {
        let mut start = 0;
        [self.treatment.len(), self.service.len(), self.intent.len(), self.theme.len()].map(|n| {
            start += n;
            start - n..start
        })
    }
}

fn lacks_kind(outcome: &TreatmentOutcome) -> bool {
    outcome.treatment == Some(model::Treatment::Transfer) && outcome.transfer_kind.is_none()
}

/// The conditions of one rule, whatever follows from it.
struct Conditions<'a> {
    rule: &'a str,
    at: &'a str,
    when: &'a [(RuleField, Pattern)],
}

/// The conditions of every rule, in the order of the bits: treatment, service, intent, theme.
fn conditions_of(rules: &Rules) -> Vec<Conditions<'_>> {
    fn of<T>(rules: &[Rule<T>]) -> impl Iterator<Item = Conditions<'_>> {
        rules.iter().map(|rule| Conditions { rule: &rule.id, at: &rule.at, when: &rule.when })
    }
    of(&rules.treatment).chain(of(&rules.service)).chain(of(&rules.intent)).chain(of(&rules.theme)).collect()
}

/// All patterns over one field.
struct FieldPatterns {
    patterns: PatternSet,
    /// Each rule that looks at the field, with its patterns there.
    rules: Vec<(usize, Vec<PatternUse>)>,
    /// What is left where no pattern matches, as with most values.
    unmatched: RuleBits,
}

/// A pattern of the field as one rule uses it.
struct PatternUse {
    pattern: usize,
    negated: bool,
}

impl FieldPatterns {
    /// None where no rule looks at the field.
    fn new(field: RuleField, conditions: &[Conditions]) -> Result<Option<FieldPatterns>, Error> {
        let (patterns, rules) = patterns_of(field, conditions);
        if rules.is_empty() {
            return Ok(None);
        }
        let patterns = PatternSet::new(&patterns).map_err(|(pattern, reason)| {
            let user = rules.iter().find(|(_, uses)| uses.iter().any(|used| used.pattern == pattern));
            let rule = &conditions[user.map_or(0, |(rule, _)| *rule)];
            Error::PatternUnusable { rule: rule.rule.to_owned(), at: rule.at.to_owned(), reason }
        })?;
        let unmatched = unmatched(&rules, conditions.len());
        Ok(Some(FieldPatterns { patterns, rules, unmatched }))
    }

    fn narrow(&self, value: &str, bits: &mut RuleBits) {
        let Some(matched) = self.patterns.matches(value) else { return and(bits, &self.unmatched) };
        for (rule, uses) in &self.rules {
            if !uses.iter().all(|used| matched[used.pattern] != used.negated) {
                clear(bits, *rule);
            }
        }
    }
}

/// The patterns over a field, identical ones once, and each rule that uses some of them.
fn patterns_of<'a>(
    field: RuleField,
    conditions: &'a [Conditions],
) -> (Vec<&'a Pattern>, Vec<(usize, Vec<PatternUse>)>) {
    let mut patterns: Vec<&Pattern> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut rules = Vec::new();
    for (rule, conditions) in conditions.iter().enumerate() {
        let mut uses = Vec::new();
        for (_, pattern) in conditions.when.iter().filter(|(looked_at, _)| *looked_at == field) {
            let position = *known.entry(&pattern.regex).or_insert_with(|| {
                patterns.push(pattern);
                patterns.len() - 1
            });
            uses.push(PatternUse { pattern: position, negated: pattern.negated });
        }
        if !uses.is_empty() {
            rules.push((rule, uses));
        }
    }
    (patterns, rules)
}

/// The rules that hold where no pattern matches: those that ask for none.
fn unmatched(rules: &[(usize, Vec<PatternUse>)], n_rules: usize) -> RuleBits {
    let mut bits = all_bits(n_rules);
    let asking = rules.iter().filter(|(_, uses)| uses.iter().any(|used| !used.negated));
    asking.for_each(|(rule, _)| clear(&mut bits, *rule));
    bits
}

fn all_bits(n: usize) -> RuleBits {
    (0..n.div_ceil(64)).map(|word| if n - word * 64 < 64 { (1 << (n % 64)) - 1 } else { u64::MAX }).collect()
}

fn clear(bits: &mut RuleBits, position: usize) {
    bits[position / 64] &= !(1 << (position % 64));
}

/// Keeps in `bits` what is also in `other`.
pub(super) fn and(bits: &mut RuleBits, other: &RuleBits) {
    bits.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
}

/// Adds to `bits` what is in `other`.
pub(super) fn or(bits: &mut RuleBits, other: &RuleBits) {
    bits.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
}

/// Positions of the set bits in a range, counted from its start.
pub(super) fn set_bits(bits: &RuleBits, range: Range<usize>) -> impl Iterator<Item = usize> {
    let start = range.start;
    range.filter(|position| bits[position / 64] & (1 << (position % 64)) != 0).map(move |position| position - start)
}
