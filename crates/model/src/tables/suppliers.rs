//! Tables of the organisations behind printed payees.

use crate::{BodyKind, words};

/// What sort of organisation is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupplierKind {
    /// It is in the register of public bodies.
    PublicBody(BodyKind),
    /// Its name ends in Limited, PLC, LLP or what other countries have for these.
    Company,
    /// Its name ends in CIC or CIO.
    Community,
    /// No legal form is printed: charities, partnerships, schools.
    Organisation,
    /// The payee is withheld; how many there are is not known.
    Withheld,
    /// Private people, counted together; their names are masked.
    Individual,
    /// A payment run or an account of the body itself.
    Collective,
}

impl SupplierKind {
    const OTHERS: [(SupplierKind, &'static str); 6] = [
        (SupplierKind::Company, "company"),
        (SupplierKind::Community, "community"),
        (SupplierKind::Organisation, "organisation"),
        (SupplierKind::Withheld, "withheld"),
        (SupplierKind::Individual, "individual"),
        (SupplierKind::Collective, "collective"),
    ];

    pub const WORDS: &'static [&'static str] = &{
        let mut words = [""; BodyKind::WORDS.len() + SupplierKind::OTHERS.len()];
        let mut at = 0;
        while at < words.len() {
            let n_bodies = BodyKind::WORDS.len();
            words[at] = if at < n_bodies { BodyKind::WORDS[at] } else { SupplierKind::OTHERS[at - n_bodies].1 };
            at += 1;
        }
        words
    };

    pub fn word(self) -> &'static str {
        let of = |(kind, word): &(SupplierKind, &'static str)| (*kind == self).then_some(*word);
        match self {
            SupplierKind::PublicBody(kind) => kind.word(),
            _ => SupplierKind::OTHERS.iter().find_map(of).expect("every other kind has a word"),
        }
    }

    pub fn parse(word: &str) -> Option<SupplierKind> {
        let other = SupplierKind::OTHERS.into_iter().find_map(|(kind, of_kind)| (of_kind == word).then_some(kind));
        other.or_else(|| BodyKind::parse(word).map(SupplierKind::PublicBody))
    }

    /// Whether there is no one organisation behind it.
    pub fn is_nameless(self) -> bool {
        matches!(self, SupplierKind::Withheld | SupplierKind::Individual | SupplierKind::Collective)
    }
}

words! {
    /// How a printed name came to its supplier.
    JoinMethod {
        /// A person said so.
        Decision = "decision",
        /// The register of public bodies knows the name.
        PublicBody = "public_body",
        /// The same number in a register.
        Identifier = "identifier",
        /// The name under which the supplier is shown, or one with the same key and legal form.
        SameName = "same_name",
        /// The same key; one of the two has no legal form.
        FormLeftOut = "form_left_out",
        /// The same letters with other spaces.
        Spacing = "spacing",
        /// The same words, some of them written short: `Svcs`, `NHSFT`, `Saint`.
        Abbreviation = "abbreviation",
        /// One has a number or the name of a desk that a system or a clerk added: `Rates`, `Accounts Payable`.
        AddedWords = "added_words",
        /// NHS trusts whose names differ only by words such as Hospital, University and Teaching.
        TrustWords = "trust_words",
        /// The name that another trades under.
        TradingName = "trading_name",
        /// Cut off by a system at the end of its field.
        CutOff = "cut_off",
        /// One slip of the typist in one long word.
        Slip = "slip",
        /// No name of an organisation: withheld, a private individual, or a payment run.
        NoName = "no_name",
    }
}

words! {
    /// Why two suppliers may be one, as a person is asked.
    NearReason {
        /// The same number in a register, but something else speaks against it.
        SameNumber = "same_number",
        /// A body has one number of its own for both names.
        OwnNumber = "own_number",
        /// The same words in another order.
        WordOrder = "word_order",
        /// The same words, some of them written short.
        Abbreviation = "abbreviation",
        /// One or two letters in a word.
        Slip = "slip",
        /// One goes on after the last word of the other, or begins before its first.
        LongerName = "longer_name",
        /// The same name, one of which the register of public bodies knows.
        PublicBody = "public_body",
        /// The same name with another legal form, or with several to choose from.
        LegalForm = "legal_form",
        /// The same name, which could be anybody's, in the ledgers of two bodies.
        CommonName = "common_name",
        /// Most of the words that say who it is.
        LikeWords = "like_words",
    }
}

words! {
    /// What suggests that two suppliers belong to one group.
    GroupMethod {
        /// Names that differ only by words that sister companies differ by: a hint to look.
        LikeName = "like_name",
        /// One VAT number, which proves it.
        VatNumber = "vat_number",
    }
}

