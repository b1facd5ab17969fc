//! A Petri net as PNML, which ProM, PM4Py and others open.

use std::fmt::Write;

use model::event_log::Names;

use super::{Node, PetriNet};

/// The net as a PNML document (ISO/IEC 15909-2) with its final marking.
///
/// Transitions that only steer are marked as ProM marks them, which other tools read.
pub fn to_pnml(net: &PetriNet, names: &Names, name: &str) -> String {
    let mut text = String::new();
    write_net(&mut text, net, names, name).expect("text can always be written to");
    text
}

const TYPE: &str = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel";
const INVISIBLE: &str = r#"<toolspecific tool="ProM" version="6.4" activity="$invisible$"/>"#;

fn write_net(text: &mut String, net: &PetriNet, names: &Names, name: &str) -> std::fmt::Result {
    writeln!(text, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(text, r#"<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">"#)?;
    writeln!(text, r#"<net id="net" type="{TYPE}"><name><text>{}</text></name><page id="page">"#, escaped(name))?;
    for place in 0..net.n_places {
        let marking = if place == PetriNet::START { "<initialMarking><text>1</text></initialMarking>" } else { "" };
        writeln!(text, r#"<place id="p{place}"><name><text>p{place}</text></name>{marking}</place>"#)?;
    }
    for (number, transition) in net.transitions.iter().enumerate() {
        let label = transition.activity.map_or("tau".to_owned(), |activity| escaped(names.name(activity)));
        let silent = if transition.activity.is_none() { INVISIBLE } else { "" };
        writeln!(text, r#"<transition id="t{number}"><name><text>{label}</text></name>{silent}</transition>"#)?;
    }
    for (number, arc) in net.arcs.iter().enumerate() {
        writeln!(text, r#"<arc id="a{number}" source="{}" target="{}"/>"#, id(arc.from), id(arc.to))?;
    }
    let end = id(Node::Place(PetriNet::END));
    writeln!(text, "</page>")?;
    writeln!(text, r#"<finalmarkings><marking><place idref="{end}"><text>1</text></place></marking></finalmarkings>"#)?;
    writeln!(text, "</net></pnml>")
}

fn id(node: Node) -> String {
    match node {
        Node::Place(place) => format!("p{place}"),
        Node::Transition(transition) => format!("t{transition}"),
    }
}

/// Text that may stand in XML; characters that XML does not allow at all become a question mark.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            control if control.is_control() => escaped.push('?'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::ProcessTree;

    #[test]
    fn a_document_has_every_place_transition_and_arc_and_says_where_it_ends() {
        let mut names = Names::default();
        let tree = ProcessTree::Choice(vec![ProcessTree::Silent, ProcessTree::Activity(names.number("A & B <x>"))]);
        let text = to_pnml(&PetriNet::of(&tree), &names, "net");
        let count = |part: &str| text.matches(part).count();
        assert_eq!(
            [count("<place id="), count("<transition id="), count("<arc id="), count("$invisible$")],
            [2, 2, 4, 1]
        );
        assert!(text.contains("<text>A &amp; B &lt;x&gt;</text>"));
        assert!(text.contains(r#"<place idref="p1"><text>1</text></place>"#));
    }
}
