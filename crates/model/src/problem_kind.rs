//! What can be wrong with a row or doubtful about a file.

use crate::words;

words! {
    /// What can be wrong or doubtful.
    ProblemKind {
        // Rows that did not become lines.
        AmountUnreadable = "amount_unreadable",
        AmountMissing = "amount_missing",
        CellError = "cell_error",
        CurrencyForeign = "currency_foreign",
        RowTooLong = "row_too_long",
        RowTooWide = "row_too_wide",
        TotalRow = "total_row",
        PaddingRow = "padding_row",
        YearUnreadable = "year_unreadable",
        // Rows about people that did not become records or contacts.
        RecordIdMissing = "record_id_missing",
        RecordIdTwice = "record_id_twice",
        PersonEmpty = "person_empty",
        ContactIncomplete = "contact_incomplete",
        // Records and contacts that were kept, with a doubt.
        BirthUnreadable = "birth_unreadable",
        BirthOutside = "birth_outside",
        NumberInvalid = "number_invalid",
        SexUnreadable = "sex_unreadable",
        CostUnreadable = "cost_unreadable",
        TimeUnreadable = "time_unreadable",
        PeriodUnreadable = "period_unreadable",
        PeriodContradicts = "period_contradicts",
        PersonUnknown = "person_unknown",
        PersonColumnMissing = "person_column_missing",
        HeadingsMissing = "headings_missing",
        // Lines that were kept, with a doubt.
        DateUnreadable = "date_unreadable",
        DateMissing = "date_missing",
        DateFuture = "date_future",
        DateOutsidePeriod = "date_outside_period",
        SubPenny = "sub_penny",
        CurrencyMark = "currency_mark",
        OpenQuote = "open_quote",
        PossibleTotal = "possible_total",
        HeadingDiffers = "heading_differs",
        LinesNotPaid = "lines_not_paid",
        PayeeMissing = "payee_missing",
        ControlCharacter = "control_character",
        // Doubts about a file.
        NoNegativeLines = "no_negative_lines",
        SignsTurned = "signs_turned",
        MissingMonth = "missing_month",
        SameFileTwice = "same_file_twice",
        OverlappingFiles = "overlapping_files",
        LinesRepeated = "lines_repeated",
        FileOfAnotherBody = "file_of_another_body",
        FileOfIncome = "file_of_income",
        RedactedShare = "redacted_share",
        EncodingMixed = "encoding_mixed",
        SeveralAmountColumns = "several_amount_columns",
        AmountsScaled = "amounts_scaled",
        ReferencesAsAmounts = "references_as_amounts",
        AmountsOutOfScale = "amounts_out_of_scale",
        AmountsRounded = "amounts_rounded",
        AmountsNought = "amounts_nought",
        RowsHidden = "rows_hidden",
        NoPayeeColumn = "no_payee_column",
        NoDateColumn = "no_date_column",
        SideUnreadable = "side_unreadable",
        DateFormatMixed = "date_format_mixed",
        RegionSpelling = "region_spelling",
        LabelSpelling = "label_spelling",
        TotalDiffers = "total_differs",
        BodyUnknown = "body_unknown",
        YearNotCounted = "year_not_counted",
        OutsidePlace = "outside_place",
        PayeeNearBody = "payee_near_body",
        FileNamesPerson = "file_names_person",
        RuleMatchesNothing = "rule_matches_nothing",
        // Doubts about the whole count.
        PublishedLineUnknown = "published_line_unknown",
        PublishedSourcesDiffer = "published_sources_differ",
        HealthSeenTwice = "health_seen_twice",
        DriverMissing = "driver_missing",
        PoundsAHeadUnlikely = "pounds_a_head_unlikely",
        MayCountTwice = "may_count_twice",
        MeasureDoubtful = "measure_doubtful",
        ServesMissing = "serves_missing",
        FundingUnexplained = "funding_unexplained",
        ThemeNotCounted = "theme_not_counted",
        ThemeRowsAboveShare = "theme_rows_above_share",
        // Contracts and grants that were kept, with a doubt.
        ContractAmountUnreadable = "contract_amount_unreadable",
        ContractDateUnreadable = "contract_date_unreadable",
        ContractDatesContradict = "contract_dates_contradict",
        ContractEndOpen = "contract_end_open",
        ContractIdTwice = "contract_id_twice",
        ContractIdMissing = "contract_id_missing",
        ContractValueYearly = "contract_value_yearly",
        SuppliersInOneCell = "suppliers_in_one_cell",
        SupplierWithheld = "supplier_withheld",
        RegisterNumberUnreadable = "register_number_unreadable",
        CategoryCodeUnreadable = "category_code_unreadable",
        FrameworkCeiling = "framework_ceiling",
        ReleaseTwice = "release_twice",
        ReleasesDiffer = "releases_differ",
        AmountHundredfold = "amount_hundredfold",
        GrantMeasureUnsaid = "grant_measure_unsaid",
        GrantNamesPerson = "grant_names_person",
        // Areas and buildings.
        AreaCodeUnreadable = "area_code_unreadable",
        AreaCodeShort = "area_code_short",
        AreasContradict = "areas_contradict",
        AreaSumDiffers = "area_sum_differs",
        OutlineUnusable = "outline_unusable",
        NumberUnreadable = "number_unreadable",
        CoordinatesUnreadable = "coordinates_unreadable",
        CoordinatesSwapped = "coordinates_swapped",
        CoordinatesOutside = "coordinates_outside",
        CoordinatesFarFromPostcode = "coordinates_far_from_postcode",
        PostcodeMalformed = "postcode_malformed",
        PostcodeUnknown = "postcode_unknown",
        BuildingNotPlaced = "building_not_placed",
        BuildingIdTwice = "building_id_twice",
        UprnShared = "uprn_shared",
        AggregateSite = "aggregate_site",
        FeaturesMerged = "features_merged",
        LeaseContradicts = "lease_contradicts",
        ContactNotPriced = "contact_not_priced",
        // Files that could not be read.
        FileNotContracts = "file_not_contracts",
        FileEmpty = "file_empty",
        FileNotLedger = "file_not_ledger",
        SheetBeside = "sheet_beside",
        FileUnreadable = "file_unreadable",
        FileUnsure = "file_unsure",
        FileUnclaimed = "file_unclaimed",
        SheetHidden = "sheet_hidden",
        FileAboutPeople = "file_about_people",
        /// All that is told of problems in a file about people.
        PersonFileDoubtful = "person_file_doubtful",
    }
}

