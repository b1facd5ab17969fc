//! A proposal as papers: a workbook with live formulas, and a summary by five cases.

use std::path::{Path, PathBuf};

use appraisal::{Case, Proposal, Reference, Uncertainty};

use crate::fail::Failure;

/// Which papers are written, and where.
#[derive(clap::Args)]
pub struct Papers {
    /// Write a workbook whose formulas compute the same figures: change an assumption and everything follows
    #[arg(long, value_name = "FILE", conflicts_with = "compare")]
    xlsx: Option<PathBuf>,
    /// Write the summary by five cases as a Word document
    #[arg(long, value_name = "FILE", conflicts_with = "compare")]
    docx: Option<PathBuf>,
    /// Write the summary by five cases as Markdown
    #[arg(long, value_name = "FILE", conflicts_with = "compare")]
    markdown: Option<PathBuf>,
}

impl Papers {
    pub fn is_asked(&self) -> bool {
        self.xlsx.is_some() || self.docx.is_some() || self.markdown.is_some()
    }

    /// Writes the papers of one proposal.
    pub fn write(
        &self,
        proposal: &Proposal,
        reference: &Reference,
        case: &Case,
        uncertainty: Option<&Uncertainty>,
    ) -> Result<(), Failure> {
        let failed = |error: casebook::Error| Failure::Other { text: error.to_string(), hint: None };
        if let Some(path) = &self.xlsx {
            save(path, &casebook::workbook(proposal, reference, case).map_err(failed)?)?;
        }
        if let Some(path) = &self.docx {
            save(path, &casebook::document(case, uncertainty).map_err(failed)?)?;
        }
        if let Some(path) = &self.markdown {
            save(path, casebook::markdown(case, uncertainty).as_bytes())?;
        }
        Ok(())
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    authored::write_whole(path, bytes).map_err(|error| {
        Failure::new(format!("cannot write `{}`: {error}", path.display()), "name a file in a folder that exists")
    })?;
    say!("wrote {}", path.display());
    Ok(())
}
