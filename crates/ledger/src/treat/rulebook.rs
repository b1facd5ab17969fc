//! Every rule of a place, ready to be tried on the distinct values of a batch.
//!
//! A rule is a conjunction of patterns over fields. Each distinct value of a field becomes a row of
//! bits: which rules this value does not speak against. The rules that a line meets are then the AND
//! of the bits of its fields, and the first rule of each kind is the first set bit in that kind's
//! range, once the shipped rules over one heading are weighed against each other.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use model::rule::{Pattern, Rule, RuleField, Rules, ServiceOutcome, ThemeOutcome, TreatmentOutcome};
use model::{ClientGroup, Intent};
use serde::{Deserialize, Serialize};

use super::pattern::{PatternSet, Text};
use super::weighing::{HeadingRule, HeadingRules};
use crate::Error;

/// Which rules still hold: one bit for each rule of the book.
pub(super) type RuleBits = Box<[u64]>;

pub(super) struct RuleBook {
    treatment: Vec<Rule<TreatmentOutcome>>,
    service: Vec<Rule<ServiceOutcome>>,
    theme: Vec<Rule<ThemeOutcome>>,
    intent: Vec<Rule<Intent>>,
    client_group: Vec<Rule<ClientGroup>>,
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
    ClientGroup,
}

impl RuleKind {
    pub const ALL: [RuleKind; 5] =
        [RuleKind::Treatment, RuleKind::Service, RuleKind::Intent, RuleKind::Theme, RuleKind::ClientGroup];
}

/// A rule as it is written down beside what it decided: two rules with the same print do the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePrint {
    pub kind: RuleKind,
    pub id: String,
    /// It names files, so it may bring back lines that another rule then decides.
    pub names_files: bool,
    /// Weighed against others over the same heading, so that it can change lines that it does not decide.
    pub is_weighed: bool,
    /// Its conditions and what follows from them.
    says: String,
}

/// What the rules of a book say of one line.
pub(super) struct Verdict<'a> {
    pub treatment: Option<&'a Rule<TreatmentOutcome>>,
    /// A rule for the treatment names the file of the line.
    pub names_file: bool,
    pub service: Option<&'a Rule<ServiceOutcome>>,
    pub intent: Option<&'a Rule<Intent>>,
    /// The first rule of each theme.
    pub themes: Vec<&'a ThemeOutcome>,
    pub client_group: Option<&'a Rule<ClientGroup>>,
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
            client_group: rules.client_group.clone(),
        })
    }

    /// A print of every rule, in the order of the bits.
    pub fn prints(&self) -> Vec<RulePrint> {
        fn of<T: std::fmt::Debug>(kind: RuleKind, rules: &[Rule<T>]) -> impl Iterator<Item = RulePrint> {
            rules.iter().map(move |rule| RulePrint {
                kind,
                id: rule.id.clone(),
                names_files: rule.names_files(),
                is_weighed: heading_of(kind, rule).is_some(),
                says: format!("{:?} {:?}", rule.when, rule.then),
            })
        }
        let (treatment, service) = (of(RuleKind::Treatment, &self.treatment), of(RuleKind::Service, &self.service));
        let (intent, theme) = (of(RuleKind::Intent, &self.intent), of(RuleKind::Theme, &self.theme));
        let client_group = of(RuleKind::ClientGroup, &self.client_group);
        treatment.chain(service).chain(intent).chain(theme).chain(client_group).collect()
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
        let [treatment, service, intent, theme, client_group] = self.ranges();
        RuleBook::new(&Rules {
            treatment: of(&self.treatment, treatment, positions),
            service: of(&self.service, service, positions),
            intent: of(&self.intent, intent, positions),
            theme: of(&self.theme, theme, positions),
            client_group: of(&self.client_group, client_group, positions),
        })
    }

    /// Whether any rule looks at this field.
    pub fn looks_at(&self, field: RuleField) -> bool {
        self.fields[field as usize].is_some()
    }

    /// Takes out of `bits` the rules that this value of the field speaks against.
    pub fn narrow(&self, field: RuleField, value: &str, bits: &mut RuleBits) {
        if let Some(patterns) = &self.fields[field as usize]
            && patterns.narrow(value, bits)
        {
            let siblings = SIBLINGS.iter().find(|fields| fields.contains(&field)).copied().unwrap_or_default();
            let siblings = siblings.iter().filter_map(|field| self.fields[*field as usize].as_ref());
            patterns.weigh(value, &siblings.collect::<Vec<_>>(), bits);
        }
    }

    pub fn verdict(&self, bits: &RuleBits) -> Verdict<'_> {
        let [treatment, service, intent, theme, client_group] = self.ranges();
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
            client_group: set_bits(bits, client_group).next().map(|rule| &self.client_group[rule]),
        }
    }

    /// The range of bits of each kind of rule: treatment, service, intent, theme, client group.
    fn ranges(&self) -> [Range<usize>; 5] {
        let (treatment, service, intent) = (self.treatment.len(), self.service.len(), self.intent.len());
        let mut start = 0;
        [treatment, service, intent, self.theme.len(), self.client_group.len()].map(|n| {
            start += n;
            start - n..start
        })
    }
}

