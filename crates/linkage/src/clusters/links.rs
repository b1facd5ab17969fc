//! Links, in memory or, where they are too many, on scratch.

use rayon::prelude::*;

use super::{Clusters, Link};
use crate::Error;
use crate::memory::{KeyRanges, MemoryLimit, PartitionedRows, Partitioner, ROWS_AT_ONCE, ScratchRows};

/// Links in the order in which they came.
#[derive(Debug, Default)]
pub struct Links {
    memory: Option<MemoryLimit>,
    /// Those that are not on scratch.
    last: Vec<Link>,
    written: Option<ScratchRows>,
}

const WIDTH: usize = 3;

impl Links {
    /// Links that go to scratch where memory may not hold them. Without a limit none do.
    pub fn within(memory: Option<&MemoryLimit>) -> Links {
        Links { memory: memory.cloned(), last: Vec::new(), written: None }
    }

    pub fn len(&self) -> u64 {
        self.written.as_ref().map_or(0, ScratchRows::n_rows) + self.last.len() as u64
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// # Errors
    /// [`Error::Scratch`], here and in every method.
    pub fn extend(&mut self, links: impl IntoIterator<Item = Link>) -> Result<(), Error> {
        self.last.extend(links);
        let Some(memory) = &self.memory else { return Ok(()) };
        if (self.last.len() * size_of::<Link>()) as u64 <= memory.buffer_bytes() {
            return Ok(());
        }
        let written = match &mut self.written {
            Some(written) => written,
            None => self.written.insert(ScratchRows::create(memory, WIDTH)?),
        };
        let words: Vec<u32> = self.last.drain(..).flat_map(Link::words).collect();
        written.append(&words)
    }

    /// Hands on the links, some at a time.
    pub fn for_each(&self, mut take: impl FnMut(&[Link]) -> Result<(), Error>) -> Result<(), Error> {
        if let Some(written) = &self.written {
            let n_at_once = self.memory.as_ref().map_or(ROWS_AT_ONCE, |memory| memory.rows_at_once(WIDTH));
            written.for_each_chunk(n_at_once, |_, words| take(&links_of(words)))?;
        }
        take(&self.last)
    }

    /// All of them in memory.
    pub fn into_vec(self) -> Result<Vec<Link>, Error> {
        if self.written.is_none() {
            return Ok(self.last);
        }
        let mut all = Vec::with_capacity(self.len() as usize);
        self.for_each(|links| {
            all.extend_from_slice(links);
            Ok(())
        })?;
        Ok(all)
    }

    /// Links that go where these do.
    pub(crate) fn like(&self) -> Links {
        Links::within(self.memory.as_ref())
    }

    /// The limit, if it was reached before or these additional bytes would exceed it.
    pub(super) fn limit_reached(&self, n_bytes: u64) -> Option<&MemoryLimit> {
        self.memory.as_ref().filter(|memory| self.written.is_some() || memory.part_bytes() < n_bytes)
    }

    /// Links sorted by cluster, then by rows.
    pub(super) fn by_cluster(self, clusters: &Clusters) -> Result<Links, Error> {
        let key = |link: &Link| (clusters.of(link.left), link.left, link.right, link.weight.to_bits());
        let Some(memory) = self.limit_reached(0) else {
            let mut sorted = self;
            sorted.last.par_sort_unstable_by_key(key);
            return Ok(sorted);
        };
        let parted = self.parted(memory, clusters)?;
        let mut sorted = self.like();
        for part in 0..parted.n_partitions() {
            let mut links = links_of_part(&parted, part)?;
            links.par_sort_unstable_by_key(key);
            sorted.extend(links)?;
        }
        Ok(sorted)
    }

    /// Links parted by ranges of clusters.
    pub(super) fn parted(&self, memory: &MemoryLimit, clusters: &Clusters) -> Result<PartitionedRows, Error> {
        let mut counts = vec![0_u32; clusters.n_rows()];
        self.for_each(|links| {
            links.iter().for_each(|link| counts[clusters.of(link.left) as usize] += 1);
            Ok(())
        })?;
        let n_links_each = memory.part_bytes() / (LINKS_OF_PART * size_of::<Link>()) as u64;
        let mut parting = Partitioner::new(memory, KeyRanges::of_counts(counts, n_links_each.max(1)), WIDTH)?;
        self.for_each(|links| {
            links.iter().try_for_each(|link| parting.push(clusters.of(link.left), &link.words(), &[]))
        })?;
        parting.finish()
    }
}

/// How many times over the links of a part are in memory, rows included, while they are joined, sorted and cut.
const LINKS_OF_PART: usize = 16;

pub(super) fn links_of_part(parted: &PartitionedRows, part: usize) -> Result<Vec<Link>, Error> {
    let mut words = Vec::new();
    parted.read(part, &mut words)?;
    Ok(links_of(&words))
}

fn links_of(words: &[u32]) -> Vec<Link> {
    let link = |words: &[u32]| Link { left: words[0], right: words[1], weight: f32::from_bits(words[2]) };
    words.chunks(WIDTH).map(link).collect()
}

impl Link {
    fn words(self) -> [u32; WIDTH] {
        [self.left, self.right, self.weight.to_bits()]
    }
}

impl From<Vec<Link>> for Links {
    fn from(last: Vec<Link>) -> Links {
        Links { last, ..Links::default() }
    }
}
