//! OCEL 2.0 in XML.

use std::path::Path;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as XmlEvent};

use super::super::error::Error;
use super::super::source::Xml;
use super::super::xml::{attribute, damaged, reader};
use super::raw::{RawEvent, RawObject, RawOcel, RawValue, Related};

pub(super) fn read(path: &Path, xml: &Xml) -> Result<RawOcel, Error> {
    let mut notices = Vec::new();
    let mut input = reader(path, xml, &mut notices)?;
    let mut ocel = OcelReader::default();
    let mut buffer = Vec::new();
    loop {
        let event = input.read_event_into(&mut buffer);
        match event.map_err(|error| damaged(path, input.error_position(), &error))? {
            XmlEvent::Start(element) => ocel.begin(&element),
            XmlEvent::Text(text) => ocel.say(&text.xml_content(XmlVersion::Implicit1_0)),
            XmlEvent::CData(text) => ocel.say(&text.xml_content(XmlVersion::Implicit1_0)),
            XmlEvent::GeneralRef(reference) => ocel.say(&referred(&reference)),
            XmlEvent::End(_) => ocel.end(),
            XmlEvent::Eof if ocel.open.is_empty() => break,
            XmlEvent::Eof => {
                let why = "it ends in the middle of the log".to_owned();
                return Err(Error::Damaged { path: path.to_owned(), at: input.buffer_position(), why });
            }
            _ => {}
        }
        buffer.clear();
    }
    ocel.finish().map_err(|why| Error::OcelMalformed { path: path.to_owned(), why })
}

/// What `&amp;` or `&#233;` stands for; one that nobody declared stands for itself.
fn referred(name: &str) -> String {
    let reference = format!("&{name};");
    quick_xml::escape::unescape(&reference).map_or_else(|_| reference.clone(), |text| text.into_owned())
}

/// The elements that are open, and what they have said so far.
#[derive(Default)]
struct OcelReader {
    open: Vec<String>,
    raw: RawOcel,
    value: Option<RawValue>,
    has_event_types: bool,
    has_object_types: bool,
    has_events: bool,
    has_objects: bool,
}

impl OcelReader {
    fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name().into_inner().to_owned();
        let text = |key: &str| attribute(element, key).unwrap_or_default().into_owned();
        let parents: Vec<&str> = self.open.iter().map(String::as_str).collect();
        match (parents.as_slice(), name.as_str()) {
            (["log"], "event-types") => self.has_event_types = true,
            (["log"], "object-types") => self.has_object_types = true,
            (["log"], "events") => self.has_events = true,
            (["log"], "objects") => self.has_objects = true,
            (["log", "event-types"], "event-type") => self.raw.event_types.push(text("name")),
            (["log", "object-types"], "object-type") => self.raw.object_types.push(text("name")),
            (["log", "objects"], "object") => {
                let object = RawObject { id: text("id"), object_type: text("type"), ..RawObject::default() };
                self.raw.objects.push(object);
            }
            (["log", "events"], "event") => {
                let (id, event_type, time) = (text("id"), text("type"), text("time"));
                self.raw.events.push(RawEvent { id, event_type, time, ..RawEvent::default() });
            }
            (["log", "objects" | "events", _, "attributes"], "attribute") => {
                let changed = attribute(element, "time").map(|time| time.into_owned());
                self.value = Some(RawValue { attribute: text("name"), value: String::new(), changed });
            }
            // The XSD says `relationship`; some programs write `relobj`, as an older draft did.
            (["log", list @ ("objects" | "events"), _, "objects"], "relationship" | "relobj" | "object") => {
                let related = Related { object_id: text("object-id"), qualifier: text("qualifier") };
                match *list {
                    "objects" => self.raw.objects.last_mut().map(|object| object.related.push(related)),
                    _ => self.raw.events.last_mut().map(|event| event.related.push(related)),
                };
            }
            _ => {}
        }
        self.open.push(name);
    }

    fn say(&mut self, text: &str) {
        if let Some(value) = &mut self.value {
            value.value.push_str(text);
        }
    }

    fn end(&mut self) {
        self.open.pop();
        let is_value_open = self.open.last().is_some_and(|name| name == "attribute");
        if let Some(value) = self.value.take_if(|_| !is_value_open) {
            match self.open.get(1).map(String::as_str) {
                Some("objects") => self.raw.objects.last_mut().map(|object| object.values.push(value)),
                _ => self.raw.events.last_mut().map(|event| event.values.push(value)),
            };
        }
    }

    fn finish(self) -> Result<RawOcel, String> {
        let parts = [
            ("event-types", self.has_event_types),
            ("object-types", self.has_object_types),
            ("events", self.has_events),
            ("objects", self.has_objects),
        ];
        match parts.into_iter().find(|(_, is_there)| !is_there) {
            Some((missing, _)) => Err(format!("has no `{missing}`")),
            None => Ok(self.raw),
        }
    }
}
