//! Just enough of HTML for looking at pages that this project wrote.

/// The start tags of one element, with the text after each up to the next tag.
pub fn tags<'a>(html: &'a str, name: &str) -> Vec<Tag<'a>> {
    let open = format!("<{name}");
    let starts = html
        .match_indices(&open)
        .filter(|(at, _)| html[at + open.len()..].starts_with(|next: char| next.is_whitespace() || next == '>'));
    starts
        .map(|(at, _)| {
            let rest = &html[at..];
            let end = rest.find('>').expect("a tag ends");
            let text = rest[end + 1..].split('<').next().unwrap_or_default();
            Tag { inside: &rest[open.len()..end], text }
        })
        .collect()
}

/// One start tag.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    inside: &'a str,
    pub text: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, with its entities undone.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let (_, rest) = self.inside.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| unescaped(value))
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split(' ').any(|known| known == class))
    }
}

pub fn unescaped(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#34;", "\""),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// An address relative to the page at another one.
pub fn resolve(from: &str, link: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop().expect("no link leads out of the site");
            }
            part => folders.push(part),
        }
    }
    folders.join("/")
}
