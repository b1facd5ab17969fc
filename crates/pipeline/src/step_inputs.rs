//! The files that one step declares, and what names them all.

use std::path::PathBuf;

use model::place::RegisterKind;
use place::Files;

/// A list of public bodies, and how it is laid out.
#[derive(Clone, Debug)]
pub(crate) struct Register {
    pub path: PathBuf,
    pub kind: RegisterKind,
}

/// The files that one step declares.
pub(crate) struct StepInputs {
    pub written: Files,
    /// Files of the declared kind of source, and what could not be found of them.
    pub sources: intake::files::Files,
    pub registers: Vec<Register>,
    /// Names each part of all this, with its content or a hash of it.
    pub parts: Vec<(String, Vec<u8>)>,
}
