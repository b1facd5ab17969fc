//! Families with the days on which their members come and go.

use jiff::civil::Date;

use super::person::{Person, Role};

/// A family with a child, and its members with the days from and to which they belong to it.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    pub id: u64,
    pub members: Vec<Member>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// Position of the person in the chunk.
    pub person: usize,
    pub from: Date,
    /// The first day on which they do not; open where they belong to it when the year ends.
    pub to: Option<Date>,
    /// A child's main family, where it has two.
    pub is_main: bool,
}

impl Family {
    /// Who grows up leaves; where nobody is left to care for and nobody expects a child, it is not a family any more.
    pub(super) fn grow_up(&mut self, people: &[Person], last: Date) {
        let grown = |member: &Member| {
            let person = &people[member.person];
            Some(person.grows_up()).filter(|day| person.role == Role::Child && *day <= last)
        };
        for member in &mut self.members {
            member.to = member.to.or(grown(member));
        }
        let makes_family = |member: &Member| {
            let person = &people[member.person];
            member.to.is_none() && (person.role == Role::Child || person.expects(last))
        };
        let ends = self.members.iter().filter_map(grown).max().filter(|_| !self.members.iter().any(makes_family));
        if let Some(ends) = ends {
            self.members.retain(|member| member.from < ends);
            self.members.iter_mut().for_each(|member| member.to = member.to.or(Some(ends)));
        }
    }

    /// Whether it is a family on the last day of the year.
    pub fn lasts(&self) -> bool {
        self.members.iter().any(|member| member.to.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fates::Provision;
    use crate::people::households::chunk;
    use model::FinancialYear;

    #[test]
    fn who_grows_up_leaves_and_a_family_without_a_child_ends() {
        let last = FinancialYear(2025).last_day();
        let chunks: Vec<_> = (0..80).map(|number| chunk(7, FinancialYear(2025), number)).collect();
        let (mut n_grown, mut n_ended) = (0, 0);
        for chunk in &chunks {
            for family in &chunk.families {
                let of = |member: &&Member| chunk.people[member.person].role == Role::Child;
                for member in family.members.iter().filter(of) {
                    let person = &chunk.people[member.person];
                    let is_grown = 18 <= person.age_on(last) && person.provision != Provision::Plan;
                    assert_eq!(member.to.is_some(), is_grown);
                    n_grown += usize::from(is_grown);
                }
                let has_child = family.members.iter().filter(of).any(|member| member.to.is_none());
                let expects = family.members.iter().any(|member| chunk.people[member.person].expects(last));
                assert_eq!(family.lasts(), has_child || expects);
                n_ended += usize::from(!family.lasts());
            }
        }
        assert!(5 < n_ended && n_ended < n_grown, "{n_ended} families ended, {n_grown} grown up");
    }
}
