//! The rules of a place: its own first, then the shipped ones it does not replace.

use authored::{Cell, Mistake, MistakeKind, Mistakes, Reading, hint};
use model::rule::{Rule, RuleField, Rules, ServiceOutcome, ThemeOutcome, TreatmentOutcome};
use model::{ClientGroup, Intent, TransferKind, Treatment};

use crate::error::PlaceError;
use crate::files::Files;
use crate::rule_file::{Entry, Known, Outcome, parse};
use crate::rule_text::{RULES_DIR, names, own, shipped};
use crate::services::{Service, cofog_of, is_known_service, place_services};
use crate::theme_rules::theme_rules;

/// The word for lines that are treated like any others.
const COUNT: &str = "count";

/// Reads how the lines of a place are classified.
///
/// The place's `rules/*.csv` come before the shipped ones and the first rule that matches decides. A
/// rule of the place with the id of a shipped rule replaces it; one whose outcome is `off` takes it away.
/// Of the files [`crate::RULES`] are needed.
///
/// # Errors
/// [`PlaceError::Mistakes`], those of every rule file together.
pub fn rules(files: &Files) -> Result<Rules, PlaceError> {
    let services = place_services(files)?;
    let words = Words::of(files)?;
    let mut mistakes = unknown_files(files);
    mistakes.extend(theme_mistakes(files));
    let mut layers = Layers { files, words: &words, mistakes: &mut mistakes };
    let rules = Rules {
        treatment: layers.read("treatment.csv", &["treatment", "transfer_kind"], treatment_outcome)?,
        service: layers.read("service.csv", &["service", "cofog"], |outcome: &Outcome<'_>, file: &Reading| {
            service_outcome(outcome, &services, file)
        })?,
        theme: layers.read("theme.csv", &["theme", "share"], |outcome: &Outcome<'_>, file: &Reading| {
            theme_outcome(outcome, words.themes.as_deref(), file)
        })?,
        intent: layers.read("intent.csv", &["intent"], intent_outcome)?,
        client_group: layers.read("client_group.csv", &["client_group"], client_group_outcome)?,
    };
    Ok(Mistakes::or(mistakes, rules)?)
}

/// The words of the place that its rules may use; none where its place file cannot be read.
struct Words {
    bodies: Option<Vec<String>>,
    /// The place's themes and those of the shipped rules.
    themes: Option<Vec<String>>,
}

impl Words {
    fn of(files: &Files) -> Result<Words, PlaceError> {
        // What is wrong with the place file is `read`'s to say.
        let Ok(place) = crate::place(files) else { return Ok(Words { bodies: None, themes: None }) };
        let mut themes: Vec<String> = place.themes.into_iter().map(|theme| theme.id).collect();
        themes.extend(shipped_themes()?);
        themes.dedup();
        Ok(Words { bodies: Some(place.bodies.into_iter().map(|body| body.id).collect()), themes: Some(themes) })
    }
}

fn shipped_themes() -> Result<Vec<String>, PlaceError> {
    let file = shipped("theme.csv");
    let known = Known { bodies: None, shipped: &[] };
    let (entries, mistakes) =
        parse(&file, &["theme", "share"], &known, |outcome, file| theme_outcome(outcome, None, file));
    let themes = entries.into_iter().filter_map(|entry| match entry {
        Entry::Rule(rule) => Some(rule.then.theme),
        Entry::Off { .. } => None,
    });
    Ok(Mistakes::or(mistakes, themes.collect())?)
}

/// Lays the place's rules over the shipped ones, file by file.
struct Layers<'a> {
    files: &'a Files,
    words: &'a Words,
    mistakes: &'a mut Vec<Mistake>,
}

impl Layers<'_> {
    fn read<T>(
        &mut self,
        name: &str,
        outcomes: &[&'static str],
        then: impl Fn(&Outcome<'_>, &Reading) -> Option<T>,
    ) -> Result<Vec<Rule<T>>, PlaceError> {
        let file = shipped(name);
        // A shipped rule may name bodies and themes that only some places have.
        let known = Known { bodies: None, shipped: &[] };
        let (entries, mistakes) = parse(&file, outcomes, &known, &then);
        self.mistakes.extend(mistakes);
        let (mut shipped_rules, _) = split(entries);
        shipped_rules.iter_mut().for_each(|rule| rule.is_shipped = true);

        let Some(file) = own(self.files, name)? else { return Ok(shipped_rules) };
        let shipped_ids: Vec<String> = shipped_rules.iter().map(|rule| rule.id.clone()).collect();
        let known = Known { bodies: self.words.bodies.as_deref(), shipped: &shipped_ids };
        let (entries, mistakes) = parse(&file, outcomes, &known, &then);
        self.mistakes.extend(mistakes);
        let (mut rules, off) = split(entries);
        let replaced = |rule: &Rule<T>| off.contains(&rule.id) || rules.iter().any(|own| own.id == rule.id);
        let kept: Vec<Rule<T>> = shipped_rules.into_iter().filter(|rule| !replaced(rule)).collect();
        rules.extend(kept);
        Ok(rules)
    }
}

/// Rules, and the ids switched off.
fn split<T>(entries: Vec<Entry<T>>) -> (Vec<Rule<T>>, Vec<String>) {
    let (mut rules, mut off) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Rule(rule) => rules.push(rule),
            Entry::Off { id } => off.push(id),
        }
    }
    (rules, off)
}

