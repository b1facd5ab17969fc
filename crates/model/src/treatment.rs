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
                let unknown = || serde::de::Error::custom(format!("`{word}` is not a value of {}", stringify!($name)));
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
    /// How early in the life of a problem the money is spent (method, section 1.2).
    Intent {
        Universal = "universal",
        Preventive = "preventive",
        Early = "early",
        Acute = "acute",
        Reactive = "reactive",
    }
}

words! {
    /// Where a line goes in the account. The parts add up to all lines, to the penny (method, section 1.4).
    AccountPart {
        SpendHere = "spend_here",
        /// Transfers to bodies whose own money is not in the count: the best evidence of what those spent.
        TransfersKept = "transfers_kept",
        /// Transfers to bodies whose own money is in the count.
        TransfersEliminated = "transfers_eliminated",
        Financing = "financing",
        Excluded = "excluded",
        Elsewhere = "elsewhere",
        NotAttributable = "not_attributable",
    }
}

impl AccountPart {
    /// The parts that are the place's total: what was spent here, as near as the files show.
    pub const NET: [AccountPart; 2] = [AccountPart::SpendHere, AccountPart::TransfersKept];

    /// Financing and exclusions come first: what is not spending is not spending anywhere.
    pub fn of(treatment: Treatment, is_eliminated: bool, attribution: Attribution) -> AccountPart {
        match (treatment, attribution) {
            (Treatment::Financing, _) => AccountPart::Financing,
            (Treatment::Excluded, _) => AccountPart::Excluded,
            (Treatment::Transfer, _) if is_eliminated => AccountPart::TransfersEliminated,
            (_, Attribution::Elsewhere) => AccountPart::Elsewhere,
            (_, Attribution::NotAttributable) => AccountPart::NotAttributable,
            (Treatment::Transfer, Attribution::Here) => AccountPart::TransfersKept,
            (Treatment::Spend, Attribution::Here) => AccountPart::SpendHere,
        }
    }

    /// Whether the part belongs to the place's total, which counts each pound once.
    pub fn is_net(self) -> bool {
        AccountPart::NET.contains(&self)
    }
}
