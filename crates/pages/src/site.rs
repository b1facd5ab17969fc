//! The site of a place: what its pages are made from.

use account::{Account, Dimension};
use model::{Place, Tables};
use report::Summary;

use crate::Error;
use crate::payees::Payees;
use crate::read::{self, SmallTables};

/// Everything that pages are made from. Nothing in it changes, so a page is a pure function of its address.
pub struct Site {
    pub(crate) place: Place,
    pub(crate) account: Account,
    pub(crate) summary: Summary,
    pub(crate) small: SmallTables,
    pub(crate) run: Run,
    pub(crate) payees: Payees,
}

/// What is known about the build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Program and version, such as `totalplace 0.1.0`.
    pub program: String,
    /// Digest of everything that the account was made from: equal builds have equal digests.
    pub digest: String,
    /// Files that are published beside the pages.
    pub downloads: Vec<Download>,
}

/// A file to take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// Relative to the site: `tables/spend.parquet`.
    pub path: String,
    pub label: String,
    pub n_bytes: Option<u64>,
}

impl Site {
    pub fn new(place: Place, account: Account, summary: Summary, tables: &dyn Tables, run: Run) -> Result<Site, Error> {
        let service_name = |id: &str| account.label(Dimension::Service, Some(id));
        let small = read::read(tables, &place, &service_name)?;
        let payees = Payees::of(&account);
        Ok(Site { place, account, summary, small, run, payees })
    }

    pub fn account(&self) -> &Account {
        &self.account
    }

    pub fn place(&self) -> &Place {
        &self.place
    }
}