fn treatment_outcome(outcome: &Outcome<'_>, file: &Reading) -> Option<TreatmentOutcome> {
    let cell = outcome.cell("treatment");
    if cell.text == COUNT {
        return counted_as_usual(&cell, outcome, file);
    }
    let treatment = treatment_word(&cell, file);
    let kind = outcome.cell("transfer_kind");
    let transfer_kind = match (treatment, kind.text.is_empty()) {
        (Some(Treatment::Transfer) | None, false) => {
            Some(word(&kind, "transfer kind", TransferKind::ALL, TransferKind::word, file)?)
        }
        (Some(Treatment::Transfer), true) => {
            let kinds: Vec<&str> = TransferKind::ALL.iter().map(|kind| kind.word()).collect();
            let empty = MistakeKind::Empty { key: "transfer_kind".to_owned() };
            file.add(kind.span, empty, format!("one of {}", kinds.join(", ")));
            return None;
        }
        (Some(other), false) => {
            let without = MistakeKind::Unfit(format!("a line that is `{}` has no transfer kind", other.word()));
            file.add(kind.span, without, "nothing here, or the treatment `transfer`");
            None
        }
        (_, true) => None,
    };
    Some(TreatmentOutcome { treatment: Some(treatment?), transfer_kind })
}

fn treatment_word(cell: &Cell, file: &Reading) -> Option<Treatment> {
    let found = Treatment::parse(&cell.text);
    if found.is_none() {
        let words = Treatment::WORDS.iter().copied().chain([COUNT]);
        file.unknown_word(cell.span.clone(), "treatment", &cell.text, "one treatment of the list".to_owned(), words);
    }
    found
}

/// `count` brings back a copy or lines of another year, so its rule must name the file.
fn counted_as_usual(cell: &Cell, outcome: &Outcome<'_>, file: &Reading) -> Option<TreatmentOutcome> {
    if !outcome.names(RuleField::File) {
        let kind = MistakeKind::Unfit(format!("`{COUNT}` brings back the lines of a file, but no file is named"));
        file.add(cell.span.clone(), kind, "the file's path in the column `file`");
        return None;
    }
    Some(TreatmentOutcome { treatment: None, transfer_kind: None })
}

/// The COFOG of the service stands in if the rule gives none.
fn service_outcome(outcome: &Outcome<'_>, services: &[Service], file: &Reading) -> Option<ServiceOutcome> {
    let cell = outcome.cell("service");
    let cofog = cofog_of(&outcome.cell("cofog"), file);
    if !is_known_service(&cell, services.iter().map(|service| service.id.as_str()), file) {
        return None;
    }
    let of_service = services.iter().find(|service| service.id == cell.text).and_then(|service| service.cofog.clone());
    Some(ServiceOutcome { service: cell.text, cofog: cofog.or(of_service) })
}

/// A share left out means the whole line.
fn theme_outcome(outcome: &Outcome<'_>, themes: Option<&[String]>, file: &Reading) -> Option<ThemeOutcome> {
    let theme = outcome.cell("theme");
    if theme.text.is_empty() {
        file.add(theme.span, MistakeKind::Empty { key: "theme".to_owned() }, "the id of a [[theme]]");
        return None;
    }
    if let Some(known) = themes.filter(|known| !known.contains(&theme.text)) {
        let words = known.iter().map(String::as_str);
        file.unknown_word(theme.span.clone(), "theme", &theme.text, "the id of a [[theme]] of place.toml", words);
    }
    let share = outcome.cell("share");
    let written = if share.text.is_empty() { Some(1.0) } else { share.text.parse().ok() };
    let share_kept = written.filter(|share| 0.0 < *share && *share <= 1.0);
    if share_kept.is_none() {
        let kind = MistakeKind::OutOfRange { key: "share".to_owned(), value: share.text };
        file.add(share.span, kind, "a fraction of the line, above 0 and at most 1");
    }
    Some(ThemeOutcome { theme: theme.text, share: share_kept? })
}

fn intent_outcome(outcome: &Outcome<'_>, file: &Reading) -> Option<Intent> {
    word(&outcome.cell("intent"), "intent", Intent::ALL, Intent::word, file)
}

fn client_group_outcome(outcome: &Outcome<'_>, file: &Reading) -> Option<ClientGroup> {
    word(&outcome.cell("client_group"), "client group", ClientGroup::ALL, ClientGroup::word, file)
}

/// One word of a fixed list.
fn word<T: Copy>(cell: &Cell, what: &str, all: &[T], word_of: impl Fn(T) -> &'static str, file: &Reading) -> Option<T> {
    let found = all.iter().copied().find(|value| word_of(*value) == cell.text);
    if found.is_none() {
        let words = all.iter().copied().map(word_of);
        file.unknown_word(cell.span.clone(), what, &cell.text, format!("one {what} of the list"), words);
    }
    found
}

/// What is wrong with the shares and activities that somebody stated of themes, so that it is said before a long build.
fn theme_mistakes(files: &Files) -> Vec<Mistake> {
    let Ok(place) = crate::place(files) else { return Vec::new() };
    theme_rules(files, &place.themes).err().map(|error| error.mistakes().to_vec()).unwrap_or_default()
}

/// A rule file under a name that nothing reads would be rules that silently do nothing.
fn unknown_files(files: &Files) -> Vec<Mistake> {
    let mut found = Vec::new();
    for (path, _) in files.in_folder(RULES_DIR) {
        let name = path.strip_prefix(RULES_DIR).map_or(path, |name| name.trim_start_matches('/'));
        if !names().any(|known| known == name) {
            let file = Reading::of(path, "");
            let kind = MistakeKind::Unfit(format!("no rules are read from `{name}`"));
            file.add_with_hint(0..0, kind, "the name of a rule file", hint(name, names()));
            found.extend(file.into_mistakes());
        }
    }
    found
}
