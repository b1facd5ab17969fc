//! Sources in which nobody stands twice: at most one record of each in a person.

use petgraph::unionfind::UnionFind;

use super::{Link, strongest_first};

/// The links that join rows by their mutual best: with them a cluster never holds two records of a clean source.
///
/// The strongest link is taken first, and of equally strong ones that with the lower rows, so a link is made where each side
/// is the other's best that is still free (method, section 3.1).
pub(super) fn one_to_one(
    n_rows: usize,
    source_of: impl Fn(u32) -> usize,
    is_clean: &[bool],
    mut links: Vec<Link>,
) -> Vec<Link> {
    let mut joined: UnionFind<u32> = UnionFind::new(n_rows);
    let mut clean_in: Vec<Vec<u16>> = (0..n_rows as u32)
        .map(|row| Some(source_of(row)).filter(|source| is_clean[*source]).map(|source| source as u16))
        .map(|source| source.into_iter().collect())
        .collect();
    links.sort_by(strongest_first);
    links.retain(|link| {
        let (left, right) = (joined.find_mut(link.left), joined.find_mut(link.right));
        if left == right {
            return true;
        }
        let (of_left, of_right) = (&clean_in[left as usize], &clean_in[right as usize]);
        if of_left.iter().any(|source| of_right.contains(source)) {
            return false;
        }
        let mut both = std::mem::take(&mut clean_in[left as usize]);
        both.extend(std::mem::take(&mut clean_in[right as usize]));
        joined.union(left, right);
        clean_in[joined.find_mut(left) as usize] = both;
        true
    });
    links
}

#[cfg(test)]
mod tests {
    use super::super::{Clusters, link};
    use super::*;

    /// Rows 0 and 1 of a clean source, 2 and 3 of another, 4 and 5 of one that may hold a person twice.
    fn check(links: &[Link], expected: [u32; 6]) {
        let made = one_to_one(6, |row| row as usize / 2, &[true, true, false], links.to_vec());
        assert_eq!(Clusters::connected(6, &made).labels(), expected);
    }

    #[test]
    fn the_strongest_links_are_mutual() {
        check(&[link(0, 2, 5.0), link(0, 3, 9.0), link(1, 3, 7.0), link(1, 2, 1.0)], [0, 1, 1, 0, 4, 5]);
    }

    #[test]
    fn a_path_through_another_source_does_not_join_two_of_a_clean_one() {
        check(&[link(0, 4, 9.0), link(1, 4, 8.0), link(4, 5, 7.0), link(1, 5, 6.0)], [0, 1, 2, 3, 0, 0]);
    }

    #[test]
    fn of_equal_links_that_with_the_lower_id_is_made() {
        check(&[link(0, 3, 5.0), link(0, 2, 5.0)], [0, 1, 0, 3, 4, 5]);
    }
}
