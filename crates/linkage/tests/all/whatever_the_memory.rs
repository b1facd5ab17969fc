//! The same pairs, model and people however much memory may hold.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use linkage::clusters::{Clusters, Cut, Link};
use linkage::linkage_model::LinkType;
use linkage::records::{Records, RecordsBuilder};
use linkage::score::{ScoreSummary, ScoredPair};
use linkage::{Error, LinkOptions, MemoryLimit, Model, link};
use proptest::prelude::*;

use super::made_up::{COLUMNS, FIVE_COLUMNS, Row, people};
use super::whatever_the_order::{on_threads, shuffled};

pub fn in_memory(max_bytes: u64) -> MemoryLimit {
    MemoryLimit::new(max_bytes, || Ok(Box::new(Cursor::new(Vec::new()))))
}

fn model(link: LinkType, no_duplicates_in: &[&str]) -> Model {
    let mut model = Model::read(FIVE_COLUMNS).expect("the model that comes with the program");
    model.link = link;
    model.no_duplicates_in = no_duplicates_in.iter().map(|source| (*source).to_owned()).collect();
    // Among so few records all pairs would be fewer than are drawn.
    model.training.u_pairs = 5_000;
    // So few that every session samples.
    model.training.m_pairs = 60;
    model.thresholds.cluster_size_max = 3;
    model
}

fn records(rows: &[Row], memory: Option<MemoryLimit>) -> Result<Records, Error> {
    let builder = RecordsBuilder::new(&COLUMNS)?;
    let mut builder = match memory {
        Some(memory) => builder.within(memory),
        None => builder,
    };
    for (source, id, values) in rows {
        builder.source(source);
        builder.push(id, &values.iter().map(Option::as_deref).collect::<Vec<_>>())?;
    }
    builder.finish()
}

#[derive(Debug, PartialEq)]
struct Found {
    ids: Vec<String>,
    model: String,
    pairs: Vec<ScoredPair>,
    summary: ScoreSummary,
    clusters: Clusters,
    links: Vec<Link>,
    cuts: Vec<Cut>,
}

fn found(rows: &[Row], model: &Model, memory: Option<MemoryLimit>) -> Result<Found, Error> {
    let records = records(rows, memory.clone())?;
    let mut pairs = Vec::new();
    let linked = link(&records, model, &LinkOptions { memory, ..LinkOptions::USUAL }, |kept: &[ScoredPair]| {
        pairs.extend_from_slice(kept);
        Ok(())
    })?;
    Ok(Found {
        ids: (0..records.n_records() as u32).map(|row| records.id(row).to_owned()).collect(),
        model: linked.model.write(),
        pairs,
        summary: linked.summary,
        clusters: linked.clusters,
        links: linked.links.into_vec()?,
        cuts: linked.cuts,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_limit_and_threads_change_nothing(
        seed in 0_u64..1_000,
        (kind, clean) in prop_oneof![
            Just((LinkType::Dedupe, &[][..])),
            Just((LinkType::LinkOnly, &[][..])),
            Just((LinkType::LinkAndDedupe, &["council", "nhs"][..])),
        ],
        max_bytes in prop_oneof![Just(1_u64), 1_000_u64..200_000, Just(10_000_000)],
        n_threads in 1_usize..3,
        is_shuffled: bool,
    ) {
        let rows = people(120, seed);
        let rows = if is_shuffled { shuffled(rows, seed) } else { rows };
        let model = model(kind, clean);
        let expected = on_threads(1, || found(&rows, &model, None)).expect("linked");
        prop_assert!(!expected.pairs.is_empty() && expected.links.len() > 1);
        let limited = on_threads(n_threads, || found(&rows, &model, Some(in_memory(max_bytes)))).expect("linked");
        prop_assert!(limited == expected, "{max_bytes} bytes change what is found");
    }
}

#[test]
fn all_pairs_of_few_records_train_the_same() {
    let mut model = model(LinkType::LinkOnly, &[]);
    model.training.u_pairs = 10_000_000;
    let rows = people(60, 4);
    let expected = found(&rows, &model, None).expect("linked");
    assert_eq!(found(&rows, &model, Some(in_memory(4_000))).expect("linked"), expected);
}

/// Scratch with a ledger: how much is there now, and how many bytes may be written at all.
struct Watched {
    inner: Cursor<Vec<u8>>,
    n_open: Arc<AtomicUsize>,
    room: Arc<AtomicI64>,
}

impl Read for Watched {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(bytes)
    }
}

impl Seek for Watched {
    fn seek(&mut self, at: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(at)
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.room.fetch_sub(bytes.len() as i64, Ordering::SeqCst) < bytes.len() as i64 {
            true => Err(std::io::ErrorKind::StorageFull.into()),
            false => self.inner.write(bytes),
        }
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.n_open.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn wherever_the_disk_is_full_it_is_said_and_nothing_is_left() {
    let rows = shuffled(people(40, 2), 1);
    let model = model(LinkType::LinkAndDedupe, &["nhs"]);
    let mut n_refused = 0;
    for room in (0..).map(|step| step * 15_000) {
        let (n_open, left) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicI64::new(room)));
        let (n_open_there, left_there) = (n_open.clone(), left.clone());
        let memory = MemoryLimit::new(2_000, move || {
            n_open_there.fetch_add(1, Ordering::SeqCst);
            Ok(Box::new(Watched { inner: Cursor::default(), n_open: n_open_there.clone(), room: left_there.clone() }))
        });
        let result = found(&rows, &model, Some(memory));
        assert_eq!(n_open.load(Ordering::SeqCst), 0, "scratch was left open");
        match result {
            Ok(_) => break,
            Err(error) => {
                assert_eq!(error, Error::Scratch { doing: "be written", why: "no storage space".to_owned() });
                n_refused += 1;
            }
        }
    }
    assert!(5 < n_refused, "{n_refused}");
}
