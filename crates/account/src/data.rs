//! What is held in memory, and looking up the code of a line.

use fixedbitset::FixedBitSet;

use crate::bitmap;
use crate::dictionary::{Dictionary, Folded};
use crate::extent::Extent;
use crate::lines::Lists;
use crate::load::Loaded;
use crate::{Dimension, SourceFile, Tally};

/// Dimensions whose texts as printed can be searched.
pub(crate) const PRINTED: [Dimension; 4] =
    [Dimension::Payee, Dimension::Department, Dimension::Heading, Dimension::Subjective];

/// The tables and the lists made from them; nothing here changes after loading.
pub(crate) struct Data {
    pub loaded: Loaded,
    pub lists: Lists,
    /// Lines whose payee is withheld.
    pub redacted: FixedBitSet,
    /// Of the lines of each cell.
    pub extents: Vec<Extent>,
    /// All lines of each combination of headings.
    pub heading_tallies: Vec<Tally>,
    /// Where the file of each code stands among files.
    file_of_code: Vec<Option<usize>>,
    /// In the order of [`PRINTED`].
    folded: [Folded; PRINTED.len()],
    /// Names of suppliers in small letters, by code.
    supplier_names: Folded,
}

impl Data {
    /// `supplier_name` gives the name of a supplier by its id.
    pub fn of(loaded: Loaded, supplier_name: impl Fn(&str) -> String) -> Data {
        let n_codes = |dimension: Dimension| loaded.dictionaries[dimension as usize].n_codes();
        let (n_payees, n_suppliers) = (n_codes(Dimension::Payee), n_codes(Dimension::Supplier));
        let lists = Lists::of(&loaded.lines, &loaded.cells, n_payees, n_suppliers, loaded.headings.department.len());
        let folded = PRINTED.map(|dimension| Folded::of(&loaded.dictionaries[dimension as usize]));
        let suppliers = loaded.dictionaries[Dimension::Supplier as usize].iter();
        let supplier_names = Folded::of_names(suppliers.map(|(_, id)| supplier_name(id)));
        let (lines, cells) = (&loaded.lines, &loaded.cells);
        let is_redacted = |line: &u32| cells.is_redacted(lines.cell[*line as usize]);
        let redacted = bitmap::of(lines.len(), (0..lines.len() as u32).filter(is_redacted));
        let extents = lines.extents_of_cells(cells.len());
        let heading_tallies = heading_tallies(&loaded, &redacted);
        let file_of_code = file_of_code(&loaded);
        Data { loaded, lists, redacted, extents, heading_tallies, file_of_code, folded, supplier_names }
    }

    /// The file that a line stands in; none where the table of files does not have it.
    pub fn file(&self, line: u32) -> Option<&SourceFile> {
        let code = self.code(Dimension::File, line);
        self.file_of_code[code as usize].map(|at| &self.loaded.files[at])
    }

    pub fn n_lines(&self) -> usize {
        self.loaded.lines.len()
    }

    pub fn dictionary(&self, dimension: Dimension) -> &Dictionary {
        &self.loaded.dictionaries[dimension as usize]
    }

    /// The printed texts of a dimension, or the names of suppliers, in small letters; none where values are few.
    pub fn folded(&self, dimension: Dimension) -> Option<&Folded> {
        if dimension == Dimension::Supplier {
            return Some(&self.supplier_names);
        }
        PRINTED.iter().position(|printed| *printed == dimension).map(|at| &self.folded[at])
    }

    /// The codes of the combinations of headings in one of the three dimensions of headings.
    pub fn heading_codes(&self, dimension: Dimension) -> Option<&[u32]> {
        match dimension {
            Dimension::Department => Some(&self.loaded.headings.department),
            Dimension::Heading => Some(&self.loaded.headings.service),
            Dimension::Subjective => Some(&self.loaded.headings.subjective),
            _ => None,
        }
    }

    /// All lines of a printed text; none where values of a dimension are not printed ones.
    pub fn printed_tally(&self, dimension: Dimension, code: u32) -> Option<Tally> {
        let mut tally = Tally::default();
        if let Some(codes) = self.heading_codes(dimension) {
            let of_code = codes.iter().zip(&self.heading_tallies).filter(|(other, _)| **other == code);
            of_code.for_each(|(_, of_heading)| tally += *of_heading);
            return Some(tally);
        }
        let lines = match dimension {
            Dimension::Payee => self.lists.by_payee.lines(code),
            Dimension::Supplier => self.lists.by_supplier.lines(code),
            _ => return None,
        };
        for line in lines {
            let amount = self.loaded.lines.amount[*line as usize];
            tally.add(1, amount, amount.is_negative(), self.redacted.contains(*line as usize));
        }
        Some(tally)
    }

    /// The code of a line in any dimension but themes, of which a line may have several.
    pub fn code(&self, dimension: Dimension, line: u32) -> u32 {
        let lines = &self.loaded.lines;
        let line = line as usize;
        match (dimension, self.heading_codes(dimension)) {
            (Dimension::Payee, _) => lines.payee[line],
            (Dimension::Supplier, _) => lines.supplier[line],
            (_, Some(codes)) => codes[lines.heading[line] as usize],
            (dimension, None) => self.loaded.cells.code(dimension, lines.cell[line]),
        }
    }

    /// The text of a line in a dimension.
    pub fn text(&self, dimension: Dimension, line: u32) -> Option<&str> {
        self.dictionary(dimension).text(self.code(dimension, line))
    }
}

fn heading_tallies(loaded: &Loaded, redacted: &FixedBitSet) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); loaded.headings.department.len()];
    for (line, (heading, amount)) in loaded.lines.heading.iter().zip(&loaded.lines.amount).enumerate() {
        tallies[*heading as usize].add(1, *amount, amount.is_negative(), redacted.contains(line));
    }
    tallies
}

fn file_of_code(loaded: &Loaded) -> Vec<Option<usize>> {
    let dictionary = &loaded.dictionaries[Dimension::File as usize];
    let mut files = vec![None; dictionary.n_codes()];
    for (at, file) in loaded.files.iter().enumerate() {
        if let Some(code) = dictionary.code(&file.file_id) {
            files[code as usize] = Some(at);
        }
    }
    files
}
