//! What is done with a line in the count.

/// Makes an enum whose values are words in the tables.
#[macro_export]
#[doc(hidden)]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The words of all of them.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in the tables and in rule files.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            pub fn parse(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                let unknown = || serde::de::Error::custom(format!("`{word}` is no word of {}", stringify!($name)));
                $name::parse(&word).ok_or_else(unknown)
            }
        }
    };
}

words! {
    /// How a line enters the account. The four add up to all lines, to the penny (design, section 8).
    Treatment {
        /// Money that left the public bodies of the place, or as near to that as the files show.
        Spend = "spend",
        /// Money passed to another public body.
        Transfer = "transfer",
        /// Grants received, taxes, borrowing, investments: where money comes from, never what it buys.
        Financing = "financing",
        /// Not the body's spending: collected for others, payroll deductions, double entries.
        Excluded = "excluded",
    }
}

impl Treatment {
    /// Whether a line counts as what was spent: spending, and a transfer that stays as the best evidence of what
    /// a body spent whose own money is not in the count (method, section 1.4).
    pub fn is_outlay(self, is_eliminated: bool) -> bool {
        match self {
            Treatment::Spend => true,
            Treatment::Transfer => !is_eliminated,
            Treatment::Financing | Treatment::Excluded => false,
        }
    }
}

words! {
    /// The kinds of money between public bodies (method, sections 1.5 and 2.4).
    TransferKind {
        Grant = "grant",
        Precept = "precept",
        Levy = "levy",
        Section75 = "section_75",
        Recharge = "recharge",
        Purchase = "purchase",
        PassThrough = "pass_through",
    }
}

words! {
    /// Whether a line is for this place.
    Attribution {
        /// Spent by a body of the place, or paid by a national body to one.
        Here = "here",
        /// Paid by a national body to a body of another area.
        Elsewhere = "elsewhere",
        /// Spent by a national body on something that no file ties to an area.
        NotAttributable = "not_attributable",
    }
}

words! {
    /// How early spending comes in the life of a problem (method, section 1.2).
    Intent {
        Universal = "universal",
        Preventive = "preventive",
        Early = "early",
        Acute = "acute",
        Reactive = "reactive",
    }
}
