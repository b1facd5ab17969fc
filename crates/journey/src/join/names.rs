//! What joined cases are called.

use std::collections::HashSet;

use model::event_log::{EventLog, Name};

use super::groups::Groups;

/// The name of every case in the joined log, by log and by the case's number there.
pub(super) struct JoinedNames {
    pub of_log: Vec<Vec<String>>,
}

impl JoinedNames {
    /// A group is called as its first member is. Where another group is called so already, its file is added, and a
    /// number where that is not enough: two cases never become one by their names.
    pub fn of(logs: &[EventLog], groups: &mut Groups) -> JoinedNames {
        let files: Vec<Vec<Option<Name>>> = logs.iter().map(files_of_cases).collect();
        let mut taken: HashSet<String> = HashSet::new();
        let mut of_log: Vec<Vec<String>> = Vec::with_capacity(logs.len());
        for (place, log) in logs.iter().enumerate() {
            of_log.push(Vec::with_capacity(log.cases.len()));
            for (case, name) in log.cases.iter().enumerate() {
                let first = groups.first(groups.number(place, case));
                // The first member has the lowest number, so its name is there before the others ask for it.
                let name = match first == groups.number(place, case) {
                    true => free_name(name, file(log, files[place][case]), &taken),
                    false => name_of(first, groups, &of_log),
                };
                taken.insert(name.clone());
                of_log[place].push(name);
            }
        }
        JoinedNames { of_log }
    }
}

fn name_of(number: usize, groups: &Groups, of_log: &[Vec<String>]) -> String {
    let log = groups.log(number);
    of_log[log][number - groups.number(log, 0)].clone()
}

fn file(log: &EventLog, file: Option<Name>) -> &str {
    file.map_or("without events", |file| log.files.name(file))
}

fn free_name(name: &str, file: &str, taken: &HashSet<String>) -> String {
    let with_file = format!("{name} ({file})");
    let numbered = (2..).map(|number| format!("{name} ({file}, {number})"));
    let mut names = [name.to_owned(), with_file].into_iter().chain(numbered);
    names.find(|name| !taken.contains(name)).expect("numbers do not end")
}

/// The file of the first event of each case; none where a case has no event.
fn files_of_cases(log: &EventLog) -> Vec<Option<Name>> {
    let mut files = vec![None; log.cases.len()];
    for event in &log.events {
        files[event.case.index()].get_or_insert(event.file);
    }
    files
}
