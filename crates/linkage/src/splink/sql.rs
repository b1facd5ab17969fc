//! The little SQL that conditions and blocking rules of Splink are written in.

/// Which of the two records a column is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A condition or a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sql {
    Column(String, Side),
    Number(f64),
    Text(String),
    Call(String, Vec<Sql>),
    /// `=`, `<=`, `>=`, `<`, `>`, `-`, `/` and the like.
    Binary(String, Box<Sql>, Box<Sql>),
    And(Vec<Sql>),
    Or(Vec<Sql>),
    Not(Box<Sql>),
    IsNull(Box<Sql>),
    /// `CASE ... END`, of which only its columns are looked at.
    Case(Vec<Sql>),
    Else,
}

/// Reads a condition; none where it is more than this little SQL.
pub(super) fn parse(text: &str) -> Option<Sql> {
    if text.trim().eq_ignore_ascii_case("else") {
        return Some(Sql::Else);
    }
    let mut reader = Reader { tokens: tokens(text)?, at: 0 };
    let condition = reader.any()?;
    (reader.at == reader.tokens.len()).then_some(condition)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A word as written, or a name that stood in double quotes.
    Word(String),
    Quoted(String),
    Number(f64),
    Text(String),
    Mark(String),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' | '`' => rest[1..].find(first)? + 2,
            c if c.is_alphabetic() || c == '_' => {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            c if c.is_ascii_digit() => number_length(rest),
            _ if ["<=", ">=", "<>", "!=", "::"].iter().any(|mark| rest.starts_with(mark)) => 2,
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(match first {
            '"' | '`' => Token::Quoted(token[1..length - 1].to_owned()),
            '\'' => Token::Text(token[1..length - 1].to_owned()),
            c if c.is_alphabetic() || c == '_' => Token::Word(token.to_owned()),
            c if c.is_ascii_digit() => Token::Number(token.parse().ok()?),
            _ => Token::Mark(token.to_owned()),
        });
        rest = after.trim_start();
    }
    Some(tokens)
}

fn number_length(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len())
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn takes_word(&mut self, word: &str) -> bool {
        let is_there = matches!(self.tokens.get(self.at), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.at += usize::from(is_there);
        is_there
    }

    fn takes(&mut self, mark: &str) -> bool {
        let is_there = matches!(self.tokens.get(self.at), Some(Token::Mark(found)) if found == mark);
        self.at += usize::from(is_there);
        is_there
    }

    fn any(&mut self) -> Option<Sql> {
        let mut parts = vec![self.all()?];
        while self.takes_word("or") {
            parts.push(self.all()?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Sql::Or(parts) })
    }

    fn all(&mut self) -> Option<Sql> {
        let mut parts = vec![self.negated()?];
        while self.takes_word("and") {
            parts.push(self.negated()?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Sql::And(parts) })
    }

    fn negated(&mut self) -> Option<Sql> {
        if self.takes_word("not") { Some(Sql::Not(Box::new(self.negated()?))) } else { self.compared() }
    }

    fn compared(&mut self) -> Option<Sql> {
        let left = self.sum()?;
        if self.takes_word("is") {
            let is_not = self.takes_word("not");
            let null = self.takes_word("null").then(|| Sql::IsNull(Box::new(left)))?;
            return Some(if is_not { Sql::Not(Box::new(null)) } else { null });
        }
        let Some(mark) = ["=", "<=", ">=", "<", ">", "<>", "!="].into_iter().find(|mark| self.takes(mark)) else {
            return Some(left);
        };
        Some(Sql::Binary(mark.to_owned(), Box::new(left), Box::new(self.sum()?)))
    }

    fn sum(&mut self) -> Option<Sql> {
        let mut left = self.value()?;
        while let Some(mark) = ["+", "-", "*", "/"].into_iter().find(|mark| self.takes(mark)) {
            left = Sql::Binary(mark.to_owned(), Box::new(left), Box::new(self.value()?));
        }
        Some(left)
    }

    fn value(&mut self) -> Option<Sql> {
        if self.takes("(") {
            let inner = self.any()?;
            return self.takes(")").then_some(inner);
        }
        if self.takes_word("case") {
            return self.case();
        }
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Number(number) => Some(Sql::Number(number)),
            Token::Text(text) => Some(Sql::Text(text)),
            Token::Quoted(name) => column(&name),
            Token::Word(word) if self.takes("(") => self.call(&word),
            Token::Word(word) if self.takes(".") => self.of_table(&word),
            Token::Word(word) => column(&word),
            Token::Mark(_) => None,
        }
    }

    fn call(&mut self, function: &str) -> Option<Sql> {
        let mut arguments = Vec::new();
        while !self.takes(")") {
            if !arguments.is_empty() && !self.takes(",") {
                return None;
            }
            arguments.push(self.any()?);
        }
        Some(Sql::Call(function.to_ascii_lowercase(), arguments))
    }

    /// `l.name` and `r."name"`.
    fn of_table(&mut self, table: &str) -> Option<Sql> {
        let side = match table {
            "l" | "L" => Side::Left,
            "r" | "R" => Side::Right,
            _ => return None,
        };
        let name = match self.tokens.get(self.at)? {
            Token::Word(name) | Token::Quoted(name) => name.clone(),
            _ => return None,
        };
        self.at += 1;
        Some(Sql::Column(name, side))
    }

    fn case(&mut self) -> Option<Sql> {
        let mut parts = Vec::new();
        while !self.takes_word("end") {
            let _ = self.takes_word("when") || self.takes_word("then") || self.takes_word("else");
            parts.push(self.any()?);
        }
        Some(Sql::Case(parts))
    }
}

/// A column whose name ends in `_l` or `_r`.
fn column(name: &str) -> Option<Sql> {
    let sides = [("_l", Side::Left), ("_r", Side::Right)];
    sides.into_iter().find_map(|(end, side)| Some(Sql::Column(name.strip_suffix(end)?.to_owned(), side)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_splink_are_read() {
        let l = |name: &str| Box::new(Sql::Column(name.to_owned(), Side::Left));
        let r = |name: &str| Box::new(Sql::Column(name.to_owned(), Side::Right));
        let equal = |name: &str| Sql::Binary("=".to_owned(), l(name), r(name));
        assert_eq!(parse("\"dob_l\" = \"dob_r\""), Some(equal("dob")));
        assert_eq!(
            parse("(l.\"first_name\" = r.\"first_name\") AND (l.surname = r.surname)"),
            Some(Sql::And(vec![equal("first_name"), equal("surname")]))
        );
        assert_eq!(parse(" else "), Some(Sql::Else));
        let Some(Sql::Binary(mark, call, number)) = parse("jaro_winkler_similarity(\"a_l\", \"a_r\") >= 0.92") else {
            panic!("a comparison")
        };
        assert_eq!((mark.as_str(), *number), (">=", Sql::Number(0.92)));
        assert_eq!(*call, Sql::Call("jaro_winkler_similarity".to_owned(), vec![*l("a"), *r("a")]));
        assert!(matches!(parse("NOT (a_l IS NULL OR a_r IS NOT NULL)"), Some(Sql::Not(_))));
    }

    #[test]
    fn anything_else_is_not_an_expression() {
        for text in ["", "a_l =", "a = b", "x.a = y.a", "(a_l = a_r", "a_l = 'x", "a_l = a_r b", "f(a_l", "case when"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