impl ProblemKind {
    /// Whether the row stays out of the ledger, so that rows = headings + blanks + problem rows + lines.
    pub fn removes_row(self) -> bool {
        use ProblemKind::*;
        matches!(
            self,
            AmountUnreadable
                | AmountMissing
                | CellError
                | CurrencyForeign
                | RowTooLong
                | RowTooWide
                | TotalRow
                | PaddingRow
                | YearUnreadable
                | RecordIdMissing
                | RecordIdTwice
                | PersonEmpty
                | ContactIncomplete
        )
    }

    /// Whether the whole file stays out of the ledger.
    pub fn removes_file(self) -> bool {
        use ProblemKind::*;
        matches!(
            self,
            FileEmpty
                | FileNotLedger
                | FileNotContracts
                | SheetBeside
                | FileUnreadable
                | FileUnsure
                | FileUnclaimed
                | SheetHidden
                | FileAboutPeople
        )
    }

    /// Whether it is certain and moves no pounds, so that it is recorded and nobody has to look: a total that adds up,
    /// notes and padding, a sheet of codes beside the ledger, a unit that the file states, years that are not counted,
    /// what a national return leaves out of bodies that the place does not have.
    pub fn is_settled(self) -> bool {
        use ProblemKind::*;
        matches!(
            self,
            TotalRow
                | PaddingRow
                | SheetBeside
                | AmountsScaled
                | YearNotCounted
                | OutsidePlace
                | AggregateSite
                | FeaturesMerged
        )
    }

