//! Every rule of a place, ready to be tried on the distinct values of a batch.
//!
//! A rule is a conjunction of patterns over fields. For each field all patterns form one
//! `RegexSet`, and a distinct value becomes a row of bits: which rules this value does not speak
//! against. The rules that a line meets are then the AND of the bits of its fields, and the first
//! rule of each kind is the first set bit in that kind's range.

use std::collections::HashMap;
use std::ops::Range;

use model::rule::{Pattern, Rule, RuleField, Rules, ServiceOutcome, ThemeOutcome, TreatmentOutcome};
use model::treatment::Intent;
use regex::{RegexSet, RegexSetBuilder};

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

/// What the rules of a book say of one line.
pub(super) struct Verdict<'a> {
    pub treatment: Option<&'a Rule<TreatmentOutcome>>,
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

    /// The bits that are set before anything is known of a line.
    pub fn all_rules(&self) -> RuleBits {
        all_bits(self.n_rules)
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
        Verdict {
            treatment: set_bits(bits, treatment).next().map(|rule| &self.treatment[rule]),
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
    outcome.treatment == model::Treatment::Transfer && outcome.transfer_kind.is_none()
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
    set: RegexSet,
    /// Each rule that looks at the field, with its patterns there.
    rules: Vec<(usize, Vec<PatternUse>)>,
    /// What is left where no pattern matches, as with most values.
    unmatched: RuleBits,
}

/// A pattern of the set as one rule uses it.
struct PatternUse {
    pattern: usize,
    negated: bool,
}

impl FieldPatterns {
    /// None where no rule looks at the field.
    fn new(field: RuleField, conditions: &[Conditions]) -> Result<Option<FieldPatterns>, Error> {
        let mut expressions: Vec<&str> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut rules = Vec::new();
        for (rule, conditions) in conditions.iter().enumerate() {
            let patterns = conditions.when.iter().filter(|(at, _)| *at == field).map(|(_, pattern)| pattern);
            let uses: Vec<PatternUse> = patterns
                .map(|pattern| {
                    let position = *known.entry(&pattern.regex).or_insert_with(|| {
                        expressions.push(&pattern.regex);
                        expressions.len() - 1
                    });
                    PatternUse { pattern: position, negated: pattern.negated }
                })
                .collect();
            if !uses.is_empty() {
                rules.push((rule, uses));
            }
        }
        if rules.is_empty() {
            return Ok(None);
        }
        let set = compile(&expressions).map_err(|reason| blame(field, conditions, &reason))?;
        let mut unmatched = all_bits(conditions.len());
        let falls = |uses: &[PatternUse]| uses.iter().any(|wanted| !wanted.negated);
        rules.iter().filter(|(_, uses)| falls(uses)).for_each(|(rule, _)| clear(&mut unmatched, *rule));
        Ok(Some(FieldPatterns { set, rules, unmatched }))
    }

    fn narrow(&self, value: &str, bits: &mut RuleBits) {
        let matches = self.set.matches(value);
        if !matches.matched_any() {
            return and(bits, &self.unmatched);
        }
        for (rule, uses) in &self.rules {
            if !uses.iter().all(|used| matches.matched(used.pattern) != used.negated) {
                clear(bits, *rule);
            }
        }
    }
}

fn compile(expressions: &[&str]) -> Result<RegexSet, regex::Error> {
    // The default limits suit one expression; a set holds hundreds, and the cache of its automaton
    // must hold enough states to be worth filling.
    RegexSetBuilder::new(expressions).case_insensitive(true).size_limit(256 << 20).dfa_size_limit(32 << 20).build()
}

/// The error of the first rule whose own pattern cannot be used, or of the field's first rule where
/// only all of them together are too large.
fn blame(field: RuleField, conditions: &[Conditions], reason: &regex::Error) -> Error {
    let of_field = conditions.iter().flat_map(|conditions| {
        conditions.when.iter().filter(|(at, _)| *at == field).map(move |(_, pattern)| (conditions, pattern))
    });
    let mut of_field = of_field.peekable();
    let first = of_field.peek().copied();
    let unusable = of_field.find(|(_, pattern)| compile(&[&pattern.regex]).is_err()).or(first);
    let (rule, at) = unusable.map_or(("", ""), |(conditions, _)| (conditions.rule, conditions.at));
    Error::PatternUnusable { rule: rule.to_owned(), at: at.to_owned(), reason: reason.to_string() }
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

/// Positions of the set bits in a range, counted from its start.
fn set_bits(bits: &RuleBits, range: Range<usize>) -> impl Iterator<Item = usize> {
    let start = range.start;
    range.filter(|position| bits[position / 64] & (1 << (position % 64)) != 0).map(move |position| position - start)
}
