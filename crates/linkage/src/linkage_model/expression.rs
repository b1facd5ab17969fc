//! A column, or a function of columns: `surname`, `substr(first_name, 1, 3)`, `soundex(surname)`.

use std::fmt;

use authored::hint;

/// What a rule or a comparison looks at. It is worked out once for each distinct value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expression {
    Column(String),
    Of { function: Function, arguments: Vec<Expression>, numbers: Vec<u32> },
}

macro_rules! functions {
    ($($(#[doc = $meaning:literal])+ $variant:ident $word:literal $n_arguments:literal $n_numbers:literal;)+) => {
        /// A function of one value, or of two.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Function { $($(#[doc = $meaning])+ $variant),+ }

        impl Function {
            pub const ALL: &[Function] = &[$(Function::$variant),+];

            pub fn word(self) -> &'static str {
                match self { $(Function::$variant => $word),+ }
            }

            /// How many expressions it takes, and how many whole numbers after them.
            fn arity(self) -> (usize, usize) {
                match self { $(Function::$variant => ($n_arguments, $n_numbers)),+ }
            }
        }
    };
}

functions! {
    /// Lower case in plain ASCII.
    Fold "fold" 1 0;
    /// Only the letters of the folded text.
    Letters "letters" 1 0;
    /// Only the digits.
    Digits "digits" 1 0;
    /// Some letters of the folded text: from which, counted from 1, and how many.
    Substr "substr" 1 2;
    /// The first word of the folded text.
    FirstWord "first_word" 1 0;
    /// The last word of the folded text.
    LastWord "last_word" 1 0;
    /// The words of the folded text in the order of the alphabet.
    SortedWords "sorted_words" 1 0;
    /// How it sounds, by Soundex.
    Soundex "soundex" 1 0;
    /// How it sounds, by Metaphone.
    Metaphone "metaphone" 1 0;
    /// The first formal name that a short name stands for; other names stay.
    Formal "formal" 1 0;
    /// A date as year, month and day; nothing if it is not a date.
    Date "date" 1 0;
    /// A date as year, month and day; anything else, in lower case: a slip may leave something that is not a date.
    Iso "iso" 1 0;
    /// The year of a date.
    Year "year" 1 0;
    /// The month of a date.
    Month "month" 1 0;
    /// The day of the month.
    Day "day" 1 0;
    /// A postcode with one space.
    Postcode "postcode" 1 0;
    /// `LS1 4` of `LS1 4AP`.
    Sector "sector" 1 0;
    /// `LS1`.
    District "district" 1 0;
    /// `LS`.
    Area "area" 1 0;
    /// What stands before the `@` of an e-mail address.
    Mailbox "mailbox" 1 0;
    /// The nearest multiple of a number; for a date, of this many days. Neighbours on two sides of a border meet in `floor`.
    Round "round" 1 1;
    /// The multiple of a number at or below; for a date, of this many days. Its borders are in the middle between those of `round`.
    Floor "floor" 1 1;
    /// Two values, one behind the other; missing where either is.
    Joined "joined" 2 0;
    /// Two values in the order of the alphabet, so that swapped ones are the same.
    Sorted "sorted" 2 0;
    /// The first of two values, or the second where the first is missing.
    Either "either" 2 0;
}

impl Expression {
    pub fn column(name: &str) -> Expression {
        Expression::Column(name.to_owned())
    }

    /// Reads an expression as a model file writes it. A name with brackets or commas in it stands
    /// between backticks.
    ///
    /// # Errors
    /// [`ExpressionError`], with the nearest function there is.
    pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
        let mut reader = Reader { text, at: 0 };
        let expression = reader.expression()?;
        if reader.rest().trim().is_empty() { Ok(expression) } else { Err(reader.bad("there is something behind it")) }
    }

    /// Columns that it reads.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Expression::Column(name) => vec![name],
            Expression::Of { arguments, .. } => arguments.iter().flat_map(Expression::columns).collect(),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Column(name) if name.contains(['(', ')', ',']) => write!(formatter, "`{name}`"),
            Expression::Column(name) => formatter.write_str(name),
            Expression::Of { function, arguments, numbers } => {
                let arguments = arguments.iter().map(ToString::to_string);
                let all: Vec<String> = arguments.chain(numbers.iter().map(ToString::to_string)).collect();
                write!(formatter, "{}({})", function.word(), all.join(", "))
            }
        }
    }
}

