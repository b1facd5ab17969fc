//! What is said of a problem to somebody who has never seen this program.

use crate::ProblemKind;

impl ProblemKind {
    /// What was found: `the payment date cannot be read`.
    pub fn found(self) -> &'static str {
        use ProblemKind::*;
        match self {
            AmountUnreadable => "the amount is something that is not pounds and pence",
            AmountMissing => "the amount is empty",
            CellError => "a cell holds a formula error such as #REF!",
            CurrencyForeign => "an amount is in another currency than pounds",
            RowTooLong => "a row runs on over many lines",
            RowTooWide => "a row has more filled cells than there are headings",
            TotalRow => "a row is a total of other rows",
            PaddingRow => "rows hold no payment: notes, names of groups, or the body's own name",
            YearUnreadable => "the financial year cannot be read",
            RecordIdMissing => "a record of a person has no number",
            RecordIdTwice => "two records of people have one number",
            PersonEmpty => "a record says nothing of the person",
            ContactIncomplete => "a contact does not say with whom, what or when",
            BirthUnreadable => "a date of birth cannot be read",
            BirthOutside => "a date of birth lies before or after any that a person of today can have",
            NumberInvalid => "a number does not pass its own check",
            SexUnreadable => "a code for the sex is not known",
            PeriodUnreadable => "a date from or until which a record is true cannot be read",
            PeriodContradicts => "a record ends before it begins",
            CostUnreadable => "the cost of a contact cannot be read",
            HeadingsMissing => "a file has no headings",
            PersonColumnMissing => "a file has no column of first names, surnames or dates of birth",
            PersonUnknown => "contacts are with people of whom the agency sent no record",
            DateUnreadable => "the payment date cannot be read",
            DateMissing => "the payment date is empty",
            DateFuture => "the payment date lies in the future",
            DateOutsidePeriod => "dates lie far from the month that the file is about, or in a year not counted here",
            SubPenny => "amounts have more than two decimals",
            CurrencyMark => "amounts are marked as another currency than pounds",
            OpenQuote => "a quotation mark is never closed, so rows may have been swallowed",
            PossibleTotal => "a row may be a total of the rows above it",
            LinesNotPaid => "lines are marked cancelled, void, budget, commitment or the like",
            PayeeMissing => "lines do not say who was paid",
            FileOfIncome => "a file seems to list what was received instead of what was paid",
            HeadingDiffers => "a second row of headings names other columns than the first",
            ControlCharacter => "there are characters that text does not hold",
            SignsTurned => "most amounts have a minus sign, so the signs may be the wrong way round",
            SheetBeside => {
                "a sheet holds no payments of its own, such as a cover, a list of codes or sums of the lines beside it"
            }
            NoNegativeLines => "there is not one credit note, where other files have many",
            MissingMonth => "a month or period of the year is missing",
            SameFileTwice => "the same file was published twice",
            OverlappingFiles => "two files hold some of the same payments",
            LinesRepeated => "rows appear twice in one file",
            FileOfAnotherBody => "a file names a body other than the one that sent it",
            RedactedShare => "many payees are withheld",
            EncodingMixed => "text is saved in more than one encoding",
            SeveralAmountColumns => "more than one column could be the amount",
            AmountsScaled => {
                "amounts are printed in another unit than pounds, such as thousands, and were multiplied out"
            }
            ReferencesAsAmounts => "numbers in the amount column look like references or dates",
            AmountsOutOfScale => "amounts are much larger or smaller than in the body's other files",
            AmountsRounded => "amounts are printed with an exponent, as 1.5E+04, so that pounds are lost",
            AmountsNought => "many amounts, or all of a month, are nought",
            RowsHidden => "rows or columns are hidden in the workbook; what they hold was counted",
            SheetHidden => "a sheet is hidden in the workbook and was not counted",
            NoPayeeColumn => "no column of payees was found",
            NoDateColumn => "no column of payment dates could be read",
            SideUnreadable => "a column says whether an amount is paid or received, and cannot be read",
            DateFormatMixed => "dates are written in more than one way",
            RegionSpelling => "a region is spelled in several ways",
            LabelSpelling => "a label is spelled in several ways",
            TotalDiffers => "a printed total differs from the figures it adds up",
            PayeeNearBody => "a payee has nearly the name of another public body here, so a pound may be counted twice",
            FileNamesPerson => "the name of a file holds the name of a person",
            RuleMatchesNothing => "a rule of the place matches no file or payee, so it does nothing",
            ThemeNotCounted => "something stated about a theme is not counted",
            ThemeRowsAboveShare => "the payments of a theme come to more than the stated share of the published figure",
            PublishedLineUnknown => "no rule says what a published line is, so it is not counted",
            YearNotCounted => "a publication covers years that are not counted",
            OutsidePlace => "a national return has gaps that concern no body of the place",
            PublishedSourcesDiffer => "two publications disagree about the same money",
            HealthSeenTwice => {
                "the health service is published as its commissioners pay for it and as its providers spend it"
            }
            DriverMissing => "no table of drivers says how much of a larger area's figure is for the place",
            MeasureDoubtful => "figures may be rates, prices of another year or a part of the year",
            PoundsAHeadUnlikely => "the whole is too small or too large for the people who live here",
            MayCountTwice => "published lines of one service may be the same pounds twice",
            ServesMissing => "a body that usually serves several districts is counted in full for one",
            FundingUnexplained => "what a body spends and where its money comes from do not come to the same",
            BodyUnknown => "a body is named that we do not know",
            FileEmpty => "the file is empty",
            FileNotLedger => "the file is not a list of payments that we can read",
            FileUnreadable => "the file cannot be opened",
            FileUnclaimed => "the file is not read: no source names it",
            FileUnsure => "it is not sure which column is the amount",
            PersonFileDoubtful => "a file about people has problems",
            FileAboutPeople => "the file is about people, and is not read as a list of payments",
        }
    }

    /// What to do about it: `ask whether the date is right`, `ask for the file again`, `nothing to ask: a total is no payment`.
    pub fn to_do(self) -> String {
        let ask = self.ask();
        let is_question = ["whether ", "which ", "whose ", "whom ", "what "].iter().any(|word| ask.starts_with(word));
        match ask.strip_prefix("nothing").and_then(|rest| rest.split_once(": ")) {
            Some((_, instead)) => format!("nothing to ask: {instead}"),
            None if is_question => format!("ask {ask}"),
            None => format!("ask for {ask}"),
        }
    }

    /// Whether it changes no figure and nobody has to act: what is certain, and spellings that were summed as one.
    pub fn needs_no_action(self) -> bool {
        self.is_settled() || matches!(self, ProblemKind::RegionSpelling | ProblemKind::LabelSpelling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_is_a_sentence_for_every_kind() {
        assert_eq!(ProblemKind::DateMissing.to_do(), "ask for the payment date");
        assert_eq!(ProblemKind::NoNegativeLines.to_do().split(' ').take(2).collect::<Vec<_>>(), ["ask", "whether"]);
        assert_eq!(ProblemKind::FileUnsure.to_do(), "nothing to ask: confirm the reading in mappings/");
        for kind in ProblemKind::ALL {
            let said = format!("{}: {}", kind.found(), kind.to_do());
            assert!(!said.contains("ask for nothing"), "{said}");
            assert!(!kind.found().contains('_') && !kind.found().ends_with('.'), "{said}");
        }
    }
}
