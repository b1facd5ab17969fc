//! XML of any encoding as a stream of elements in UTF-8.

use std::borrow::Cow;
use std::io::{BufReader, Read};
use std::path::Path;

use quick_xml::events::BytesStart;
use quick_xml::{Reader, XmlVersion};

use super::error::Error;
use super::problem::Notice;
use super::source::Xml;
use super::xml_encoding::in_utf8;

const CHUNK_BYTES: usize = 1 << 16;

/// A reader of elements, and what is to be said of the encoding.
pub(super) fn reader<'a>(
    path: &Path,
    xml: &'a Xml,
    notices: &mut Vec<Notice>,
) -> Result<Reader<BufReader<Box<dyn Read + Send + 'a>>>, Error> {
    let input = xml.content.open().map_err(Error::file(path))?;
    let utf8 = in_utf8(input, xml, notices);
    let mut reader = Reader::from_reader(BufReader::with_capacity(CHUNK_BYTES, utf8));
    reader.config_mut().expand_empty_elements = true;
    Ok(reader)
}

/// An attribute of an element, its references replaced.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    match &found.value {
        // Nothing to replace, as mostly.
        Cow::Borrowed(value) if !value.contains(['&', '\n', '\t', '\r']) => Some(Cow::Borrowed(*value)),
        // `R&D`, which should be `R&amp;D`, is read as it stands.
        raw => Some(found.normalized_value(XmlVersion::Implicit1_0).unwrap_or_else(|_| raw.clone())),
    }
}

/// A document that breaks off or is not XML.
pub(super) fn damaged(path: &Path, at: u64, error: &quick_xml::Error) -> Error {
    match error {
        quick_xml::Error::Io(source) => {
            Error::Damaged { path: path.to_owned(), at, why: format!("it cannot be read on ({source})") }
        }
        error => Error::Damaged { path: path.to_owned(), at, why: format!("it is not well-formed XML ({error})") },
    }
}
