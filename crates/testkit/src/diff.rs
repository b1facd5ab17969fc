//! Two texts side by side.

/// The lines of both texts in order: ` ` in both, `-` only expected, `+` only found.
pub(crate) fn lines(expected: &str, found: &str) -> String {
    let expected: Vec<&str> = expected.lines().collect();
    let found: Vec<&str> = found.lines().collect();
    let common = common_suffix_lengths(&expected, &found);
    let (mut i, mut j) = (0, 0);
    let mut text = String::new();
    while i < expected.len() || j < found.len() {
        let same = i < expected.len() && j < found.len() && expected[i] == found[j];
        let (mark, line) = if same {
            (' ', expected[i])
        } else if j == found.len() || (i < expected.len() && common[i + 1][j] >= common[i][j + 1]) {
            ('-', expected[i])
        } else {
            ('+', found[j])
        };
        text.push_str(&format!("{mark} {line}\n"));
        i += usize::from(mark != '+');
        j += usize::from(mark != '-');
    }
    text
}

/// How many lines the rests of both texts, from `i` and from `j`, have in common in order.
fn common_suffix_lengths(expected: &[&str], found: &[&str]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; found.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..found.len()).rev() {
            common[i][j] =
                if expected[i] == found[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    common
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_put_in_does_not_shift_the_rest() {
        assert_eq!(super::lines("a\nb\nc", "a\nx\nb\nc"), "  a\n+ x\n  b\n  c\n");
    }
}