    /// What to ask the body for.
    pub fn ask(self) -> &'static str {
        use ProblemKind::*;
        match self {
            AmountUnreadable | AmountMissing => "the amount of this row, or confirmation that it has none",
            RowTooLong => "the file again: a quotation mark is probably never closed",
            RowTooWide => "the file again, with quotation marks around every cell that contains a comma",
            TotalRow => "nothing: a total is not a payment",
            PaddingRow => "nothing: the rows contain no payment",
            OpenQuote => "the file again: a quotation mark is never closed, and was read as if it were not there",
            PossibleTotal => "whether this line is a payment, or the total of the others",
            HeadingDiffers => "one heading for the whole sheet",
            LinesNotPaid => "whether these lines were eventually paid",
            PayeeMissing => "the names of those who were paid, on every line",
            YearUnreadable => "the financial year of this row, such as 2020-21",
            DateUnreadable | DateMissing => "the payment date",
            DateFuture | DateOutsidePeriod => "whether the date or the file's period is right",
            RecordIdMissing => "the agency's own number for every person",
            RecordIdTwice => "one row for each of the agency's numbers, or which of the rows is right",
            PersonEmpty => {
                "the name, date of birth or a number of this person, or confirmation that the row is not a person"
            }
            ContactIncomplete => "who the contact was with, what it was, and when",
            BirthUnreadable | BirthOutside => "the date of birth",
            NumberInvalid => "the number again: its check digit is wrong",
            SexUnreadable => "what the code means",
            PeriodUnreadable => "the start and end dates of the record, or of the pregnancy",
            PeriodContradicts => "which of the dates is right: the end is before the start",
            CostUnreadable => "what the contact cost, in pounds",
            TimeUnreadable => "the time of day, such as 09:30",
            PersonUnknown => "the records of the people these contacts were with",
            HeadingsMissing => "the file with a heading above each column",
            PersonColumnMissing => {
                "the file with this column, or its heading under `columns` of its source in place.toml"
            }
            SubPenny => "whether amounts are calculated (net of VAT, shared out) before they are published",
            CurrencyMark => "which currency the amounts are in",
            CellError => "the file with the formula corrected",
            ControlCharacter => "the file exported again",
            SignsTurned => "whether these amounts were paid or received: most of them have a minus sign",
            NoNegativeLines => "whether credit notes are left out or have lost their minus signs",
            MissingMonth => "the file of this month",
            SameFileTwice | OverlappingFiles => "which of the two files to use",
            FileOfAnotherBody => "whose payments these are",
            FileOfIncome => "whether these amounts were paid, or are income",
            LinesRepeated => "whether these lines were paid twice or are repeated by mistake",
            RedactedShare => "the rule by which names are withheld",
            EncodingMixed => "the file saved as UTF-8",
            SeveralAmountColumns => "which amount is the one paid",
            CurrencyForeign => "the amount of the payment in pounds",
            SideUnreadable => "whether these amounts were paid or received back",
            NoPayeeColumn => "the names of those who were paid",
            NoDateColumn => "the payment dates, such as 03/04/2025",
            AmountsScaled => "the amounts in pounds and pence",
            ReferencesAsAmounts => "the amounts: the numbers in the column look like references or dates",
            AmountsOutOfScale => "whether the amounts are in pounds, in thousands or in pence",
            AmountsRounded => "the amounts to the penny",
            AmountsNought => {
                "the file with its formulas calculated, or confirmation that nothing was paid on these lines"
            }
            RowsHidden => "whether to count the hidden rows and columns",
            SheetHidden => "whether to count the hidden sheet and, if so, the file with it shown",
            DateFormatMixed => "the dates in one format",
            RegionSpelling => "nothing: the spellings were summed as one region",
            LabelSpelling => "nothing: the spellings were summed under one label",
            TotalDiffers => "which is right, the printed total or the figures it adds up",
            PayeeNearBody => "nothing: `totalplace classify --bodies` asks which of them are bodies of the place",
            FileNamesPerson => "nothing: rename the file without the person's name",
            RuleMatchesNothing => "nothing: correct the row, or delete it",
            PublishedLineUnknown => "nothing: say what the line is in rules/published_line.csv or rules/programme.csv",
            PublishedSourcesDiffer => "which of the two publications is right",
            HealthSeenTwice => {
                "nothing: set the commissioners' or the providers' figures aside in rules/published_line.csv"
            }
            DriverMissing => "a table of people by district, as a source of kind `drivers`",
            PoundsAHeadUnlikely => "whether the figures are in pounds, thousands or millions, and what is missing",
            MeasureDoubtful => "the figures of the whole year, in pounds of that year",
            MayCountTwice => "which of these lines are parts or totals of others",
            ServesMissing => "nothing: name the districts that the body serves in place.toml, as `serves`",
            FundingUnexplained => "the whole return, with its lines of grants, taxes, borrowing and reserves",
            ThemeNotCounted => {
                "nothing: the person who stated the row should correct it, or say what already includes its pounds"
            }
            ThemeRowsAboveShare => "nothing: the person who stated the share should say whether it is too small",
            ContactNotPriced => "nothing: the person who wrote the rule should correct it in rules/journeys.toml",
            YearNotCounted => "nothing: the place counts other years",
            OutsidePlace => "nothing: it does not affect any body of the place",
            BodyUnknown => "which body of the place this is; add it, or its code, to place.toml",
            ContractAmountUnreadable => "the value of this contract or grant, in pounds and pence",
            ContractDateUnreadable => "this date, such as 31/03/2027",
            ContractDatesContradict => "which of the dates is right: the end is before the start",
            ContractEndOpen => "the day on which these contracts end, or the notice that ends them",
            ContractIdTwice => "whether rows with one id are one contract or grant, or several",
            ContractIdMissing => "the id under which the releases of this procurement stand",
            ContractValueYearly => "the value of these contracts over their whole length",
            SuppliersInOneCell => "one row for each supplier",
            SupplierWithheld => "the rule by which suppliers' names are withheld",
            RegisterNumberUnreadable => "the numbers at Companies House or in the register of charities",
            CategoryCodeUnreadable => "the codes of eight digits",
            FrameworkCeiling => "how much of the ceiling is for this buyer",
            ReleaseTwice => "nothing: the second copy is in no total of latest releases",
            ReleasesDiffer => "nothing: each release is kept, and the latest is marked",
            AmountHundredfold => "which of the two amounts is right",
            GrantMeasureUnsaid => "whether the amounts were awarded or paid out",
            GrantNamesPerson => "the list without the names of private individuals",
            FileNotContracts => "a register of contracts or a list of grants, as CSV, XLSX or JSON",
            SheetBeside => "nothing: the sheet adds nothing of its own, and other sheets of the workbook were read",
            AreaCodeUnreadable => "the GSS code of this area, a letter and eight digits",
            AreaCodeShort => "the file with whole GSS codes: a digit was lost, as a spreadsheet may do",
            AreasContradict => "which of the two is right",
            AreaSumDiffers => {
                "nothing: published counts of small areas are changed a little so that nobody can be found in them"
            }
            OutlineUnusable => "the outline as a polygon in longitude and latitude",
            NumberUnreadable => "the number, in the unit of its heading",
            CoordinatesUnreadable => "the longitude and latitude, or the easting and northing",
            CoordinatesSwapped => "the longitude and latitude the right way round",
            CoordinatesOutside => "where this building stands: its coordinates are outside the area",
            CoordinatesFarFromPostcode => "which is right, the coordinates or the postcode",
            PostcodeMalformed => "the whole postcode",
            PostcodeUnknown => "the postcode, or a list of postcodes that has it",
            BuildingNotPlaced => "the postcode or the coordinates of these buildings",
            BuildingIdTwice => "which number belongs to which building",
            UprnShared => {
                "nothing: a UPRN may stand on several buildings, and the register's own number tells them apart"
            }
            AggregateSite => "nothing: several small sites are in one row, which is on no map",
            FeaturesMerged => "nothing: several outlines of one site are one building",
            LeaseContradicts => "which date is right: the lease would end before it can be broken",
            FileEmpty => "the file again",
            FileNotLedger | FileUnreadable => "the file as CSV or XLSX",
            FileUnclaimed => "nothing: say in place.toml whose files these are, or move them elsewhere",
            FileUnsure => "nothing yet: confirm the reading in mappings/",
            PersonFileDoubtful => "nothing yet: people who may see the file can check it with `totalplace check`",
            FileAboutPeople => {
                "nothing: move the file to people/ and name it there, where no ledger's pattern reaches it"
            }
        }
    }
}
