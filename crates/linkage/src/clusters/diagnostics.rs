//! How well a cluster hangs together.

use super::{Clusters, Link, Links};
use crate::Error;

/// What tells a sound cluster from one that hangs on a thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusterReport {
    /// The lowest row, which names the cluster.
    pub lowest_row: u32,
    pub n_records: u64,
    pub n_links: u64,
    /// `2 × links / (records × (records − 1))`; 1 where every record is linked to every other.
    pub density: f64,
    /// Links without which the cluster would fall apart.
    pub n_bridges: u64,
    /// Match weight of the weakest link.
    pub weight_min: f32,
}

/// A report on every cluster of two records or more, largest first, then by lowest row.
///
/// A link given twice counts once.
///
/// # Errors
/// [`Error::Scratch`].
pub fn cluster_reports(clusters: &Clusters, links: &Links) -> Result<Vec<ClusterReport>, Error> {
    let mut sizes = vec![0_u32; clusters.n_rows()];
    clusters.labels().iter().for_each(|lowest| sizes[*lowest as usize] += 1);
    let mut reports = Vec::new();
    links.for_each_group(clusters, |links| {
        reports.extend(reports_of(clusters, &sizes, links));
        Ok(())
    })?;
    reports.sort_by_key(|report| (std::cmp::Reverse(report.n_records), report.lowest_row));
    Ok(reports)
}

/// Of clusters all of whose links are given.
fn reports_of(clusters: &Clusters, sizes: &[u32], links: &[Link]) -> Vec<ClusterReport> {
    let mut links: Vec<(u32, Link)> = links
        .iter()
        .filter(|link| clusters.of(link.left) == clusters.of(link.right))
        .map(|link| {
            (
                clusters.of(link.left),
                Link { left: link.left.min(link.right), right: link.left.max(link.right), ..*link },
            )
        })
        .collect();
    links.sort_by_key(|(lowest, link)| (*lowest, link.left, link.right));
    links.dedup_by_key(|(_, link)| (link.left, link.right));
    let each = links.chunk_by(|a, b| a.0 == b.0);
    each.map(|links| report(links, u64::from(sizes[links[0].0 as usize]))).collect()
}

fn report(links: &[(u32, Link)], n_records: u64) -> ClusterReport {
    let n_links = links.len() as u64;
    ClusterReport {
        lowest_row: links[0].0,
        n_records,
        n_links,
        density: 2.0 * n_links as f64 / (n_records * (n_records - 1)) as f64,
        n_bridges: n_bridges(links),
        weight_min: links.iter().map(|(_, link)| link.weight).fold(f32::INFINITY, f32::min),
    }
}

/// Bridges by Tarjan's depth-first numbering, without recursion: a cluster may be a chain of thousands.
fn n_bridges(links: &[(u32, Link)]) -> u64 {
    let mut rows: Vec<u32> = links.iter().flat_map(|(_, link)| [link.left, link.right]).collect();
    rows.sort_unstable();
    rows.dedup();
    let place = |row: u32| rows.binary_search(&row).expect("every end is among the rows");
    let mut neighbours: Vec<Vec<(usize, usize)>> = vec![Vec::new(); rows.len()];
    for (at, (_, link)) in links.iter().enumerate() {
        let (left, right) = (place(link.left), place(link.right));
        neighbours[left].push((right, at));
        neighbours[right].push((left, at));
    }
    let (mut number, mut low) = (vec![0; rows.len()], vec![0; rows.len()]);
    let (mut n_seen, mut n_bridges) = (0, 0);
    // Place, the link that led there, and the next neighbour to look at.
    let mut path: Vec<(usize, usize, usize)> = vec![(0, usize::MAX, 0)];
    while let Some((here, by, next)) = path.last_mut() {
        if number[*here] == 0 {
            n_seen += 1;
            (number[*here], low[*here]) = (n_seen, n_seen);
        }
        if let Some((there, link)) = neighbours[*here].get(*next).copied() {
            *next += 1;
            if number[there] == 0 {
                path.push((there, link, 0));
            } else if link != *by {
                low[*here] = low[*here].min(number[there]);
            }
            continue;
        }
        let here = *here;
        path.pop();
        if let Some((parent, _, _)) = path.last() {
            low[*parent] = low[*parent].min(low[here]);
            n_bridges += u64::from(number[*parent] < low[here]);
        }
    }
    n_bridges
}

#[cfg(test)]
mod tests {
    use super::super::link;
    use super::*;
    use crate::memory::in_memory;

    #[test]
    fn a_thread_between_two_clumps_is_a_bridge() {
        // Two triangles and a link between them; a pair; a record alone.
        let links = [
            link(0, 1, 9.0),
            link(1, 2, 9.0),
            link(2, 0, 9.0),
            link(2, 3, 4.0),
            link(3, 4, 9.0),
            link(4, 5, 9.0),
            link(3, 5, 9.0),
            link(5, 3, 9.0),
            link(6, 7, 5.0),
        ];
        let clusters = Clusters::connected(9, &links);
        let reports = cluster_reports(&clusters, &links.to_vec().into()).expect("reports");
        assert_eq!(reports.len(), 2);
        let mut limited = Links::within(Some(&in_memory(16)));
        limited.extend(links).expect("room");
        assert_eq!(cluster_reports(&clusters, &limited).expect("reports"), reports);
        let first = reports[0];
        assert_eq!((first.lowest_row, first.n_records, first.n_links, first.n_bridges), (0, 6, 7, 1));
        assert!((first.density - 14.0 / 30.0).abs() < 1e-12 && first.weight_min == 4.0);
        assert_eq!((reports[1].n_bridges, reports[1].density), (1, 1.0));
    }

    #[test]
    fn a_long_chain_is_all_bridges() {
        let links: Vec<Link> = (0..20_000).map(|row| link(row, row + 1, 1.0)).collect();
        let clusters = Clusters::connected(20_001, &links);
        assert_eq!(cluster_reports(&clusters, &links.into()).expect("reports")[0].n_bridges, 20_000);
    }
}
