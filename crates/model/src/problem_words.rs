//! What is said of a problem to somebody who has never seen this program.

use crate::ProblemKind;

impl ProblemKind {
    /// What was found: `the payment date cannot be read`.
    pub fn found(self) -> &'static str {
        use ProblemKind::*;
        match self {
            AmountUnreadable => "the amount is not in pounds and pence",
            AmountMissing => "the amount is empty",
            CellError => "a cell contains a formula error such as #REF!",
            CurrencyForeign => "an amount is in a currency other than pounds",
            RowTooLong => "one row runs over many lines",
            RowTooWide => "a row has more filled cells than there are headings",
            TotalRow => "a row is a total of other rows",
            PaddingRow => "rows contain no payment: notes, group names, or the body's own name",
            YearUnreadable => "the financial year cannot be read",
            RecordIdMissing => "a record of a person has no number",
            RecordIdTwice => "two records of people have the same number",
            PersonEmpty => "a record says nothing about the person",
            ContactIncomplete => "a contact does not say with whom, what or when",
            BirthUnreadable => "a date of birth cannot be read",
            BirthOutside => "a date of birth is too early or too late for anyone alive today",
            NumberInvalid => "a number fails its own check digit",
            SexUnreadable => "a code for the sex is not known",
            PeriodUnreadable => "the start or end date of a record cannot be read",
            PeriodContradicts => "a record ends before it begins",
            CostUnreadable => "the cost of a contact cannot be read",
            TimeUnreadable => "the time of a contact cannot be read",
            HeadingsMissing => "a file has no headings",
            PersonColumnMissing => "a file has no column of first names, surnames or dates of birth",
            PersonUnknown => "contacts are with people for whom the agency sent no record",
            DateUnreadable => "the payment date cannot be read",
            DateMissing => "the payment date is empty",
            DateFuture => "the payment date lies in the future",
            DateOutsidePeriod => "dates are far from the month the file covers, or in a year not counted here",
            SubPenny => "amounts have more than two decimal places",
            CurrencyMark => "amounts are marked as a currency other than pounds",
            OpenQuote => "a quotation mark is never closed, so rows may have been swallowed",
            PossibleTotal => "a row may be a total of the rows above it",
            LinesNotPaid => "lines are marked cancelled, void, budget, commitment or the like",
            PayeeMissing => "lines do not say who was paid",
            FileOfIncome => "a file seems to list money received, not money paid",
            HeadingDiffers => "a second row of headings names different columns from the first",
            ControlCharacter => "there are characters that do not belong in text",
            SignsTurned => "most amounts have a minus sign, so the signs may be the wrong way round",
            SheetBeside => {
                "a sheet has no payments of its own: it is a cover, a list of codes or totals of other lines"
            }
            NoNegativeLines => "there are no credit notes, although other files have many",
            MissingMonth => "a month or period of the year is missing",
            SameFileTwice => "the same file was published twice",
            OverlappingFiles => "two files hold some of the same payments",
            LinesRepeated => "rows appear twice in one file",
            FileOfAnotherBody => "a file names a body other than the one that sent it",
            RedactedShare => "many payees are withheld",
            EncodingMixed => "text is saved in more than one encoding",
            SeveralAmountColumns => "more than one column could be the amount",
            AmountsScaled => "amounts are printed in a unit other than pounds, such as thousands, and were converted",
            ReferencesAsAmounts => "numbers in the amount column look like references or dates",
            AmountsOutOfScale => "amounts are much larger or smaller than in the body's other files",
            AmountsRounded => "amounts are printed with an exponent, such as 1.5E+04, so pounds are lost",
            AmountsNought => "many amounts, or all of a month, are zero",
            RowsHidden => "rows or columns are hidden in the workbook; they were counted",
            SheetHidden => "a sheet is hidden in the workbook and was not counted",
            NoPayeeColumn => "no column of payees was found",
            NoDateColumn => "no column of payment dates could be read",
            SideUnreadable => "the column that says whether an amount is paid or received cannot be read",
            DateFormatMixed => "dates are written in more than one way",
            RegionSpelling => "a region is spelled in several ways",
            LabelSpelling => "a label is spelled in several ways",
            TotalDiffers => "a printed total differs from the figures it adds up",
            PayeeNearBody => {
                "a payee's name is almost that of another public body here, so a pound may be counted twice"
            }
            FileNamesPerson => "the name of a file contains a person's name",
            RuleMatchesNothing => "a rule of the place matches no file or payee, so it does nothing",
            ThemeNotCounted => "something stated about a theme is not counted",
            ThemeRowsAboveShare => "the payments of a theme come to more than the stated share of the published figure",
            ContactNotPriced => "a rule for the cost of contacts gives them no cost",
            PublishedLineUnknown => "no rule says what a published line is, so it is not counted",
            YearNotCounted => "a publication covers years that are not counted",
            OutsidePlace => "a national return has gaps, none of them for a body here",
            PublishedSourcesDiffer => "two publications disagree about the same money",
            HealthSeenTwice => {
                "health spending is published both as commissioners pay for it and as providers spend it"
            }
            DriverMissing => "no table of drivers says how much of a larger area's figure belongs to the place",
            MeasureDoubtful => "figures may be rates, prices of another year or a part of the year",
            PoundsAHeadUnlikely => "the whole is too small or too large for the population",
            MayCountTwice => "published lines of one service may count the same pounds twice",
            ServesMissing => "a body that usually serves several districts is counted in full for one",
            FundingUnexplained => "what a body spends does not equal the funding it has",
            BodyUnknown => "a body is named that is not known to us",
            ContractAmountUnreadable => "the value of a contract or grant is not in pounds and pence",
            ContractDateUnreadable => "a date of a contract or grant cannot be read",
            ContractDatesContradict => "a contract or grant ends before it begins",
            ContractEndOpen => "contracts have words such as TBC or rolling where their end should be",
            ContractIdTwice => "several rows have the same id of a contract or grant",
            ContractIdMissing => "a release does not say which procurement it is of",
            ContractValueYearly => "the register prints what a contract costs a year, not in all",
            SuppliersInOneCell => "several suppliers may be in one cell",
            SupplierWithheld => "suppliers or recipients are withheld",
            RegisterNumberUnreadable => "a number is neither a company's nor a charity's",
            CategoryCodeUnreadable => "a code of what is bought does not have eight digits",
            FrameworkCeiling => "an amount is the ceiling of a framework, which may be for many buyers",
            ReleaseTwice => "a release was published twice",
            ReleasesDiffer => "later releases replace amounts that earlier ones announced",
            AmountHundredfold => "an amount was published a hundred times as large as its correction",
            GrantMeasureUnsaid => "the file does not say whether grants were awarded or paid out",
            GrantNamesPerson => "a list of grants names private individuals; the names are left out",
            FileNotContracts => "the file is neither a register of contracts nor a list of grants that we can read",
            AreaCodeUnreadable => "the code of an area is not a GSS code",
            AreaCodeShort => "the code of an area has lost a digit",
            AreasContradict => "two rows say different things of one area",
            AreaSumDiffers => "the people of small areas do not add up to those of their district",
            OutlineUnusable => "the outline of an area cannot be used to say what lies in it",
            NumberUnreadable => "a number of an area or building cannot be read",
            CoordinatesUnreadable => "coordinates cannot be read",
            CoordinatesSwapped => "longitude and latitude have changed places",
            CoordinatesOutside => "coordinates lie outside the place",
            CoordinatesFarFromPostcode => "coordinates and postcode are more than a kilometre apart",
            PostcodeMalformed => "a postcode is not a whole postcode",
            PostcodeUnknown => "a postcode is not in the place's list of postcodes",
            BuildingNotPlaced => "it is not known where a building stands",
            BuildingIdTwice => "two buildings have the same number",
            UprnShared => "one property reference number stands on several buildings",
            AggregateSite => "a row holds several small sites together",
            FeaturesMerged => "several outlines are one site",
            LeaseContradicts => "a lease ends before it can be broken",
            FileEmpty => "the file is empty",
            FileNotLedger => "the file is not a list of payments that we can read",
            FileUnreadable => "the file cannot be opened",
            FileUnclaimed => "the file is not read, because no source names it",
            FileUnsure => "it is not sure which column is the amount",
            PersonFileDoubtful => "a file about people has problems",
            FileAboutPeople => "the file is about people, and none of it is read",
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