/// Why an expression cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpressionError {
    #[error("`{text}` cannot be read: {why}")]
    Unreadable { text: String, why: &'static str },
    #[error("`{word}` is not a function; {hint}")]
    UnknownFunction { word: String, hint: String },
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn bad(&self, why: &'static str) -> ExpressionError {
        ExpressionError::Unreadable { text: self.text.to_owned(), why }
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn takes(&mut self, mark: char) -> bool {
        self.skip_blanks();
        let is_there = self.rest().starts_with(mark);
        self.at += if is_there { mark.len_utf8() } else { 0 };
        is_there
    }

    fn expression(&mut self) -> Result<Expression, ExpressionError> {
        if self.takes('`') {
            let end = self.rest().find('`').ok_or_else(|| self.bad("a backtick has no partner"))?;
            let name = self.rest()[..end].to_owned();
            self.at += end + 1;
            return Ok(Expression::Column(name));
        }
        let end = self.rest().find(['(', ')', ',', '`']).unwrap_or(self.rest().len());
        let word = self.rest()[..end].trim().to_owned();
        self.at += end;
        if word.is_empty() {
            return Err(self.bad("a column or a function is missing"));
        }
        if self.takes('(') { self.call(&word) } else { Ok(Expression::Column(word)) }
    }

    fn call(&mut self, word: &str) -> Result<Expression, ExpressionError> {
        let Some(function) = Function::ALL.iter().copied().find(|function| function.word() == word) else {
            let hint = hint(word, Function::ALL.iter().map(|function| function.word())).unwrap_or_default();
            return Err(ExpressionError::UnknownFunction { word: word.to_owned(), hint });
        };
        let (n_arguments, n_numbers) = function.arity();
        let mut arguments = Vec::new();
        let mut numbers = Vec::new();
        for at in 0..n_arguments + n_numbers {
            if at != 0 && !self.takes(',') {
                return Err(self.bad("the function takes more arguments"));
            }
            if at < n_arguments { arguments.push(self.expression()?) } else { numbers.push(self.number()?) }
        }
        if !self.takes(')') {
            return Err(self.bad("a closing bracket is missing, or the function takes fewer arguments"));
        }
        Ok(Expression::Of { function, arguments, numbers })
    }

    fn number(&mut self) -> Result<u32, ExpressionError> {
        self.skip_blanks();
        let n_digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest()[..n_digits].parse().ok().filter(|number| *number != 0);
        self.at += n_digits;
        number.ok_or_else(|| self.bad("a whole number from 1 is missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_read_back_as_written() {
        for text in
            ["surname", "phone number", "substr(first_name, 1, 3)", "soundex(fold(surname))", "sorted(a, b)", "`a(b`"]
        {
            assert_eq!(Expression::parse(text).expect("an expression").to_string(), text);
        }
        assert_eq!(Expression::parse(" substr( a ,2,1 ) ").expect("an expression").to_string(), "substr(a, 2, 1)");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, message) in [
            ("", "`` cannot be read: a column or a function is missing"),
            ("substr(a, 1)", "`substr(a, 1)` cannot be read: the function takes more arguments"),
            (
                "year(a, 1)",
                "`year(a, 1)` cannot be read: a closing bracket is missing, or the function takes fewer arguments",
            ),
            ("substr(a, 0, 1)", "`substr(a, 0, 1)` cannot be read: a whole number from 1 is missing"),
            ("a)", "`a)` cannot be read: there is something behind it"),
            ("`a", "``a` cannot be read: a backtick has no partner"),
            ("sondex(a)", "`sondex` is not a function; did you mean `soundex`?"),
        ] {
            assert_eq!(Expression::parse(text).expect_err("a mistake").to_string(), message);
        }
    }
}
