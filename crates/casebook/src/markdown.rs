//! The summary by five cases as Markdown.

use appraisal::{Case, Uncertainty};

use crate::five_cases::{Block, blocks};

/// The summary as Markdown, for a site, a repository or an e-mail.
pub fn markdown(case: &Case, uncertainty: Option<&Uncertainty>) -> String {
    let printed: Vec<String> = blocks(case, uncertainty).iter().map(printed).collect();
    printed.join("\n")
}

fn printed(block: &Block) -> String {
    match block {
        Block::Title(text) => format!("# {text}\n"),
        Block::Heading(text) => format!("## {text}\n"),
        Block::Paragraph(text) => format!("{text}\n"),
        Block::List(items) => items.iter().map(|item| format!("* {item}\n")).collect(),
        Block::Table(rows) => table(rows),
    }
}

/// Numbers stand to the right, names to the left.
fn table(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let [heading, rest @ ..] = rows else { return String::new() };
    let rule: Vec<&str> = (0..heading.len()).map(|column| if column == 0 { "---" } else { "---:" }).collect();
    let rows: String = rest.iter().map(line).collect();
    format!("{}| {} |\n{rows}", line(heading), rule.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use appraisal::{Reference, appraise, read};

    #[test]
    fn the_page_says_what_the_case_says() {
        let reference = Reference::builtin();
        let text = include_str!("../../../reference/proposals/early-help.toml");
        let proposal = read(text, "early-help.toml", &reference).expect("a good proposal");
        let page = markdown(&appraise(&proposal, &reference).expect("appraisable"), None);
        for line in [
            "# Early help for 200 families\n",
            "Each pound of cost brings 0.97 of public value and 0.77 of public money. \
             Public money is not paid back within these years. \
             Without the correction for optimism, the first would be 1.40.\n",
            "| Public value: benefits to costs | 0.9661 | 0.9710 | 1.0036 |\n",
            "| ICB (local) | £146,826 | £8,873 | -£137,953 | £103,963 |\n",
            "* Up to £81,000 of £9,000,000 a year can come out of `Placements of children looked after` (council)\n",
            "## Commercial case\n\nStaff of the three bodies in one team; nothing is bought.\n",
            "* Not confirmed: Grades of evidence and their corrections (from memory of the published document; confirm)\n",
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
        assert_eq!(page.matches("\n## ").count(), 7, "five cases, assumptions, notes");
    }
}