/// Fields whose parts are read with each other's rules: what is a directorate at one body is a service at another.
const SIBLINGS: [&[RuleField]; 4] = [
    &[RuleField::Department, RuleField::Service],
    &[RuleField::Subjective],
    &[RuleField::Description],
    &[RuleField::Category],
];

/// The field of a shipped rule that looks for words in one heading and nothing else.
fn heading_of<T>(kind: RuleKind, rule: &Rule<T>) -> Option<RuleField> {
    let is_of_kind = matches!(kind, RuleKind::Service | RuleKind::ClientGroup);
    match rule.when.as_slice() {
        [(field, pattern)] if is_of_kind && rule.is_shipped && !pattern.negated => {
            SIBLINGS.iter().any(|fields| fields.contains(field)).then_some(*field)
        }
        _ => None,
    }
}

fn lacks_kind(outcome: &TreatmentOutcome) -> bool {
    outcome.treatment == Some(model::Treatment::Transfer) && outcome.transfer_kind.is_none()
}

/// The conditions of one rule, and as much of its outcome as weighing needs.
struct Conditions<'a> {
    rule: &'a str,
    at: &'a str,
    when: &'a [(RuleField, Pattern)],
    kind: RuleKind,
    /// Where it is weighed: over which field.
    heading: Option<RuleField>,
    /// The outcome in a word.
    says: &'a str,
    is_support: bool,
}

/// The conditions of every rule, in the order of the bits: treatment, service, intent, theme, client group.
fn conditions_of(rules: &Rules) -> Vec<Conditions<'_>> {
    fn of<'a, T>(
        kind: RuleKind,
        rules: &'a [Rule<T>],
        says: fn(&T) -> (&str, bool),
    ) -> impl Iterator<Item = Conditions<'a>> {
        rules.iter().map(move |rule| {
            let (said, is_support) = says(&rule.then);
            let heading = heading_of(kind, rule);
            Conditions { rule: &rule.id, at: &rule.at, when: &rule.when, kind, heading, says: said, is_support }
        })
    }
    fn service(then: &ServiceOutcome) -> (&str, bool) {
        (&then.service, then.cofog.as_deref() == Some(SUPPORT_SERVICES))
    }
    let mut conditions: Vec<Conditions> = of(RuleKind::Treatment, &rules.treatment, |_| ("", false)).collect();
    conditions.extend(of(RuleKind::Service, &rules.service, service));
    conditions.extend(of(RuleKind::Intent, &rules.intent, |_| ("", false)));
    conditions.extend(of(RuleKind::Theme, &rules.theme, |_| ("", false)));
    conditions.extend(of(RuleKind::ClientGroup, &rules.client_group, |group| (group.word(), false)));
    conditions
}

/// The COFOG group of general services: they support other services and serve nobody outside.
const SUPPORT_SERVICES: &str = "01.3";

/// All patterns over one field.
struct FieldPatterns {
    patterns: PatternSet,
    /// Each rule that looks at the field, with its patterns there.
    rules: Vec<(usize, Vec<PatternUse>)>,
    /// What is left where no pattern matches, as with most values.
    unmatched: RuleBits,
    /// The rules that are weighed against each other.
    headings: HeadingRules,
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
        let headings = heading_rules(field, conditions, &rules, &patterns);
        Ok(Some(FieldPatterns { patterns, rules, unmatched, headings }))
    }

    /// Whether any pattern matches.
    fn narrow(&self, value: &str, bits: &mut RuleBits) -> bool {
        let Some(matched) = self.patterns.matches(value) else {
            and(bits, &self.unmatched);
            return false;
        };
        for (rule, uses) in &self.rules {
            if !uses.iter().all(|used| matched[used.pattern] != used.negated) {
                clear(bits, *rule);
            }
        }
        true
    }

    /// Drops the rules whose words are outweighed by other words of the same heading.
    fn weigh(&self, value: &str, siblings: &[&FieldPatterns], bits: &mut RuleBits) {
        let siblings: Vec<_> = siblings.iter().map(|field| (&field.headings, &field.patterns)).collect();
        let outweighed = self.headings.outweighed(&self.patterns, Text::of(value).whole(), &siblings);
        outweighed.into_iter().for_each(|rule| clear(bits, rule));
    }
}

/// The rules of a field that are weighed.
fn heading_rules(
    field: RuleField,
    conditions: &[Conditions],
    rules: &[(usize, Vec<PatternUse>)],
    patterns: &PatternSet,
) -> HeadingRules {
    let of_field = rules.iter().filter(|(rule, _)| conditions[*rule].heading == Some(field));
    let of_words = of_field.filter(|(_, uses)| patterns.is_words(uses[0].pattern));
    let headings = of_words.map(|(rule, uses)| {
        let Conditions { kind, is_support, .. } = conditions[*rule];
        // The first rule of the same outcome stands for it.
        let says = conditions.iter().position(|other| other.kind == kind && other.says == conditions[*rule].says);
        let says = says.unwrap_or(*rule);
        HeadingRule { position: *rule, pattern: uses[0].pattern, kind, says, is_support }
    });
    HeadingRules::new(field, headings.collect())
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
