//! From links to people, as the model asks.

use petgraph::unionfind::UnionFind;

use super::giant::connected_within;
use super::links::links_of_part;
use super::one_to_one::one_to_one;
use super::{Clusters, Cut, Link, Links};
use crate::Error;
use crate::linkage_model::{LinkType, Model};
use crate::records::Records;

/// Clusters by the model: one-to-one where it names sources without duplicates, otherwise by connection
/// with protection from giants. Returns also the links that were followed, by cluster, and the cuts.
///
/// Where memory is too small for all links at once, records that any path of links connects are read together, some such groups at a time: no
/// decision about one of them depends on another.
///
/// # Errors
/// [`Error::Scratch`].
pub(crate) fn cluster(records: &Records, model: &Model, links: Links) -> Result<(Clusters, Links, Vec<Cut>), Error> {
    let rule = ClusterRule::of(records, model);
    let n_rows = records.n_records();
    let Some(memory) = links.limit_reached(n_rows as u64 * BYTES_OF_ROW) else {
        let (clusters, links, cuts) = rule.cluster(n_rows, |row| records.source_of(row), links.into_vec()?);
        let links = Links::from(links).by_cluster(&clusters)?;
        return Ok((clusters, links, cuts));
    };
    let parted = links.parted(memory, &connected(n_rows, &links)?)?;
    let mut followed = links.like();
    drop(links);
    let mut lowest: Vec<u32> = (0..n_rows as u32).collect();
    let mut cuts = Vec::new();
    for part in 0..parted.n_partitions() {
        let part = RenumberedLinks::of(links_of_part(&parted, part)?);
        let rows = &part.rows;
        let source_of = |row: u32| records.source_of(rows[row as usize]);
        let (clusters, links, cuts_of_part) = rule.cluster(rows.len(), source_of, part.links);
        let row = |at: u32| rows[at as usize];
        rows.iter().zip(clusters.labels()).for_each(|(own, label)| lowest[*own as usize] = row(*label));
        followed.extend(links.into_iter().map(|link| Link { left: row(link.left), right: row(link.right), ..link }))?;
        cuts.extend(cuts_of_part.into_iter().map(|cut| Cut { lowest_row: row(cut.lowest_row), ..cut }));
    }
    cuts.sort_by_key(|cut| cut.lowest_row);
    let clusters = Clusters { lowest };
    let followed = followed.by_cluster(&clusters)?;
    Ok((clusters, followed, cuts))
}

/// What joining, keeping sources apart and cutting take at most for each row.
const BYTES_OF_ROW: u64 = 64;

struct ClusterRule {
    /// Which sources hold nobody twice; none where that does not matter.
    is_clean: Option<Vec<bool>>,
    n_max: u64,
}

impl ClusterRule {
    fn of(records: &Records, model: &Model) -> ClusterRule {
        let is_one_to_one = !model.no_duplicates_in.is_empty() && model.link != LinkType::Dedupe;
        let is_clean = || records.sources().iter().map(|source| model.no_duplicates_in.contains(source)).collect();
        ClusterRule { is_clean: is_one_to_one.then(is_clean), n_max: model.thresholds.cluster_size_max }
    }

    fn cluster(
        &self,
        n_rows: usize,
        source_of: impl Fn(u32) -> usize,
        links: Vec<Link>,
    ) -> (Clusters, Vec<Link>, Vec<Cut>) {
        let links = match &self.is_clean {
            None => links,
            Some(is_clean) => one_to_one(n_rows, source_of, is_clean, links),
        };
        connected_within(n_rows, &links, self.n_max)
    }
}

/// Links among rows that are numbered anew, in the same order, so that nothing is as long as all records.
struct RenumberedLinks {
    rows: Vec<u32>,
    links: Vec<Link>,
}

impl RenumberedLinks {
    fn of(mut links: Vec<Link>) -> RenumberedLinks {
        let mut rows: Vec<u32> = links.iter().flat_map(|link| [link.left, link.right]).collect();
        rows.sort_unstable();
        rows.dedup();
        let at = |row: u32| rows.binary_search(&row).expect("every end is among the rows") as u32;
        for link in &mut links {
            (link.left, link.right) = (at(link.left), at(link.right));
        }
        RenumberedLinks { rows, links }
    }
}

fn connected(n_rows: usize, links: &Links) -> Result<Clusters, Error> {
    let mut joined: UnionFind<u32> = UnionFind::new(n_rows);
    links.for_each(|links| {
        for link in links {
            joined.union(link.left, link.right);
        }
        Ok(())
    })?;
    Ok(Clusters::of_labels(&joined.into_labeling()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::link;
    use super::*;
    use crate::memory::in_memory;
    use crate::records::RecordsBuilder;

    const N_EACH: u32 = 20;

    fn records() -> Records {
        let mut builder = RecordsBuilder::new(&["x"]).expect("columns");
        for source in ["a", "b", "c"] {
            builder.source(source);
            (0..N_EACH).for_each(|id| builder.push(&id.to_string(), &[None]).expect("a row"));
        }
        builder.finish().expect("records")
    }

    fn model(head: &str) -> Model {
        let text = format!(
            "version = 1\nname = 'x'\n{head}\nblocking = [['x']]\n[prior]\nprobability = 0.1\n[thresholds]\nkeep = 0.1\n\
             link = 0.5\ncluster_size_max = 4\n[[comparison]]\nname = 'x'\nlevels = [{{is='same'}}, {{is='else'}}]"
        );
        Model::read(&text).expect("a model")
    }

    fn found(model: &Model, links: &[Link], max_bytes: Option<u64>) -> (Clusters, Vec<Link>, Vec<Cut>) {
        let mut given = Links::within(max_bytes.map(in_memory).as_ref());
        links.iter().for_each(|link| given.extend([*link]).expect("room"));
        let (clusters, links, cuts) = cluster(&records(), model, given).expect("clusters");
        (clusters, links.into_vec().expect("links"), cuts)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_limit_changes_no_cluster_no_link_and_no_cut(
            links in prop::collection::btree_map((0..3 * N_EACH, 0..3 * N_EACH), 0_u8..5, 0..150),
            is_clean: bool,
            max_bytes in 1_u64..3_000,
        ) {
            let links: Vec<Link> = links.into_iter().filter(|((left, right), _)| left < right)
                .map(|((left, right), weight)| link(left, right, f32::from(weight))).collect();
            let head = if is_clean { "link = 'link_and_dedupe'\nno_duplicates_in = ['a', 'c']" } else { "" };
            let model = model(head);
            let expected = found(&model, &links, None);
            prop_assert_eq!(&found(&model, &links, Some(max_bytes)), &expected);
            prop_assert_eq!(&found(&model, &links, Some(1)), &expected);
        }
    }
}