super::tables! {
    /// One organisation that is paid, whatever it is called in each ledger.
    SUPPLIER supplier "supplier" by "suppliers::names" {
        SUPPLIER_ID "supplier_id" Text required "The register's id of a public body; otherwise made of the name";
        NAME "name" Text required "The printed name that most money went to; for a public body, its usual name";
        SUPPLIER_KIND "supplier_kind" Text<SupplierKind> required "What sort of supplier it is; for a public body, its kind in the register";
        IS_PUBLIC_BODY "is_public_body" Flag required "It is in the register of public bodies";
        LEGAL_FORM "legal_form" Text optional "LIMITED, PLC and the like, if any of its names has one";
        N_NAMES "n_names" Count required "Different names as printed";
        N_BODIES "n_bodies" Count required "Bodies whose ledgers print it";
        N_LINES "n_lines" Count required "Lines of every treatment";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// One name as a body's ledger prints it, and the supplier that it means.
    PAYEE_SUPPLIER payee_supplier "payee_supplier" by "suppliers::names" {
        BODY_ID "body_id" Text required "The body whose ledger it is";
        PAYEE "payee" Text required "Name as printed";
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        METHOD "method" Text<JoinMethod> required "How the name was matched to its supplier";
        SCORE "score" Share required "How often such a match is right, judged from reading real ledgers";
        DECIDED_BY "decided_by" Text required "rule, or the person who decided in decisions/suppliers.csv";
        N_PAYEE_CODES "n_payee_codes" Count required "The body's own numbers for the name";
        N_LINES "n_lines" Count required "Lines of every treatment";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// One of a body's own numbers for a supplier; several for one supplier are a finding.
    SUPPLIER_CODE supplier_code "supplier_code" by "suppliers::names" {
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        BODY_ID "body_id" Text required "The body whose number it is";
        PAYEE_CODE "payee_code" Text required "The number as printed";
        N_LINES "n_lines" Count required "Lines of every treatment";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// A supplier that may belong to a group of suppliers: evidence, by which no money moves.
    SUPPLIER_GROUP supplier_group "supplier_group" by "suppliers::names" {
        GROUP_ID "group_id" Text required "Id of the group's first supplier";
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        METHOD "method" Text<GroupMethod> required "The evidence: a shared VAT number proves it, a similar name is a hint to look";
        SCORE "score" Share required "How far to trust it";
    }

    /// Two suppliers whose names are near. Only a person can say whether they are one; nothing is joined by it.
    NEAR_SUPPLIER near_supplier "near_supplier" by "suppliers::names" {
        SUPPLIER_ID "supplier_id" Text required "The supplier that was paid more";
        BODY_ID "body_id" Text required "A body that prints the name below";
        PAYEE "payee" Text required "Its name that is similar, as printed";
        AMOUNT "amount" Money required "What was paid to this supplier, under all its names";
        OTHER_SUPPLIER_ID "other_supplier_id" Text required "The supplier that was paid less";
        OTHER_BODY_ID "other_body_id" Text required "A body that prints the name below";
        OTHER_PAYEE "other_payee" Text required "Its name that is similar, as printed";
        OTHER_AMOUNT "other_amount" Money required "What was paid to this supplier: the pounds that an answer moves";
        REASON "reason" Text<NearReason> required "Why they may be one";
        EVIDENCE "evidence" Text required "What is the same and what differs, in words";
        SCORE "score" Share required "How far the names agree; not a probability";
    }

    /// What one body spent here with one supplier.
    SUPPLIER_SPEND supplier_spend "supplier_spend" by "suppliers::spend" {
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        BODY_ID "body_id" Text required "The body that paid";
        N_LINES "n_lines" Count required "Lines in the place's total: spending and kept transfers, here";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// What two bodies have in common: for each supplier the smaller of what both spent here with it.
    SUPPLIER_OVERLAP supplier_overlap "supplier_overlap" by "suppliers::spend" {
        BODY_ID "body_id" Text required "One body";
        OTHER_BODY_ID "other_body_id" Text required "The other, later in the alphabet";
        N_SUPPLIERS "n_suppliers" Count required "Suppliers of both";
        SHARE_OF_SUPPLIERS "share_of_suppliers" Share required "Suppliers of both, of those of either (Jaccard)";
        AMOUNT "amount" Money required "Sum of the smaller amounts";
    }

    /// How concentrated a body's spending is on its suppliers.
    SUPPLIER_CONCENTRATION supplier_concentration "supplier_concentration" by "suppliers::spend" {
        BODY_ID "body_id" Text required "The body";
        N_SUPPLIERS "n_suppliers" Count required "Suppliers with which it spent something here, without withheld names and payment runs";
        AMOUNT "amount" Money required "What it spent with them";
        HHI "hhi" Share required "Sum of squared shares: 1 where one supplier has everything, near 0 where everybody has a little";
        TOP_TEN_SHARE "top_ten_share" Share required "Share of its ten largest suppliers";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_supplier_is_read_as_it_is_written() {
        let read = SupplierKind::WORDS.iter().filter_map(|word| SupplierKind::parse(word));
        assert_eq!(read.map(SupplierKind::word).collect::<Vec<_>>(), SupplierKind::WORDS);
    }
}
