//! The estimate of quality for groups of records: each pair counts in the groups of both of its records.

use super::{Findings, People};

/// How right the links of a group of records are estimated to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GroupQuality {
    pub n_records: u64,
    /// Pairs within clusters with at least one record of the group.
    pub n_found: u64,
    pub n_wrong: f64,
    /// None where nobody can tell.
    pub n_missed: Option<f64>,
}

impl GroupQuality {
    /// Of the matches with a record of the group, the share that is estimated to be missed; none where there are none.
    pub fn missed_share(&self) -> Option<f64> {
        let n_missed = self.n_missed?;
        let n_all = self.n_found as f64 - self.n_wrong + n_missed;
        (1.0 <= n_all).then(|| n_missed / n_all)
    }
}

/// Sums by group; none where nobody asks for groups.
pub(super) struct ByGroup<'f> {
    group_of_row: &'f [u16],
    sums: Vec<f64>,
}

impl<'f> ByGroup<'f> {
    pub(super) fn of(findings: &Findings<'f>) -> ByGroup<'f> {
        let group_of_row = findings.group_of_row;
        let n_groups = group_of_row.iter().max().map_or(0, |group| usize::from(*group) + 1);
        ByGroup { group_of_row, sums: vec![0.0; n_groups] }
    }

    /// Counts some pairs between records like these two.
    pub(super) fn add(&mut self, (left, right): (u32, u32), n: f64) {
        let Some(one) = self.group_of_row.get(left as usize).copied().map(usize::from) else { return };
        let other = usize::from(self.group_of_row[right as usize]);
        self.sums[one] += n;
        if one != other {
            self.sums[other] += n;
        }
    }

    pub(super) fn sums(self) -> Vec<f64> {
        self.sums
    }
}

/// Records of each group, and pairs within clusters that touch it.
pub(super) fn found(findings: &Findings<'_>, people: &People) -> Vec<GroupQuality> {
    let n_groups = findings.group_of_row.iter().max().map_or(0, |group| usize::from(*group) + 1);
    let mut groups = vec![GroupQuality::default(); n_groups];
    let mut by_cluster: Vec<(u32, u16)> = Vec::new();
    for (group, cluster) in findings.group_of_row.iter().zip(findings.clusters.labels()) {
        groups[usize::from(*group)].n_records += 1;
        if 1 < people.sizes[*cluster as usize] {
            by_cluster.push((*cluster, *group));
        }
    }
    by_cluster.sort_unstable();
    let pairs = |n: u64| n * n.saturating_sub(1) / 2;
    for same in by_cluster.chunk_by(|one, other| one == other) {
        let (cluster, group) = same[0];
        let n_all = u64::from(people.sizes[cluster as usize]);
        // All pairs of the cluster but those between records of other groups.
        groups[usize::from(group)].n_found += pairs(n_all) - pairs(n_all - same.len() as u64);
    }
    groups
}
