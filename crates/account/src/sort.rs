//! The order of rows.

model::words! {
    /// The order of rows.
    Sort {
        Largest = "largest",
        Smallest = "smallest",
        Latest = "latest",
        Earliest = "earliest",
        /// As in the files: body by body, file by file, row by row.
        Source = "source",
    }
}
