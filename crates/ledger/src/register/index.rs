//! Names to bodies, with every name that means several bodies kept apart.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::candidate::Candidate;
use super::form::{Form, Styles};

/// What a name finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Nobody,
    One(usize),
    Several,
}

impl Meaning {
    pub fn of(mut bodies: impl Iterator<Item = usize>) -> Meaning {
        match (bodies.next(), bodies.next()) {
            (None, _) => Meaning::Nobody,
            (Some(body), None) => Meaning::One(body),
            (Some(_), Some(_)) => Meaning::Several,
        }
    }
}

/// Exact keys to bodies.
#[derive(Clone, Debug)]
pub(super) struct NameIndex<K> {
    bodies: BTreeMap<K, Bearers>,
}

/// The bodies with this name: nearly always one.
#[derive(Clone, Debug)]
pub(super) struct Bearers {
    first: usize,
    others: Vec<usize>,
}

impl Bearers {
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    fn add(&mut self, body: usize) {
        if !self.iter().any(|bearer| bearer == body) {
            self.others.push(body);
        }
    }
}

impl<K: Ord> NameIndex<K> {
    /// An index over bodies by all the keys of each.
    pub fn of<Keys: IntoIterator<Item = K>>(
        bodies: &[Candidate],
        keys_of: impl Fn(&Candidate) -> Keys,
    ) -> NameIndex<K> {
        let mut index: BTreeMap<K, Bearers> = BTreeMap::new();
        for (position, body) in bodies.iter().enumerate() {
            for key in keys_of(body) {
                let bearers = index.entry(key);
                bearers
                    .and_modify(|bearers| bearers.add(position))
                    .or_insert(Bearers { first: position, others: Vec::new() });
            }
        }
        NameIndex { bodies: index }
    }

    pub fn find(&self, key: &K) -> Meaning {
        self.bodies.get(key).map_or(Meaning::Nobody, |bearers| Meaning::of(bearers.iter()))
    }
}

impl NameIndex<String> {
    /// Every longer key that starts so, with its bodies.
    pub fn starting_with<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (&'a str, &'a Bearers)> {
        let from = self.bodies.range::<str, _>((Bound::Excluded(start), Bound::Unbounded));
        from.take_while(move |(key, _)| key.starts_with(start)).map(|(key, bearers)| (key.as_str(), bearers))
    }
}

/// Principal councils by the name of their place.
#[derive(Clone, Debug)]
pub(super) struct CouncilIndex {
    by_core: BTreeMap<String, Vec<Council>>,
}

/// What the names of one council say of it.
#[derive(Clone, Debug)]
struct Council {
    body: usize,
    /// Every style that one of its names gives it; none where all are plain `X COUNCIL`.
    styles: Styles,
}

impl CouncilIndex {
    pub fn of(bodies: &[Candidate]) -> CouncilIndex {
        let mut by_core: BTreeMap<String, Vec<Council>> = BTreeMap::new();
        for (position, body) in bodies.iter().enumerate() {
            // `Derby CC` is one of Derby City Council's names and does not make a county of it.
            let is_sure = |styles: Styles| styles != Styles::CITY_OR_COUNTY;
            for named in &body.forms {
                if let Form::Council(styles) = named.form {
                    let styles = if is_sure(styles) { styles } else { Styles::NONE };
                    add(by_core.entry(named.core.clone()).or_default(), position, styles);
                }
            }
        }
        CouncilIndex { by_core }
    }

    /// The council of this place that a name with these styles means.
    ///
    /// A council that bears the style in one of its names comes first. Where there is none, the
    /// styles below county level pass into each other (Chelmsford was a borough before it was a
    /// city), and a council that calls itself plainly `X Council` may bear any. A county is never
    /// taken for a city or a borough.
    pub fn find(&self, core: &str, printed: Styles) -> Meaning {
        let Some(councils) = self.by_core.get(core) else { return Meaning::Nobody };
        let which = |fits: &dyn Fn(&Council) -> bool| {
            Meaning::of(councils.iter().filter(|council| fits(council)).map(|council| council.body))
        };
        if printed == Styles::NONE {
            return match which(&|_| true) {
                Meaning::Several => match which(&|council| council.styles == Styles::NONE) {
                    Meaning::One(body) => Meaning::One(body),
                    _ => Meaning::Several,
                },
                meaning => meaning,
            };
        }
        match which(&|council| council.styles.shares(printed)) {
            Meaning::Nobody => which(&|council| may_bear(council, printed)),
            meaning => meaning,
        }
    }
}

fn may_bear(council: &Council, printed: Styles) -> bool {
    // `THURROCK CC` is as likely a cricket club as a council that is neither city nor county.
    let below_county = printed.within(Styles::BELOW_COUNTY) && council.styles.shares(Styles::BELOW_COUNTY);
    let unstyled = council.styles == Styles::NONE && printed != Styles::CITY_OR_COUNTY;
    below_county || unstyled
}

fn add(councils: &mut Vec<Council>, body: usize, styles: Styles) {
    match councils.iter_mut().find(|council| council.body == body) {
        Some(council) => council.styles = council.styles.with(styles),
        None => councils.push(Council { body, styles }),
    }
}
