//! A process tree as a BPMN diagram with layout, which bpmn-js and other editors open.

mod diagram;
mod layout;

use std::fmt::Write;

use model::event_log::Names;

use self::diagram::{Diagram, Flow, Shape, ShapeKind};
use super::ProcessTree;
use super::pnml::escaped;

/// The tree as a BPMN 2.0 document.
pub fn to_bpmn(tree: &ProcessTree, names: &Names, name: &str) -> String {
    let mut text = String::new();
    write_document(&mut text, &layout::lay_out(tree), names, name).expect("text can always be written to");
    text
}

const NAMESPACES: &str = r#"xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI""#;

fn write_document(text: &mut String, diagram: &Diagram, names: &Names, name: &str) -> std::fmt::Result {
    writeln!(text, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(text, r#"<definitions {NAMESPACES} id="definitions" targetNamespace="http://www.omg.org/spec/BPMN">"#)?;
    writeln!(text, r#"<process id="process" name="{}" isExecutable="false">"#, escaped(name))?;
    for (number, shape) in diagram.shapes.iter().enumerate() {
        write_shape(text, diagram, number, shape, names)?;
    }
    for (number, Flow { from, to, .. }) in diagram.flows.iter().enumerate() {
        writeln!(text, r#"<sequenceFlow id="f{number}" sourceRef="n{from}" targetRef="n{to}"/>"#)?;
    }
    writeln!(text, "</process>")?;
    writeln!(text, r#"<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="process">"#)?;
    for (number, Shape { x, y, .. }) in diagram.shapes.iter().enumerate() {
        let (width, height) = diagram.shapes[number].kind.size();
        writeln!(
            text,
            r#"<bpmndi:BPMNShape id="n{number}_di" bpmnElement="n{number}"><dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>"#
        )?;
    }
    for (number, flow) in diagram.flows.iter().enumerate() {
        write!(text, r#"<bpmndi:BPMNEdge id="f{number}_di" bpmnElement="f{number}">"#)?;
        flow.points.iter().try_for_each(|(x, y)| write!(text, r#"<di:waypoint x="{x}" y="{y}"/>"#))?;
        writeln!(text, "</bpmndi:BPMNEdge>")?;
    }
    writeln!(text, "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>")
}

fn write_shape(text: &mut String, diagram: &Diagram, number: usize, shape: &Shape, names: &Names) -> std::fmt::Result {
    let (element, label) = match shape.kind {
        ShapeKind::Start => ("startEvent", String::new()),
        ShapeKind::End => ("endEvent", String::new()),
        ShapeKind::Task(activity) => ("task", format!(r#" name="{}""#, escaped(names.name(activity)))),
        ShapeKind::Choice => ("exclusiveGateway", String::new()),
        ShapeKind::Parallel => ("parallelGateway", String::new()),
    };
    write!(text, r#"<{element} id="n{number}"{label}>"#)?;
    let flows = |is_it: fn(&Flow, usize) -> bool| {
        diagram.flows.iter().enumerate().filter(move |(_, flow)| is_it(flow, number)).map(|(flow, _)| flow)
    };
    flows(|flow, number| flow.to == number).try_for_each(|flow| write!(text, "<incoming>f{flow}</incoming>"))?;
    flows(|flow, number| flow.from == number).try_for_each(|flow| write!(text, "<outgoing>f{flow}</outgoing>"))?;
    writeln!(text, "</{element}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_and_flow_has_its_place_in_the_drawing() {
        let mut names = Names::default();
        let [a, b] = ["see & hear", "b"].map(|name| ProcessTree::Activity(names.number(name)));
        let body = ProcessTree::Parallel(vec![a, b]);
        let tree = ProcessTree::Loop { body: Box::new(body), redo: Box::new(ProcessTree::Silent) };
        let text = to_bpmn(&tree, &names, "loop");
        let count = |part: &str| text.matches(part).count();
        // Start, end, two tasks, two gateways of each kind; their flows and the way back.
        assert_eq!([count("<task "), count("<exclusiveGateway "), count("<parallelGateway ")], [2, 2, 2]);
        assert_eq!([count("<bpmndi:BPMNShape "), count("<sequenceFlow "), count("<bpmndi:BPMNEdge ")], [8, 9, 9]);
        assert_eq!([count("<incoming>"), count("<outgoing>")], [9, 9]);
        assert!(text.contains(r#"name="see &amp; hear""#));
    }
}
